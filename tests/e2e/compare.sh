# compare.sh -- programmes side by side: page, files, API, command; bad input is said and costs nothing else.
. "$(dirname "$0")/lib.sh.inc"
"$K" import programmes/*/programme.yaml tests/data/review-sheets.ndjson >/dev/null
"$K" import tests/data/rs/*.csv >/dev/null 2>&1
two="asean j900001"
# say JSON-PATH: what $T/j has there, by python
says() { out=$(python3 -c 'import json,sys
d=json.load(open(sys.argv[1]))
print(json.dumps(eval(sys.argv[2]),ensure_ascii=False))' "$T/j" "$1"); [ "$out" = "$2" ] || { echo "$out"; return 1; }; }
"$K" compare $two --json >"$T/j"
check "two programmes" says '[p["key"] for p in d["programmes"]]' '["asean", "j900001"]'
check "every row has a value for each" says 'all(len(r["values"])==2 for r in d["rows"])' true
check "money of the sheets: the newest statement of 2015" says '[y["current"] for y in d["programmes"][1]["money"]["years"] if y["fy"]==2015]' '[600000000]'
check "the request of the report" says '[r["values"][0] for r in d["rows"] if r["fy"]==2024 and r["item_en"]=="Requested"]' '[970000000]'
check "sums are of the years with both" says '[abs(p["money"]["sum_executed_yen"]*100/p["money"]["sum_budget_yen"]-p["money"]["sum_rate"])<0.06 for p in d["programmes"] if p["money"]["sum_budget_yen"]]' '[true]'
check "a ratio is actual over target" says 'all(abs(o["actual"]*100/o["planned"]-o["ratio"])<0.06 for p in d["programmes"] for o in p["outcomes"] if o["ratio"] is not None)' true
check "what was reached is at least its target, or less is better" says 'all(o["reached"]==(o["actual"]<=o["planned"] if o["less_is_better"] else o["actual"]>=o["planned"]) for p in d["programmes"] for o in p["outcomes"] if o["reached"] is not None)' true
check "and is counted" says '[p["indicators"]["reached"]==sum(o["reached"]==True for o in p["outcomes"]) and p["indicators"]["judged"]>=p["indicators"]["reached"] for p in d["programmes"]] + [d["programmes"][1]["indicators"]["judged"]>0]' '[true, true, true]'
check "payees: the largest first, shares of all" says '[[t["yen"] for t in p["payees"]["top"]]==sorted([t["yen"] for t in p["payees"]["top"]],reverse=True) for p in d["programmes"] if p["payees"]]' '[true]'
check "one compared with itself is the same in every row" sh -c '"$0" compare j900001 --json | python3 -c "import json,sys; d=json.load(sys.stdin); assert not any(r[\"same\"] for r in d[\"rows\"])"' "$K"
"$K" compare $two nothing asean j900001 --json >"$T/j" 2>"$T/err"
check "bad input ends with 1" [ $? -eq 1 ]
check "and what could be compared is there" says 'len(d["programmes"])' 2
check "each problem is said" says 'len(d["problems"])' 3
check "unknown, by its key" has "$T/err" 'nothing'
"$K" compare asean bio genai jaxa j900001 j900002 j900003 --json >"$T/j" 2>"$T/err"
check "six of seven" says '[p["key"] for p in d["programmes"]]' '["asean", "bio", "genai", "jaxa", "j900001", "j900002"]'
check "the seventh is said" has "$T/err" 'j900003'
check "without a key it is no command" sh -c '"$0" compare >/dev/null 2>&1; [ $? -eq 2 ]' "$K"
LANG=ja_JP.UTF-8 "$K" compare $two >"$T/text"
check "as text: both names and the ministry" sh -c 'grep -q "j900001" "$0" && grep -q "府省庁\|Ministry" "$0"' "$T/text"
serve
sign_in
for lang in ja en; do
    get "$URL/compare?p=asean&p=j900001&p=j900003&lang=$lang"; check "the page in $lang" is 200
    check "one h1, no id twice in $lang" sh -c '[ "$(grep -o "<h1" "$0" | wc -l)" -eq 1 ] && [ -z "$(grep -o " id=\"[^\"]*\"" "$0" | sort | uniq -d)" ]' "$T/page"
done
check "a picture of money for each, and a key" sh -c '[ "$(grep -o "id=\"money-[0-9k][a-z]*-t\"" "$0" | wc -l)" -eq 4 ]' "$T/page"
# One scale: the same ticks in every picture.
grep -o '<svg class="plot".*</svg>' "$T/page" | tr '>' '\n' >/dev/null
check "they share one scale" sh -c 'python3 - "$0" <<"EOP"
import re,sys
page=open(sys.argv[1]).read()
plots=re.findall(r"<svg[^>]*aria-labelledby=\"money-\d-t.*?</svg>",page,re.S)
ticks=[tuple(re.findall(r"text-anchor=\"end\"[^>]*>(?:<tspan[^>]*>)?([^<]+)",p)) for p in plots]
assert len(plots)==3 and len(set(ticks))==1 and len(ticks[0])>2, ticks
EOP' "$T/page"
get "$URL/compare?p=asean&p=nothing&p=asean&lang=ja"
check "what cannot be compared is said, the rest stands" sh -c 'grep -q "事業「nothing」はありません" "$0" && grep -q "一度だけ並べました" "$0" && grep -q "日 ASEAN" "$0"' "$T/page"
get "$URL/compare?p=asean&p=bio&p=genai&p=jaxa&p=j900001&p=j900002&p=j900003&lang=ja"
check "a seventh is said" has "$T/page" '並べられるのは6事業まで'
get "$URL/compare?p=rs9001&p=asean&lang=ja"
check "what was inspected and changed stands in rows" sh -c 'tr -d "\n" <"$0" | grep -q "id=\"remarks\".*点検結果.*class=\"src\" href=\"/sheets/\|id=\"remarks\".*href=\"/sheets/[0-9]*#remarks\".*点検結果"' "$T/page"
get "$URL/compare?p=j900001&p=j900002&lang=ja"
check "amounts that are 0 for all are left out of the page" sh -c 'grep -q "どの事業でも0か記載のない行は省きました" "$0" && ! grep -q "平成28年度 補正予算" "$0" && grep -q "平成28年度 当初予算" "$0"' "$T/page"
get "$URL/compare"; check "nothing chosen: what to do" has "$T/page" 'class="empty"'
get "$URL/compare?p=asean&p=bio&differ=1&lang=ja"
check "what is the same can be hidden" fails has "$T/page" '>文部科学省<'
get "$URL/compare?p=asean&p=bio&lang=ja"; check "and is shown else" has "$T/page" '>文部科学省<'
get "$URL/compare?p=asean&p=j900001&format=csv&lang=ja"; check "csv" grep -qi 'text/csv' "$T/head"
check "a column for each programme" sh -c 'head -1 "$0" | grep -q "日 ASEAN.*,\"" && grep -q "当初予算" "$0"' "$T/page"
get "$URL/compare?p=asean&p=j900001&format=xlsx"; check "xlsx" grep -qi spreadsheetml "$T/head"
get "$URL/programmes?p=asean&lang=ja"
check "ticks in the list" sh -c 'grep -q "form=\"compare\" name=\"p\" value=\"bio\"" "$0" && grep -q "name=\"p\" value=\"asean\" checked" "$0"' "$T/page"
get "$URL/search?q=ASEAN"; check "ticks among what was found" sh -c 'grep -q "form=\"compare\" name=\"p\" value=\"asean\"" "$0" && grep -q "<form id=\"compare\"" "$0"' "$T/page"
get "$URL/programmes/asean/similar"
check "the most alike are one step away" sh -c 'to=$(grep -o "/compare?p=asean&amp;p=[^\"]*" "$0" | head -1 | sed "s/&amp;/\&/g"); [ -n "$to" ] && [ "$(command curl -sS -b "$2" "$1$to" | grep -o "<h1" | wc -l)" -eq 1 ]' "$T/page" "$URL" "$COOKIE"
sed -e 's/^key: .*/key: hostile/' -e "s/^name: .*/name: '=1+1\"x'/" programmes/asean/programme.yaml >"$T/hostile.yaml"
"$K" import "$T/hostile.yaml" >/dev/null 2>&1
get "$URL/compare?p=hostile&p=bio&format=csv"
check "a name is no formula in the head of a csv, and breaks no row" sh -c 'head -1 "$0" | grep -qF ",\"'"'"'=1+1\"\"x\","' "$T/page"
finish
