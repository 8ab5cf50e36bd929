# query.sh -- the query language is one: every field asks the same on the list, in search, API, files, exports and command.
. "$(dirname "$0")/lib.sh.inc"
"$K" import programmes/*/programme.yaml >/dev/null
"$K" import tests/data/review-sheets.ndjson >/dev/null
serve
sign_in
code() { jq -sRr @uri <"$1"; }
command_total() { "$K" list programmes "$1" --limit 1000 --json 2>/dev/null | jq length; }
search_total() { "$K" search "$1" --limit 1 --json 2>/dev/null | jq .total; }
api_total() { api GET "programmes?limit=1&q=$Q"; jq .total "$T/page"; }
file_rows() { get "$URL/programmes?format=csv&lang=en&q=$Q"; python3 -c 'import csv, sys; print(len(list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))) - 1)' "$T/page"; }
page_total() { get "$URL/programmes?lang=ja&q=$Q"; n=$(sed -n 's/.*<strong>\([0-9,]*\)<\/strong>件の事業.*/\1/p' "$T/page" | tr -d ,); echo "${n:-0}"; }
found_total() { get "$URL/search?lang=ja&q=$Q"; n=$(grep -A1 'id="programmes"' "$T/page" | grep -o '[0-9,]*件<' | head -1 | tr -dc 0-9); echo "${n:-0}"; }
some=0
while read -r q; do
    printf %s "$q" >"$T/q"; Q=$(code "$T/q")
    want=$(command_total "$q")
    [ "$want" -gt 0 ] && some=$((some + 1))
    check "search: $q is $want" [ "$(search_total "$q")" = "$want" ]
    check "API: $q" [ "$(api_total)" = "$want" ]
    check "file: $q" [ "$(file_rows)" = "$want" ]
    check "page: $q" [ "$(page_total)" = "$want" ]
    check "search page: $q" [ "$(found_total)" = "$want" ]
done <<'END'
fy:令和５年度
ministry:文部科學省 money＞10億
money:１億～３０億
has:ｱｳﾄｶﾑ
kind:ﾚﾋﾞｭｰｼｰﾄ
finding:ｎｏ-target
fy:2017 finding:no-outcome
payee:6999900000003
name:創薬 kind:新規
（創薬　または　宇宙）　-name:創薬
END
check "most of them find something" [ "$some" -ge 8 ]
# What one may not read one may not ask for, on any of the places.
"$K" user add looker --role reader --invite >/dev/null 2>&1; TOKEN=$("$K" user token looker tests 2>/dev/null)
api GET "programmes?q=finding%3Aerror"; check "a reader does not find by findings" sh -c '[ "$(jq .total "$0")" = 0 ] && jq -e ".problems | length == 1" "$0"' "$T/page"
api GET "search?q=finding%3Aerror"; check "nor by search" sh -c '[ "$(jq .total "$0")" = 0 ]' "$T/page"
finish
