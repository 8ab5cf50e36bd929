#!/bin/sh
# path.sh -- the whole path on the command line: packs and the founding document in, papers out.
. tests/e2e/lib.sh.inc
SEED=../shared/data/founding/mext-ex-ante-2023-08.txt

check "help" "$K" --help
check "wrong usage is 2" sh -c '"$0" nothing; [ $? -eq 2 ]' "$K"
check "no store is said" sh -c '! "$0" list --store /nowhere/x.db 2>"$1" && grep -q "no store" "$1"' "$K" "$T/e"
check "init" "$K" init
check "packs in" "$K" import programmes/asean/programme.yaml programmes/bio/programme.yaml programmes/genai/programme.yaml programmes/jaxa/programme.yaml
check "four programmes" sh -c '[ "$("$0" list | wc -l)" -eq 4 ]' "$K"
"$K" import programmes/bio/programme.yaml >"$T/again"
check "the same file twice changes nothing" has "$T/again" "same"
check "a search of two characters" sh -c '"$0" search 創薬 | grep -q bio' "$K"
check "the ledger holds" "$K" ledger verify

printf 'binary\000\001\002' >"$T/bin"; : >"$T/empty"; echo "ただの文章です。" >"$T/prose.txt"
for f in bin empty prose.txt; do
    check "$f is refused with a reason" sh -c '"$0" import "$1" >"$2" 2>&1; [ $? -eq 1 ] && [ -s "$2" ]' "$K" "$T/$f" "$T/e"
done
check "refused files left nothing" sh -c '[ "$("$0" list | wc -l)" -eq 4 ]' "$K"

if [ -f "$SEED" ]; then
    "$K" import "$SEED" >"$T/seed" 2>&1
    check "the founding document reads into the same four" sh -c '[ "$("$0" list | wc -l)" -eq 4 ]' "$K"
    "$K" list --json >"$T/list.json"
    check "what was asked for agrees" sh -c '[ "$(jq -c "[.[].request_yen]" "$0")" = "[970000000,1880000000,2987000000,3000000000]" ]' "$T/list.json"
    for p in asean bio genai jaxa; do
        "$K" show $p --json >"$T/$p.json"
        check "$p agrees with the hand reading" python3 tests/truth_check.py tests/truth/$p.json "$T/$p.json"
    done
    if [ -z "${KANMON_TEST_PG:-}" ]; then
        "$K" import "$SEED" --store "$T/alone.db" >/dev/null 2>&1
        check "alone, the founding document finds the keys of the packs" "$K" show jaxa --store "$T/alone.db" --json
    fi
    "$K" import "$SEED" >"$T/seed2" 2>&1
    check "twice changes nothing" sh -c '[ "$(grep -c ": same" "$0")" -eq 4 ]' "$T/seed2"
    head -c 40000 "$SEED" >"$T/cut.txt"
    check "a truncated paper is refused" fails "$K" import "$T/cut.txt"
    "$K" check --json >"$T/findings.json"
    check "findings were raised" sh -c '[ "$(jq length "$0")" -gt 20 ]' "$T/findings.json"
else
    skip "the founding document is not here (../shared)"
fi
if [ -z "${KANMON_TEST_PG:-}" ]; then
    check "backup" "$K" backup "$T/copy.db"
    check "restore" "$K" restore "$T/copy.db" --store "$T/new.db"
    sqlite3 "$T/new.db" "UPDATE ledger SET actor = 'x' WHERE seq = 2"
    check "a changed ledger is found" sh -c '! "$0" ledger verify --store "$1" >"$2" && grep -q "act 2" "$2"' "$K" "$T/new.db" "$T/e"
fi
finish
