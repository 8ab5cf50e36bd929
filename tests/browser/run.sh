#!/bin/sh
# run.sh -- starts a server over the four packs (and the founding document where it is) and walks the pages; brings papers in.
. tests/e2e/lib.sh.inc
# The release build where it is there: a browser waits only so long, and sanitizers see every page in tests/e2e.
[ -x build/kanmon ] && K=build/kanmon
"$K" import programmes/*/programme.yaml >/dev/null
"$K" import tests/data/report.txt >/dev/null
"$K" import tests/data/review-sheets.ndjson >/dev/null
"$K" import tests/data/rs/*.csv >/dev/null 2>&1
"$K" import tests/data/budget-lines.json >/dev/null
"$K" import tests/data/ratings-jp.csv tests/data/ratings-wb.csv >/dev/null 2>&1
[ -f ../shared/data/founding/mext-ex-ante-2023-08.txt ] && "$K" import ../shared/data/founding/mext-ex-ante-2023-08.txt >/dev/null
serve
sign_in officer admin,officer
export PASSWORD
get -d "csrf=$CSRF&place=search&shared=1" --data-urlencode "name=創薬の事業" --data-urlencode "q=創薬" "$URL/filters" # for the pages that show kept searches
awk '{ all = all $0 "\n" } END { for (i = 0; i < 200; i++) { one = all; gsub("海底観測網の高度化", "海底観測網の高度化 " i, one); printf "%s", one } }' tests/data/report.txt >"$T/long.txt"
# For guest.js: who may only look, an invitation, and a store that has nobody yet.
printf '%s\n' "$PASSWORD" | "$K" user add looker --name looker --role reader --password-file - 2>/dev/null
get -d "csrf=$CSRF&login=invited&name=Invited&officer=1" "$URL/users"; invite=$(grep -o "$URL/invite/[0-9a-f]*" "$T/page" | head -1)
"$K" init --store "$T/empty.db" >/dev/null
"$K" serve --store "$T/empty.db" --listen 127.0.0.1:0 --port-file "$T/port2" >"$T/serve2.out" 2>&1 & EMPTY=$!
n=0; while [ ! -s "$T/port2" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
first=http://127.0.0.1:$(cat "$T/port2")$(sed -n 's|.*\(/first/[0-9a-f]*\).*|\1|p' "$T/serve2.out")
shots=${KANMON_SHOTS:-$T/shots}
[ -n "${KANMON_PICTURES:-}" ] && shots=docs/pictures
for walk in "pages.js $URL $shots" "use.js $URL" "guest.js $URL $first $invite" "intake.js $URL $T/shots tests/data/report.txt $T/long.txt"; do
    out=$(node tests/browser/$walk 2>&1)
    echo "$out" | grep -v '^COUNT'
    count=$(echo "$out" | sed -n 's/^COUNT \([0-9]*\) \([0-9]*\)$/\1 \2/p')
    p=${count% *} f=${count#* }
    P=$((P + ${p:-0})) F=$((F + ${f:-1}))
done
kill "$EMPTY"
finish
