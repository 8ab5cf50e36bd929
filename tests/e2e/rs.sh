# rs.sh -- the tables of the RS system, the outlines of the next year, the register of organisations and lines of the budget:
# all of them by the release build, counts and sums against the files.
. "$(dirname "$0")/lib.sh.inc"
D=../shared/data
R=${KANMON_RELEASE:-build/kanmon}
check "tables of our own, one by one" sh -c 'for t in tests/data/rs/*.csv; do "$0" import "$t" || exit 1; done' "$K"
check "given together nothing changes" sh -c '"$0" import tests/data/rs/*.csv | grep -q "新規 0、変更 0、同じ 3、取り込めない行 0"' "$K"
check "they are found" sh -c '"$0" search 利用者の論文数 2>/dev/null | grep -q rs9001' "$K"
check "a table without a column is named" sh -c 'sed "1s/備考/別の列/" tests/data/rs/6-1.csv >"$1/6-1.csv"; "$0" import "$1/6-1.csv" 2>&1 | grep -q "6-1.csv:1: 備考: error"' "$K" "$T"
check "the ledger holds" "$K" ledger verify
[ -x "$R" ] && [ -r $D/rs2024-csv/rs2024-1-1.csv.zst ] || { skip "the national tables are not here (../shared/data)"; finish; exit; }
if [ -n "${KANMON_TEST_PG:-}" ]; then # PostgreSQL: enough to see that it is the same
    check "national tables come in" "$R" import $D/rs2024-csv/rs2024-1-2.csv.zst $D/rs2024-csv/rs2024-2-1.csv.zst
    finish; exit
fi
KANMON_STORE=$T/national.db; export KANMON_STORE
check "national tables come in" "$R" import $D/rs2024-csv/*.csv.zst
check "counts and sums of money agree with the files" python3 tests/rs_check.py "$KANMON_STORE" $D/rs2024-csv
check "outlines of the next year" sh -c '"$0" import "$1" | grep -q "新規 4296、変更 0、同じ 0、取り込めない行 0"' "$R" $D/rs2025-details/rs2025-project-details.ndjson.zst
check "they follow the programmes that are there" sh -c 'n=$("$0" list --json --limit 9000 | python3 -c "import json, sys; print(len(json.load(sys.stdin)))"); [ "$n" -lt 5500 ] && [ "$n" -ge 4296 ]' "$R"
check "the register of organisations" sh -c '"$0" import "$1" "$2" | grep -c "取り込めない行 0" | grep -q 2' "$R" $D/ror/ror-v2.ndjson.zst $D/ror/ror-v1.ndjson.zst
check "the ledger holds" "$R" ledger verify
# Killed in the middle, given again: nothing doubled.
KANMON_STORE=$T/killed.db; export KANMON_STORE
few="$D/rs2024-csv/rs2024-1-2.csv.zst $D/rs2024-csv/rs2024-4-1.csv.zst"
"$R" import $few >/dev/null 2>&1 & P1=$!
n=0; while [ $n -lt 100 ] && ! [ "$("$R" imports --json 2>/dev/null | grep -c '"new": [1-9]')" -gt 0 ]; do sleep 0.05; n=$((n + 1)); done
kill -9 $P1 2>/dev/null; wait $P1 2>/dev/null
check "killed and given again" "$R" import $few
check "nothing is doubled or lost" python3 -c 'import sqlite3, sys; n = sqlite3.connect(sys.argv[1]).execute("SELECT (SELECT count(*) FROM review_sheet), (SELECT sum(row_count) FROM sheet_part), (SELECT count(*) FROM programme)").fetchone(); print(n); assert n == (4151, 8539, 4151)' "$KANMON_STORE"
finish
