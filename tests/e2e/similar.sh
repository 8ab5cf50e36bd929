# similar.sh -- programmes like one: who is found and who is not, the reasons, page, API, command.
. "$(dirname "$0")/lib.sh.inc"
sheet() { # sheet ID YEAR NAME MINISTRY BUREAU PURPOSE PAYEE NUMBER MONEY
    printf '{"事業ID":%d,"公開年度":%d,"事業名":"%s","開始年度":2018,"終了年度":2026,"府省庁":"%s","担当部局庁":"%s","事業番号":"%s-%d","実施方法":["補助"],"主要施策":["海洋政策"],"事業目的":"%s","予算":[{"年度":%d,"当初予算":%s,"予算計":%s}],"支出先":[{"年度":%d,"グループ":"A","番号":1,"支出先名":"%s","法人番号":"%s","支出額":5.0}],"アウトカム":[],"アウトプット":[]}\n' \
        "$1" "$2" "$3" "$4" "$5" "$1" "$2" "$6" $(($2)) "$9" "$9" $(($2 - 1)) "$7" "$8"
}
{
    sheet 11 2021 "藻場造成の技術実証" 文部科学省 研究開発局 "藻場造成によりブルーカーボンの吸収量を測る。" "財団法人青波" 6999900000003 120.0
    sheet 11 2022 "藻場造成の技術実証" 文部科学省 研究開発局 "藻場造成によりブルーカーボンの吸収量を測る。" "財団法人青波" 6999900000003 120.0
    sheet 12 2022 "沿岸の藻場造成とブルーカーボン" 国土交通省 港湾局 "藻場造成を進め、ブルーカーボンを数える。" "財団法人青波" 6999900000003 100.0
    sheet 13 2016 "藻場造成の技術実証" 文部科学省 研究開発局 "藻場造成の初期の試み。ブルーカーボン。" "個人A" "" 90.0
    sheet 14 2022 "外国人児童の日本語教室" 文部科学省 総合教育政策局 "日本語教室を開く。" "個人A" "" 120.0
    for n in 1 2 3 4 5 6 7 8 9; do sheet 2$n 2022 "庁舎$n号館の改修" 国土交通省 官庁営繕部 "庁舎$n号館の空調を改める。" "個人A" "" 3.0; done
} >"$T/sheets.ndjson"
check "the sheets come in" "$K" import "$T/sheets.ndjson"
key=$("$K" list programmes 'fy:2022 藻場造成の技術実証' --json | tr -d ' \n' | grep -o '"key":"[^"]*"' | head -1 | cut -d'"' -f4)
other=$("$K" list programmes '沿岸の藻場造成' --json | tr -d ' \n' | grep -o '"key":"[^"]*"' | head -1 | cut -d'"' -f4)
"$K" similar "$key" >"$T/out" 2>"$T/told"
check "the one alike is found, in another ministry" has "$T/out" "沿岸の藻場造成とブルーカーボン"
check "it says which words" grep -q '同じ語: .*ブルーカーボン' "$T/out"
check "it says which payees" grep -q '同じ支出先: 財団法人青波' "$T/out"
check "the size" grep -q '規模が近い: 1.2億円と1.0億円' "$T/out"
check "the policy" grep -q '同じ施策・計画: 海洋政策' "$T/out"
check "years in common" grep -q '期間が重なる: 2018～2026年度' "$T/out"
check "never itself, nor its other years" fails grep -q '藻場造成の技術実証' "$T/out"
check "nor what only has a ministry in common" fails grep -q '日本語教室' "$T/out"
check "one of the same ministry and name is counted apart" grep -q '同じ名前の事業 1 件' "$T/told"
check "asked again it says the same" sh -c '"$0" similar "$1" 2>/dev/null | cmp - "$2"' "$K" "$key" "$T/out"
check "from the other side too" sh -c '"$0" similar "$1" 2>/dev/null | grep -q 藻場造成の技術実証' "$K" "$other"
check "a limit" sh -c '[ "$("$0" similar "$1" --limit 1 2>/dev/null | grep -vc "^ ")" -eq 1 ]' "$K" "$key"
check "in English" sh -c '"$0" similar "$1" --lang en 2>/dev/null | grep -q "words in common"' "$K" "$key"
check "as JSON" sh -c '"$0" similar "$1" --json | jq -e ".similar[0].reasons | map(.kind) | contains([\"words\",\"payees\"])"' "$K" "$key"
check "no such programme is an error" fails "$K" similar nothing-like-this
check "and without a programme wrong usage" sh -c '"$0" similar; [ $? -eq 2 ]' "$K"
serve
sign_in
for lang in ja en; do
    get "$URL/programmes/$key/similar?lang=$lang"; check "its page in $lang" is 200; check "says whom in $lang" has "$T/page" "沿岸の藻場造成とブルーカーボン"
    check "has one h1" sh -c '[ "$(grep -o "<h1" "$0" | wc -l)" -eq 1 ]' "$T/page"
done
get "$URL/programmes/$key/similar?lang=ja"; check "names the other years apart" has "$T/page" "別の年度とみて除いています"
get "$URL/programmes/$key?lang=ja"; check "the programme's page has the section" has "$T/page" 'id="similar"'; check "with the reasons" has "$T/page" "同じ支出先: 財団法人青波"
get "$URL/programmes/$key/similar?format=csv"; check "a file" grep -q '同じ語: ' "$T/page"
get "$URL/programmes/nothing-like-this/similar"; check "no such programme" is 404
api GET "programmes/$key/similar"; check "the API says the same" sh -c 'jq -e ".similar[0].key == \"$1\" and (.similar | length) >= 1" "$0"' "$T/page" "$other"
api GET "programmes/$key/similar?limit=x"; check "a limit that is none" is 422
# What is kept goes when the programme changes, and what a person links as the same is no longer like it.
sed 's/ブルーカーボンを数える/別のことをする/; s/とブルーカーボン"/と港"/' "$T/sheets.ndjson" >"$T/changed.ndjson"
"$K" import "$T/changed.ndjson" >/dev/null
check "a changed sheet changes what is said of it" fails sh -c '"$0" similar "$1" 2>/dev/null | grep -q ブルーカーボン' "$K" "$other"
check "a link" "$K" link add "$key" "$other" launched-as
check "what it was launched as is it" fails sh -c '"$0" similar "$1" 2>/dev/null | grep -q 沿岸の藻場造成' "$K" "$key"
"$K" import programmes/*/programme.yaml >/dev/null
for p in asean bio genai jaxa; do check "reports have it too: $p" "$K" similar $p; get "$URL/programmes/$p?lang=ja"; check "and their pages" has "$T/page" 'id="similar"'; done
get "$URL/programmes/bio?as_of=2199-01-01"; check "not as of a day: it is of today" fails has "$T/page" 'id="similar"'
finish
