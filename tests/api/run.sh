#!/bin/sh
# run.sh -- a server over the four packs (and the founding document where it is), and every operation of its API.
. tests/e2e/lib.sh.inc
"$K" import programmes/*/programme.yaml >/dev/null
[ -f ../shared/data/founding/mext-ex-ante-2023-08.txt ] && "$K" import ../shared/data/founding/mext-ex-ante-2023-08.txt >/dev/null
"$K" import tests/data/review-sheets.ndjson >/dev/null
"$K" import tests/data/rs/*.csv >/dev/null 2>&1
"$K" import tests/data/budget-lines.json >/dev/null
"$K" import tests/data/ratings-jp.csv tests/data/ratings-wb.csv >/dev/null 2>&1
serve
sign_in
out=$(node tests/api/openapi.js "$URL" "$TOKEN" src/web/routes.def tests/data/report.txt 2>&1)
echo "$out" | grep -v '^COUNT'
P=$(echo "$out" | sed -n 's/^COUNT \([0-9]*\) \([0-9]*\)$/\1/p'); F=$(echo "$out" | sed -n 's/^COUNT \([0-9]*\) \([0-9]*\)$/\2/p')
P=${P:-0} F=${F:-1}
finish
