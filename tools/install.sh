#!/bin/sh
# install.sh -- installs with apt what a fresh Debian 12 lacks. Quick when nothing is missing.
# usage: install.sh run|test
set -eu
pkgs="build-essential pkg-config git libmicrohttpd-dev libsqlite3-dev libpq-dev libjansson-dev libyaml-dev libutf8proc-dev libsodium-dev \
    libzip-dev libxml2-dev libxlsxwriter-dev libpango1.0-dev libcairo2-dev libseccomp-dev libzstd-dev zlib1g-dev poppler-utils fonts-noto-cjk"
if [ "${1:-run}" = test ]; then
    pkgs="$pkgs postgresql sqlite3 python3 jq curl zstd libxml2-utils chromium clang libclang-rt-14-dev"
    # a machine with a node of its own keeps it
    command -v node >/dev/null 2>&1 || pkgs="$pkgs nodejs"
    command -v npm >/dev/null 2>&1 || pkgs="$pkgs npm"
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
