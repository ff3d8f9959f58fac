#!/usr/bin/env bash
# Sees to what the tests need beside Python: a Chromium, a Chinese font, PostgreSQL's programs, strace; where CI=true
# also LibreOffice and poppler, which open what the dashboard exports. What is there is left alone; what is missing is
# asked of the system's package manager, else one line says what to install. Exit 1 where CI=true and a thing without
# which tests would fail is missing.
set -u

browser() {
    [ -n "${CHROMIUM:-}" ] && command -v "$CHROMIUM" && return
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable microsoft-edge; do
        command -v "$name" && return
    done
    ls "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium" 2>/dev/null | grep .
}
# Chromium without windows: a page costs a third less CPU time. Debian has it, and CI waits for it.
headless_browser() {
    [ "${CI:-}" != true ] || ! command -v apt-get >/dev/null || command -v chromium-headless-shell
}
font() { [ "$(uname)" = Darwin ] || { command -v fc-list >/dev/null && fc-list :lang=zh-cn family | grep -q .; }; }
postgres() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
strace_() { [ "$(uname)" != Linux ] || command -v strace >/dev/null; }
office() { [ "${CI:-}" != true ] || { command -v soffice >/dev/null && command -v pdfinfo >/dev/null; }; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
wanted=""
want() { # a test, then package names of apt, dnf and apk
    "$1" >/dev/null 2>&1 && return
    if command -v apt-get >/dev/null; then wanted="$wanted $2"
    elif command -v dnf >/dev/null; then wanted="$wanted $3"
    elif command -v apk >/dev/null; then wanted="$wanted $4"
    fi
}
install_wanted() {
    if command -v apt-get >/dev/null; then
        # The package would start a server of its own; the tests bring theirs.
        as_root sh -c 'mkdir -p /etc/postgresql-common && [ -e /etc/postgresql-common/createcluster.conf ] ||
            echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf'
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
        headless_browser || ! apt-cache show chromium-headless-shell || wanted="$wanted chromium-headless-shell"
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted
    elif command -v dnf >/dev/null; then as_root dnf install -y -q $wanted
    elif command -v apk >/dev/null; then as_root apk add -q $wanted
    fi
}

want browser chromium chromium chromium
want headless_browser "" "" ""
want font "fontconfig fonts-noto-cjk" "fontconfig google-noto-sans-cjk-fonts" "fontconfig font-noto-cjk"
want postgres postgresql postgresql-server postgresql
want strace_ strace strace strace
want office "libreoffice-impress libreoffice-writer libreoffice-calc poppler-utils" \
    "libreoffice-impress libreoffice-writer libreoffice-calc poppler-utils" "libreoffice poppler-utils"
if [ -n "$wanted" ]; then
    echo "正在安装测试所需的系统程序：$wanted ……"
    install_wanted >/dev/null 2>&1
fi

missing=0
lacks() {
    "$1" >/dev/null 2>&1 && return
    echo "$2" >&2
    missing=1
}
lacks browser "浏览器测试需要 Chromium：请安装 chromium 或 Google Chrome，或用 CHROMIUM=路径 指明。(No Chromium found: install one, or name it with CHROMIUM=PATH.)"
lacks font "浏览器测试需要中文字体：请安装 fonts-noto-cjk。(No Chinese font found: install fonts-noto-cjk.)"
lacks postgres "数据库测试需要 PostgreSQL：请安装 postgresql。(PostgreSQL was not found: install it.)"
if [ "$missing" = 1 ] && [ "${CI:-}" = true ]; then exit 1; fi
exit 0
