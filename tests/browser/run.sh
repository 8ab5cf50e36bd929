#!/bin/sh
# run.sh -- starts a server over the four packs (and the founding document where it is) and walks the pages.
. tests/e2e/lib.sh.inc
"$K" import programmes/*/programme.yaml >/dev/null
"$K" import tests/data/report.txt >/dev/null
[ -f ../shared/data/founding/mext-ex-ante-2023-08.txt ] && "$K" import ../shared/data/founding/mext-ex-ante-2023-08.txt >/dev/null
serve
sign_in officer admin,officer
export PASSWORD
out=$(node tests/browser/pages.js "$URL" "${KANMON_SHOTS:-$T/shots}" 2>&1)
echo "$out" | grep -v '^COUNT'
P=$(echo "$out" | sed -n 's/^COUNT \([0-9]*\) \([0-9]*\)$/\1/p'); F=$(echo "$out" | sed -n 's/^COUNT \([0-9]*\) \([0-9]*\)$/\2/p')
P=${P:-0} F=${F:-1}
finish
