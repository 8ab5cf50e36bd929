# years.sh -- review sheets on pages: a programme over its years, a sheet whole, organisations; a few hundred real sheets where they are.
. tests/e2e/lib.sh.inc
get() { curl -sS -o "$T/page" -D "$T/head" -w '%{http_code}' "$@" >"$T/code"; }
is() { [ "$(cat "$T/code")" = "$1" ]; }
# say JSON-PATH: what the answer has there, by python
say() { python3 -c 'import json,sys
d=json.load(open(sys.argv[1]))
print(json.dumps(eval(sys.argv[2]),ensure_ascii=False))' "$T/page" "$1"; }
says() { [ "$(say "$1")" = "$2" ] || { say "$1"; return 1; }; }
"$K" import tests/data/review-sheets.ndjson >/dev/null
serve
sign_in
for p in /programmes/j900001 '/programmes/j900001?payees=2' /programmes/j900002 /programmes/j900003 /sheets/1 /sheets/judgit:2017:文部科学省:0103 /organisations '/organisations?q=青波&number=with&sort=years&dir=desc' \
    '/organisations?q=nothinglikethis' /organisations/6999900000003 /organisations/n:個人a /organisations/1; do
    for lang in ja en; do
        get "$URL$p$(case $p in *\?*) echo '&' ;; *) echo '?' ;; esac)lang=$lang"
        check "$p in $lang" is 200
    done
    check "$p has one h1 and no id twice" sh -c '[ "$(grep -o "<h1" "$0" | wc -l)" -eq 1 ] && [ -z "$(grep -o " id=\"[^\"]*\"" "$0" | sort | uniq -d)" ]' "$T/page"
done
get "$URL/programmes/j900001?lang=ja"
check "money is a picture" has "$T/page" 'aria-labelledby="years-money-plot-t'
check "figures are links to their sheet" has "$T/page" '/sheets/3#money'
check "the newest statement, and the older one that differs" sh -c 'grep -q "2016シート.*598" "$0" && grep -q ">597.500</data>" "$0"' "$T/page"
check "a changed indicator has a version" has "$T/page" '定義の版（2）'
check "and why it is the same" has "$T/page" '前のシートと同じ実績 2 年分'
check "the flow of the newest year" has "$T/page" 'aria-labelledby="years-flow-t'
check "the chain of blocks is not known" has "$T/page" '府省からの支出か、他のブロックからの再委託かは分かりません'
check "what is new in the outline" has "$T/page" '<ins>海外の機関とデータを交換する。</ins>'
get "$URL/programmes/j900001?payees=2&lang=ja"
check "a doubled payee is said" has "$T/page" '同じ行が二度</span>'
get "$URL/programmes/j900001?payees=3&lang=ja"
check "so is a number that cannot be right" has "$T/page" '検査数字が合わない'
get "$URL/programmes/j900002?lang=ja"
check "no payees are said in words" has "$T/page" 'どのシートにも支出先の記載がありません'
check "why there is no target" has "$T/page" '数値の目標になじまない'
get "$URL/programmes/j900003?lang=ja"
check "seventy payees: the rest is folded" has "$T/page" '残りの 11 件を表示'
check "the flow gathers the small ones" has "$T/page" 'ほか 53 件'
get "$URL/sheets/1?lang=ja"
check "a sheet has its address" has "$T/page" 'href="https://example.jp/sheets/2015/0101"'
check "and its amounts as printed" has "$T/page" '>400.5<'
get "$URL/sheets/999"; check "no such sheet" is 404
get "$URL/organisations/9999999999999"; check "no such organisation" is 404
get "$URL/organisations/8999900000001?lang=ja"
check "names as printed" sh -c 'grep -q "（株）青波計測" "$0" && grep -q ">株式会社青波計測<" "$0"' "$T/page"
check "doubled lines are in the sum, and it is said" has "$T/page" '同じ額で二度書かれた行が 1 行あり'
get "$URL/organisations/n:個人a?lang=ja"; check "a name alone may be many" has "$T/page" '法人番号がないため'
for t in money indicators payees sheets; do
    get "$URL/programmes/j900001/years/$t?format=csv"; check "$t as csv" grep -qi 'text/csv' "$T/head"
    get "$URL/programmes/j900001/years/$t?format=xlsx"; check "$t as xlsx" grep -qi 'spreadsheetml' "$T/head"
done
get "$URL/programmes/j900001/years/payees?format=csv"; check "payees of all years" sh -c '[ "$(wc -l < "$0")" -eq 15 ]' "$T/page"
get "$URL/programmes/j900001/years/none?format=csv"; check "no other table" is 404
get "$URL/programmes/j900001/years/money"; check "without a format: the page" is 303
get "$URL/organisations/8999900000001?format=csv"; check "what one received as csv" sh -c '[ "$(wc -l < "$0")" -eq 5 ]' "$T/page"
get "$URL/api/v1/programmes/j900001/years"
check "years 2014 to 2019" says '[m["fy"] for m in d["money"]]' '[2014, 2015, 2016, 2017, 2018, 2019]'
check "budget of 2015: the newest sheet, older ones that differ" says '[[m["current"]["yen"],m["current"]["sheet_fy"],[o["yen"] for o in m["current"]["older"]]] for m in d["money"] if m["fy"]==2015]' '[[600000000, 2018, [540000000]]]'
check "the rate" says '[m["rate"] for m in d["money"]][:3]' '[97.9, 99.6, 99.2]'
check "two outcomes and two outputs, followed" says '[[s["kind"],len(s["versions"])] for s in d["series"]]' '[["outcome", 2], ["outcome", 1], ["output", 1], ["output", 1]]'
check "what changed" says 'd["series"][0]["versions"][1]["changed"]' '["name", "target", "unit", "goal"]'
check "a restated value keeps the older one" says '[[v["actual"]["value"],[o["value"] for o in v["actual"]["older"]]] for v in d["series"][0]["values"] if v["fy"]==2016]' '[[28.0, [27.0]]]'
check "payees by year" says '[[p["fy"],p["lines"],p["doubled"],p["numberless"],p["unstated"]] for p in d["payees"]]' '[[2014, 3, 0, 1, 0], [2015, 4, 1, 0, 0], [2016, 4, 0, 0, 1], [2017, 3, 0, 0, 0]]'
get "$URL/api/v1/sheets/1/payees"; check "numbers as printed, not as they are held" has "$T/page" '"printed":0.4,'
get "$URL/api/v1/organisations/6999900000003"
check "what it received by year" says '[[y["fy"],y["yen"]] for y in d["years"]]' '[[2014, 400500000], [2015, 430000000], [2016, 9450000000], [2017, 440000000]]'
check "from two programmes of one ministry" says '[len(d["programmes"]),[m["ministry"] for m in d["ministries"]]]' '[2, ["文部科学省"]]'
get "$URL/api/v1/organisations?sort=yen&dir=desc&limit=1"; check "the list agrees" says '[d["items"][0]["number"],d["items"][0]["yen"],d["items"][0]["programmes"],d["items"][0]["years"]]' '["6999900000003", 10720500000, 2, 4]'
# A changed sheet: the sums follow, the old version stays.
sed -n 4p tests/data/review-sheets.ndjson | sed 's/"支出額": 440}/"支出額": 441}/' >"$T/changed.ndjson"
"$K" import "$T/changed.ndjson" >/dev/null
get "$URL/api/v1/organisations/6999900000003"; check "the newest version alone counts" says 'd["yen"]' '10721500000'
get "$URL/api/v1/organisations?q=6999900000003"; check "in the list too" says 'd["items"][0]["yen"]' '10721500000'
get "$URL/sheets/4?lang=ja"; check "the older version says so" has "$T/page" 'これは以前の版です'
# A store that was cut off before its sums were made has them when it is opened next.
if [ -z "${KANMON_TEST_PG:-}" ]; then
    sqlite3 "$KANMON_STORE" "DELETE FROM organisation_sum; UPDATE organisation_state SET due = 1"
    get "$URL/organisations?lang=ja"; check "sums that are due are said to be" has "$T/page" '一覧の合計は取り込み前のもの'
    "$K" init >/dev/null
    get "$URL/organisations?lang=ja"; check "and made" sh -c '! grep -q 一覧の合計は取り込み前のもの "$0" && grep -q "10,721.500" "$0"' "$T/page"
fi
# Real sheets: what the pages add up is what the file says.
D=../shared/data/review-sheets
if [ -r $D/sheets-2018.ndjson.zst ]; then
    for y in 2017 2018 2019; do zstd -dcq $D/sheets-$y.ndjson.zst 2>/dev/null | grep -m 80 '文部科学省' >>"$T/real.ndjson"; done
    "$K" import "$T/real.ndjson" >/dev/null
    python3 - "$T/real.ndjson" >"$T/want" <<'P'
import json, sys, collections
yen, n, sheets = collections.Counter(), collections.Counter(), 0
for line in open(sys.argv[1]):
    for p in json.loads(line)['支出先'] or []:
        k = p.get('法人番号')
        if k and len(k) == 13:
            yen[k] += round((p['支出額'] or 0) * 1e6); n[k] += 1
for k, v in yen.most_common(3):
    print(k, v, n[k])
P
    while read -r number yen lines; do
        get "$URL/api/v1/organisations/$number"
        check "what $number received" says '[d["yen"],d["lines"]]' "[$yen, $lines]"
    done <"$T/want"
    check "three were looked at" sh -c '[ "$(wc -l < "$0")" -eq 3 ]' "$T/want"
    n=0
    for id in $(curl -sS "$URL/api/v1/programmes?limit=12&sort=money&dir=desc" | grep -o '"id":[0-9]*' | cut -d: -f2); do
        get "$URL/programmes/$id?lang=en"
        is 200 && has "$T/page" 'id="years-sheets"' && n=$((n + 1))
    done
    check "pages of real programmes" [ "$n" -eq 12 ]
else
    skip "the national review sheets are not here (../shared/data)"
fi
finish
