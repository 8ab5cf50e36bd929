# explore.sh -- over many review sheets: checks, portfolio, statistics; every count opens a list of as many.
. "$(dirname "$0")/lib.sh.inc"
D=../shared/data/review-sheets
if [ -r $D/sheets-2018.ndjson.zst ]; then
    for y in 2018 2019; do zstd -dcq $D/sheets-$y.ndjson.zst | grep 文部科学省 | head -100; zstd -dcq $D/sheets-$y.ndjson.zst | head -30; done | sort -u >"$T/sheets.ndjson"
else
    skip "the national review sheets are not here (../shared/data): two of our own instead"
    for y in 2018 2019; do
        printf '{"事業ID":7,"公開年度":%d,"事業名":"計算基盤の共用","開始年度":2010,"府省庁":"文部科学省","事業番号":"0291","予算":[{"年度":%d,"当初予算":13.0,"予算計":14.0,"執行額":16.5},{"年度":%d,"予算計":13.0}],"アウトカム":[{"成果目標":"研修を行う","成果指標":"研修の開催回数","単位":"回","目標値":"4","目標最終年度":2025,"成果実績":[{"年度":%d,"成果実績":3.0,"目標値":2.0}]}],"アウトプット":[]}\n' $y $((y - 1)) $y $((y - 1))
    done >"$T/sheets.ndjson"
fi
n=$(wc -l <"$T/sheets.ndjson")
check "the sheets come in" "$K" import "$T/sheets.ndjson"
check "all of them are checked" sh -c '"$0" check sheets --json | tr -d " \n" | grep -q "\"sheets\":$1[,}]"' "$K" "$n"
check "a code is explained" sh -c '"$0" check --explain CHK-SHEET-OUTPUT-AS-OUTCOME | grep -q sheet_outputs' "$K"
key=$("$K" list "finding:output-as-outcome" --json | tr -d ' ' | grep -o '"key":"[^"]*"' | head -1 | cut -d'"' -f4)
check "a programme says which words" sh -c '"$0" check "$1" | grep -q CHK-SHEET-OUTPUT-AS-OUTCOME' "$K" "$key"
check "a check of all keeps to papers and sheets" sh -c '"$0" check | grep -q CHK-SHEET-NO-OUTPUT' "$K"
check "the ledger holds" "$K" ledger verify
serve
sign_in
get() { curl -sS -o "$T/page" -D "$T/head" -w '%{http_code}' "$@" >"$T/code"; }
is() { [ "$(cat "$T/code")" = "$1" ]; }
total() { command curl -sS -H "Authorization: Bearer $TOKEN" "$URL/api/v1/programmes?limit=1&$1" | sed -n 's/.*"total":\([0-9]*\).*/\1/p'; }
for page in portfolio statistics; do
    for lang in en ja; do
        get "$URL/$page?lang=$lang"; check "/$page in $lang" is 200
        check "/$page in $lang says its language and has one h1" sh -c '[ "$(grep -o "<h1" "$0" | wc -l)" -eq 1 ] && grep -q "<html lang=\"$1\"" "$0"' "$T/page" $lang
    done
    # Every count is a link to a list; the list has as many.
    grep -o 'href="/programmes?q=[^"]*">[0-9,]*<' "$T/page" | sed 's/.*?\(q=[^"]*\)">\([0-9,]*\)</\1 \2/; s/&amp;/\&/g' | tr -d , | sort -u >"$T/counts"
    check "/$page has counts" sh -c '[ "$(wc -l <"$0")" -ge 4 ]' "$T/counts"
    awk 'NR % 7 == 1' "$T/counts" | head -6 >"$T/some"
    while read -r q count; do check "/$page: $q is $count" [ "$(total "$q")" = "$count" ]; done <"$T/some"
    get "$URL/$page?format=csv"; check "/$page as csv" grep -qi 'text/csv' "$T/head"
    get "$URL/$page?format=xlsx"; check "/$page as xlsx" grep -qi spreadsheetml "$T/head"
    get "$URL/$page?q=ministry%3A%E6%96%87%E9%83%A8%E7%A7%91%E5%AD%A6%E7%9C%81"; check "/$page of a ministry" has "$T/page" '文部科学省'
    get "$URL/$page?q=nothinglikethis"; check "/$page with nothing in it" has "$T/page" 'class="empty"'
    get "$URL/$page?q=money%3Ex"; check "/$page says what it does not understand" has "$T/page" 'role="status"'
done
check "sums agree with the files" sh -c 'command curl -sS -H "Authorization: Bearer $0" "$1/api/v1/portfolio?limit=1000" | python3 tests/portfolio_check.py "$2"' "$TOKEN" "$URL" "$T/sheets.ndjson"
finish
