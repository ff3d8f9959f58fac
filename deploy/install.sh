#!/bin/sh
# Installs the dashboard from this folder, without internet: a Python is looked for, wheels/ has all packages.
set -u
cd "$(dirname "$0")" || exit 1
if ! [ -w . ]; then
    echo "不能在文件夹 $PWD 中写入：请把它拷到可以写入的地方（不要直接在U盘或光盘上安装）。" >&2
    exit 1
fi
found=""
for python in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
    [ -n "$python" ] || continue
    command -v "$python" >/dev/null 2>&1 || continue
    "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue
    found="$python"
    break
done
if [ -z "$found" ]; then
    echo "没有找到 Python 3.11、3.12 或 3.13。请先安装：" >&2
    echo "  Debian、Ubuntu、统信、麒麟：系统安装盘中的 python3 和 python3-venv；" >&2
    echo "  其他：把 python.org 的安装程序一并拷来安装。已装在别处的，用 PYTHON=/路径/python3.12 ./install.sh 指明。" >&2
    exit 1
fi
echo "用 $("$found" -V) 安装，约需一两分钟……"
if ! "$found" -m venv .venv; then
    rm -rf .venv
    echo "不能建立 .venv：Debian、Ubuntu 请先安装 python3-venv。" >&2
    exit 1
fi
if ! PIP_NO_INDEX=1 .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    --find-links wheels -r requirements.txt; then
    echo "安装没有完成，见上面的英文。请确认安装包解开时没有出错，并与这台电脑相配，再运行一次。" >&2
    exit 1
fi
touch .venv/.run # make run need not install again
cat > start.sh <<'START'
#!/bin/sh
cd "$(dirname "$0")" && exec .venv/bin/python -m ui
START
chmod +x start.sh
echo "安装好了。以后运行 $PWD/start.sh 启动看板，按 Ctrl+C 停止。"
