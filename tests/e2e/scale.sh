# scale.sh -- the national review sheets: all years on SQLite, one on PostgreSQL; counts and sums agree with the files.
. "$(dirname "$0")/lib.sh.inc"
D=../shared/data/review-sheets
K=${KANMON_RELEASE:-build/kanmon}
[ -x "$K" ] && [ -r $D/sheets-2018.ndjson.zst ] || { skip "the national review sheets are not here (../shared/data)"; finish; exit; }
if [ -n "${KANMON_TEST_PG:-}" ]; then files=$D/sheets-2018.ndjson.zst; else files=$(ls $D/sheets-*.ndjson.zst); fi
check "the sheets come in" "$K" import $files
check "counts and sums of money agree with the files" python3 tests/scale_check.py "$KANMON_STORE" $files
check "given again nothing changes" sh -c '"$0" import "$1" | grep -q "新規 0、変更 0、同じ 3678、取り込めない行 0"' "$K" $D/sheets-2018.ndjson.zst
check "the original files say the same" sh -c '"$0" import "$1" | grep -q "新規 0、変更 0、同じ 489、"' "$K" $D/raw-2018-mext.tar.zst
check "the ledger holds" "$K" ledger verify
check "two characters are found" sh -c '[ "$("$0" search 口腔 --limit 3 2>/dev/null | wc -l)" -ge 3 ]' "$K"
check "half and full width are one" sh -c 'a=$("$0" list ｽｰﾊﾟｰｺﾝﾋﾟｭｰﾀ | wc -l); b=$("$0" list スーパーコンピューター | wc -l); [ "$a" -gt 3 ] && [ "$a" -eq "$b" ]' "$K"
check "fields narrow" sh -c '[ "$("$0" list "ministry:文科省 fy:2018 money>100億 indicator:論文" | wc -l)" -gt 3 ]' "$K"
# Killed in the middle, given again: nothing doubled.
if [ -z "${KANMON_TEST_PG:-}" ]; then
    KANMON_STORE=$T/killed.db; export KANMON_STORE
    "$K" import $D/sheets-2015.ndjson.zst $D/sheets-2016.ndjson.zst >/dev/null 2>&1 & P1=$!
    sleep 1; kill -9 $P1 2>/dev/null; wait $P1 2>/dev/null
    check "killed and given again" "$K" import $D/sheets-2015.ndjson.zst $D/sheets-2016.ndjson.zst
    check "nothing is doubled or lost" python3 tests/scale_check.py "$KANMON_STORE" $D/sheets-2015.ndjson.zst $D/sheets-2016.ndjson.zst
fi
finish
