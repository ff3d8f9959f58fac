#!/usr/bin/env bash
# Sees to a Chromium and a Chinese font for the browser tests: what is there, else the system's package manager,
# else one line that says what to install. Exit 1 where something is missing and CI=true.
set -u

browser() {
    [ -n "${CHROMIUM:-}" ] && command -v "$CHROMIUM" && return
    for name in chromium chromium-browser google-chrome google-chrome-stable microsoft-edge; do
        command -v "$name" && return
    done
    ls "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium" 2>/dev/null | grep .
}
font() { [ "$(uname)" = Darwin ] || { command -v fc-list >/dev/null && fc-list :lang=zh-cn family | grep -q .; }; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
install() { # one line of package names per package manager
    if command -v apt-get >/dev/null; then
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $1
    elif command -v dnf >/dev/null; then as_root dnf install -y -q $2
    elif command -v apk >/dev/null; then as_root apk add -q $3
    else return 1
    fi
}

browser >/dev/null || install chromium chromium chromium >/dev/null 2>&1
font || install "fontconfig fonts-noto-cjk" "fontconfig google-noto-sans-cjk-fonts" "fontconfig font-noto-cjk" >/dev/null 2>&1

missing=0
if ! browser >/dev/null; then
    echo "浏览器测试需要 Chromium:请安装 chromium 或 Google Chrome,或用 CHROMIUM=路径 指明。(No Chromium found: install one, or name it with CHROMIUM=PATH.)" >&2
    missing=1
fi
if ! font; then
    echo "浏览器测试需要中文字体:请安装 fonts-noto-cjk。(No Chinese font found: install fonts-noto-cjk.)" >&2
    missing=1
fi
if [ "$missing" = 1 ] && [ "${CI:-}" = true ]; then exit 1; fi
exit 0
