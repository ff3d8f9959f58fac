#!/bin/sh
# Sees to a PostgreSQL for the tests of the store: one already there, else Debian's where apt-get may install it.
set -eu
found() {
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}
found && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "正在安装 PostgreSQL(测试用)……"
    # The package would start a server of its own; the tests bring theirs.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q --no-install-recommends postgresql >/dev/null 2>&1 ||
        { apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends postgresql >/dev/null; } || true
fi
found && exit 0
echo "没有找到 PostgreSQL。请安装后再试(Debian、Ubuntu:sudo apt-get install postgresql)。" >&2
echo "PostgreSQL was not found; install it (Debian, Ubuntu: sudo apt-get install postgresql)." >&2
[ "${CI:-}" = true ] && exit 1
exit 0
