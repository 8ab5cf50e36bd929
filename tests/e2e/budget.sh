#!/bin/sh
# budget.sh -- lines of the budget: found by command, page and API, with the programmes that name their section and back.
. tests/e2e/lib.sh.inc
"$K" import tests/data/rs/*.csv >/dev/null 2>&1
check "lines come in" "$K" import tests/data/budget-lines.json
check "and again nothing is new" sh -c '"$0" import tests/data/budget-lines.json --json | jq -e ".[0].new == 0 and .[0].same == 6"' "$K"
check "by command, in the query language" sh -c '"$0" budget "fy:2024 ministry:文科省 money>10億 -量子" --json | jq -e "length == 3 and all(.section == \"科学技術振興費\")"' "$K"
check "either, and by kind of paper" sh -c '"$0" budget "量子 OR kind:決算" --json | jq -e "length == 2"' "$K"
check "beyond 32 bits" sh -c '"$0" budget name:計算科学 kind:当初予算 --json | jq -e ".[0].amount == 16329803800000 and .[0].programmes == 1"' "$K"
check "what the list cannot be narrowed by is said" sh -c '"$0" budget payee:大学 2>&1 | grep -q "payee:"' "$K"
id=$("$K" budget 計算科学 kind:当初予算 --json | jq '.[0].id')
serve
sign_in
get "$URL/budget-lines?q=fy:2024"; check "the list" is 200
check "has the lines" has "$T/page" 量子技術の研究に必要な経費
check "a line leads to its programmes" has "$T/page" "/budget-lines/$id#programmes"
get "$URL/budget-lines?q=indicator:x"; check "an unknown field is told on the page" has "$T/page" "indicator:"
check "and nothing fits" has "$T/page" この条件に合う事項はありません
get "$URL/budget-lines?q=fy:2024&sort=money&dir=desc&format=csv"; check "csv" is 200
check "as shown, largest first" sh -c '[ "$(sed -n 2p "$0" | grep -c 補正予算)" -eq 1 ] && [ "$(wc -l <"$0")" -eq 7 ]' "$T/page"
get "$URL/budget-lines?format=xlsx"; check "xlsx" is 200
get "$URL/budget-lines/$id"; check "a line" is 200
check "pays a programme" has "$T/page" 計算科学の基盤づくり
check "which of the section's lines pays is not claimed" has "$T/page" "この項には事項が 2 件あり"
check "with the other papers of its section" has "$T/page" 決算
get "$URL/budget-lines/$id?format=csv"; check "its programmes as csv" has "$T/page" rs9001
get "$URL/budget-lines/999999"; check "no such line" is 404
get "$URL/budget-lines/x"; check "nor such a number" is 404
get "$URL/programmes/rs9001"; check "the programme has its lines" has "$T/page" "/budget-lines/$id"
get "$URL/programmes/rs9002"; check "one without budget items says so" has "$T/page" "歳出予算項目（表2-2）のあるシートがありません"
get "$URL/budget-lines/$id?lang=en"; check "in English" has "$T/page" "Programmes paid from this section"
curl -sS "$URL/api/v1/budget-lines?q=fy:2024&limit=2" >"$T/json"; check "the API has the list" jq -e '.total == 6 and (.items | length) == 2 and .next != null' "$T/json"
curl -sS "$URL/api/v1/budget-lines/$id" >"$T/json"; check "and the line with its programmes" jq -e '.programmes_paid[0].key == "rs9001" and .programmes_paid[0].yen == 13000000 and (.section_lines | length) == 4' "$T/json"
curl -sS "$URL/api/v1/programmes/rs9001/budget-lines" >"$T/json"; check "and a programme's" jq -e '.items[0].lines | length == 4' "$T/json"
unserve
# The real papers and sheets, where they are: sums and links worked out by another program.
if [ -d ../shared/data/budget-lines ] && [ -d ../shared/data/rs2024-csv ]; then
    KANMON_STORE=$(another_store real); export KANMON_STORE
    "$K" init >/dev/null 2>&1
    for t in 1-1 1-2 2-2; do
        zstdcat ../shared/data/rs2024-csv/rs2024-$t.csv.zst | python3 -c 'import sys; rows = sys.stdin.buffer.read().split(b"\r\n"); sys.stdout.buffer.write(b"\r\n".join(rows[:1] + [r for r in rows[1:] if len(r.split(b",")) > 2 and r.split(b",")[2].isdigit() and int(r.split(b",")[2]) < 700]) + b"\r\n")' >"$T/rs2024-$t.csv"
    done
    "$K" import "$T"/rs2024-*.csv >/dev/null 2>&1
    "$K" import ../shared/data/budget-lines/mof-jikou-2024.json.zst >/dev/null 2>&1
    "$K" budget fy:2024 --limit 5000 --json >"$T/lines.json"
    check "lines and the programmes they pay agree with the papers" python3 tests/budget_check.py "$T/lines.json" "$T/rs2024-2-2.csv" ../shared/data/budget-lines/mof-jikou-2024.json.zst
else
    skip "budget papers and RS tables are not here (../shared/data)"
fi
finish
