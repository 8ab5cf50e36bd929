# indicators.sh -- all indicators: filtered, sorted, counted; every count opens as many; ratios agree with the published files.
. "$(dirname "$0")/lib.sh.inc"
D=../shared/data/review-sheets
if [ -r $D/sheets-2021.ndjson.zst ]; then
    for y in 2021 2022; do zstd -dcq $D/sheets-$y.ndjson.zst | awk 'NR % 16 == 3'; done >"$T/sheets.ndjson"
else
    skip "the national review sheets are not here (../shared/data): our own instead"
    cp tests/data/review-sheets.ndjson "$T/sheets.ndjson"
fi
"$K" import programmes/*/programme.yaml "$T/sheets.ndjson" >/dev/null 2>&1
serve
sign_in
n() { command curl -sS -G -H "Authorization: Bearer $TOKEN" --data-urlencode "q=$1" "$URL/api/v1/attainment" | jq .total; }
api GET 'indicators?limit=1000&q=fy:1900..2999'; cat "$T/page" >"$T/all"
while next=$(jq -r '.next // empty' "$T/page") && [ -n "$next" ]; do api GET "${next#/api/v1/}"; cat "$T/page" >>"$T/all"; done
jq -c . "$T/all" >"$T/lines"
check "ratios agree with the published files" sh -c 'python3 tests/attainment_check.py "$1" <"$0"' "$T/lines" "$T/sheets.ndjson"
for q in '' 'type:outcome' 'has:missed type:outcome' 'fy:1900..2999 attainment:100' 'unit:件'; do
    api GET "attainment?q=$(printf %s "$q" | jq -sRr @uri)"
    check "bands of '$q' are the whole" says '([.bands[] | .reached + .missed] | add) == .total and .total == .reached + .missed + .without'
    check "and the list of '$q' is as long" [ "$(n "$q")" = "$(command curl -sS -G -H "Authorization: Bearer $TOKEN" --data-urlencode "q=$q" -d limit=1 "$URL/api/v1/indicators" | jq .total)" ]
done
check "parts are the whole" [ "$(n 'type:outcome')" = "$(($(n 'type:outcome has:ratio') + $(n 'type:outcome -has:ratio')))" ]
check "and both kinds" [ "$(n '')" = "$(($(n 'type:outcome') + $(n '-type:outcome')))" ]
api GET 'indicators?limit=1000&sort=attainment&dir=asc&q=has:ratio'
check "sorted by attainment" says '[.items[].ratio] == ([.items[].ratio] | sort)'
check "what is reached is at least its target, or less is better" says 'all(.items[]; .less_is_better or (.reached == (.actual >= .planned)))'
api GET 'indicators?limit=1000&sort=attainment&dir=desc&q=has:final-only'
check "a final target only: no target of a year" says 'all(.items[]; .final_only and .goal_text != null and all(.values[]; .target == null))'
api GET 'indicators?q=attainment%3Emuch'; check "what is not understood is said" says '.problems | length == 1'
for lang in ja en; do
    get "$URL/indicators?q=type:outcome+has:ratio&sort=attainment&dir=desc&lang=$lang"; check "the page in $lang" is 200
    check "one h1, no id twice in $lang" sh -c '[ "$(grep -o "<h1" "$0" | wc -l)" -eq 1 ] && [ -z "$(grep -o " id=\"[^\"]*\"" "$0" | sort | uniq -d)" ]' "$T/page"
done
check "rows have small pictures" sh -c '[ "$(grep -c "class=\"spark\"" "$0")" -ge 1 ]' "$T/page"
check "the distribution is a picture" has "$T/page" 'aria-labelledby="attainment-t'
# Every count of the table behind the picture is a link to a list of as many.
grep -o 'href="/indicators?[^"]*">[0-9,]*<' "$T/page" | sed 's/&amp;/\&/g; s/href="//; s/">\([0-9,]*\)</ \1/' | tr -d , | awk 'NR % 3 == 1' | head -5 >"$T/counts"
check "counts are links" [ -s "$T/counts" ]
while read -r at count; do
    get "$URL$at&lang=en"
    check "$at opens $count" sh -c 'grep -o "<strong>[0-9,]*</strong> indicator" "$0" | tr -d , | grep -q "<strong>$1<"' "$T/page" "$count"
done <"$T/counts"
get "$URL/indicators?fields=1&words=&type=outcome&more=80&less=120&unit=&fy=&ministry=&has="
check "the form becomes a query" sh -c 'grep -qi "location: .*/indicators?q=type%3Aoutcome%20attainment%3E%3D80%20attainment%3C%3D120" "$0"' "$T/head"
get "$URL/indicators?q=type:outcome+attainment%3E%3D80&lang=en"
check "and the query fills the form" sh -c 'grep -q "value=\"outcome\" selected" "$0" && grep -q "name=\"more\"[^>]*value=\"80\"" "$0"' "$T/page"
get "$URL/indicators?q=nothinglikethis"; check "nothing fits" has "$T/page" 'class="empty"'
get "$URL/indicators?q=type:outcome&format=csv&lang=en"; check "csv" grep -qi 'text/csv' "$T/head"
check "csv has them all" sh -c '[ "$(python3 -c "import csv,sys; print(sum(1 for _ in csv.reader(open(sys.argv[1], encoding=\"utf-8-sig\"))) - 1)" "$0")" = "$1" ]' "$T/page" "$(n type:outcome)"
get "$URL/indicators?q=type:outcome&format=xlsx"; check "xlsx" grep -qi spreadsheetml "$T/head"
check "the command lists the same" sh -c '[ "$("$0" list indicators type:outcome --order -attainment --json | jq length)" = "$1" ]' "$K" "$(n type:outcome)"
check "programmes are asked by their indicators" sh -c '"$0" list "type:outcome attainment<50" --json | jq -e "length > 0"' "$K"
finish
