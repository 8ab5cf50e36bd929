#!/bin/sh
# install.sh -- installs with apt what a fresh Debian 12 lacks. Quick when nothing is missing.
# usage: install.sh run|test
set -eu
pkgs="build-essential pkg-config git libmicrohttpd-dev libsqlite3-dev libpq-dev libjansson-dev libyaml-dev libxml2-dev libzip-dev libxlsxwriter-dev libpango1.0-dev libcairo2-dev fonts-noto-cjk libutf8proc-dev libsodium-dev libzstd-dev poppler-utils"
if [ "${1:-run}" = test ]; then
    pkgs="$pkgs postgresql sqlite3 chromium nodejs curl python3 zip unzip jq wrk libreoffice-writer-nogui libreoffice-calc-nogui"
    command -v npm >/dev/null 2>&1 || pkgs="$pkgs npm"
    # a machine with a node of its own keeps it
    command -v node >/dev/null 2>&1 && pkgs=$(echo "$pkgs" | sed 's/ nodejs//')
fi
missing=
for p in $pkgs; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
echo "installing:$missing" >&2
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
