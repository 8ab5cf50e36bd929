#!/bin/sh
# run.sh -- starts a server over the four packs (and the founding document where it is) and walks the pages; brings papers in.
. tests/e2e/lib.sh.inc
# The release build where it is there: a browser waits only so long, and sanitizers see every page in tests/e2e.
[ -x build/kanmon ] && K=build/kanmon
"$K" import programmes/*/programme.yaml >/dev/null
"$K" import tests/data/report.txt >/dev/null
"$K" import tests/data/review-sheets.ndjson >/dev/null
[ -f ../shared/data/founding/mext-ex-ante-2023-08.txt ] && "$K" import ../shared/data/founding/mext-ex-ante-2023-08.txt >/dev/null
serve
sign_in officer admin,officer
export PASSWORD
awk '{ all = all $0 "\n" } END { for (i = 0; i < 200; i++) { one = all; gsub("海底観測網の高度化", "海底観測網の高度化 " i, one); printf "%s", one } }' tests/data/report.txt >"$T/long.txt"
shots=${KANMON_SHOTS:-$T/shots}
[ -n "${KANMON_PICTURES:-}" ] && shots=docs/pictures
for walk in "pages.js $URL $shots" "use.js $URL" "intake.js $URL $T/shots tests/data/report.txt $T/long.txt"; do
    out=$(node tests/browser/$walk 2>&1)
    echo "$out" | grep -v '^COUNT'
    count=$(echo "$out" | sed -n 's/^COUNT \([0-9]*\) \([0-9]*\)$/\1 \2/p')
    p=${count% *} f=${count#* }
    P=$((P + ${p:-0})) F=$((F + ${f:-1}))
done
finish
