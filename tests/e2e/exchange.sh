# exchange.sh -- what goes out for others: IATI files checked and written, RS tables, packs.
. "$(dirname "$0")/lib.sh.inc"
V=../shared/data/iati-vectors

if [ -r $V/vectors.tar.zst ]; then
    mkdir "$T/v" && zstd -dqc $V/vectors.tar.zst | tar -xC "$T/v"
    check "the vectors of the IATI standard" python3 tests/iati_vectors.py "$K" "$T/v/tests"
else
    skip "the vectors of the IATI standard are not here (../shared/data)"
fi
printf '<iati-activities version="2.03"/>' >"$T/empty.xml"
check "a file that lacks an activity" sh -c '"$0" check "$1" >"$2"; [ $? -eq 1 ] && grep -q IATI-MISSING "$2"' "$K" "$T/empty.xml" "$T/o"
check "its finding in English as JSON" sh -c '"$0" check --json "$1" | python3 -c "import json,sys; r = json.load(sys.stdin); assert r[\"structure\"] == 1 and \"iati-activity\" in r[\"findings\"][0][\"text_en\"]"' "$K" "$T/empty.xml"
check "a file that is not there" sh -c '"$0" check "$1" 2>"$2"; [ $? -eq 1 ] && grep -q no.xml "$2"' "$K" "$T/no.xml" "$T/o"
finish
