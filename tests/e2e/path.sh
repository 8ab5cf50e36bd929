#!/bin/sh
# path.sh -- the whole path on the command line: packs and the founding document in, papers out.
. tests/e2e/lib.sh.inc
SEED=../shared/data/founding/mext-ex-ante-2023-08.txt

check "help" "$K" --help
check "wrong usage is 2" sh -c '"$0" nothing; [ $? -eq 2 ]' "$K"
check "no store is said" sh -c '! "$0" list --store /nowhere/x.db 2>"$1" && grep -q "データベース /nowhere/x.db がありません" "$1"' "$K" "$T/e"
check "in English too" sh -c '! "$0" list --lang en --store /nowhere/x.db 2>"$1" && grep -q "there is no store" "$1"' "$K" "$T/e"
check "init" "$K" init
check "packs in" "$K" import programmes/asean/programme.yaml programmes/bio/programme.yaml programmes/genai/programme.yaml programmes/jaxa/programme.yaml
check "four programmes" sh -c '[ "$("$0" list --json | jq length)" -eq 4 ]' "$K"
"$K" import programmes/bio/programme.yaml >"$T/again"
check "the same file twice changes nothing" has "$T/again" "変更なし"
check "a search of two characters" sh -c '"$0" search 創薬 | grep -q bio' "$K"
check "the ledger holds" "$K" ledger verify

printf 'binary\000\001\002' >"$T/bin"; : >"$T/empty"; echo "ただの文章です。" >"$T/prose.txt"
for f in bin empty prose.txt; do
    check "$f is refused with a reason" sh -c '"$0" import "$1" >"$2" 2>&1; [ $? -eq 1 ] && [ -s "$2" ]' "$K" "$T/$f" "$T/e"
done
check "refused files left nothing" sh -c '[ "$("$0" list --json | jq length)" -eq 4 ]' "$K"

if [ -f "$SEED" ]; then
    "$K" import "$SEED" >"$T/seed" 2>&1
    check "the founding document reads into the same four" sh -c '[ "$("$0" list --json | jq length)" -eq 4 ]' "$K"
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
    check "twice changes nothing" sh -c '[ "$(grep -c ": 変更なし" "$0")" -eq 4 ]' "$T/seed2"
    head -c 40000 "$SEED" >"$T/cut.txt"
    check "a truncated paper is refused" fails "$K" import "$T/cut.txt"
    check "a programme is shown to people" sh -c '"$0" show jaxa | grep -q "終了時期が定まらず"' "$K"
    check "an indicator quotes the line it was read from" sh -c 'id=$("$0" list indicators --json | jq -r "[.[]|select(.name==\"国際共著論文数\")][0].id"); "$0" indicator "$id" --explain --lang en | grep -q "line 185"' "$K"
    check "an indicator as of a day before it was known is said" fails "$K" indicator 1 --as-of 2001-01-01
    check "lists have heads, aligned by width, and a total" sh -c '"$0" list | head -1 | grep -q 要求額 && "$0" list | tail -1 | grep -q "4 件"' "$K"
    "$K" check --json >"$T/findings.json"
    check "checks with errors end with 1" sh -c '"$0" check --json >/dev/null; [ $? -eq 1 ]' "$K"
    check "every contradiction is found, and nothing else" python3 tests/findings_check.py tests/truth/findings.json "$T/findings.json"
    "$K" list findings --json >"$T/kept.json"
    check "what was found is kept" cmp "$T/findings.json" "$T/kept.json"
    check "the list for people names place, readings, rule and advice" sh -c '"$0" check jaxa | tr -d "\n" | grep -q "CHK-PERIOD.*863行.*令和6年度～（終了時期未定）.*規則:.*→"' "$K"
else
    skip "the founding document is not here (../shared)"
fi
check "a code is explained" sh -c '"$0" check --explain CHK-OUTCOME-FAR | grep -q 行政事業レビュー' "$K"
check "a code that is not there is said" fails "$K" check --explain CHK-NOTHING
check "every code of reading is listed" sh -c 'for code in $(grep -rhoE "IMP-[A-Z]+(-[A-Z]+)*" src | sort -u); do grep -q "code: $code," catalog/rules/checks.yaml || { echo "$code is not in catalog/rules/checks.yaml"; exit 1; }; done'
for d in cli checks; do
    "$K" docs $d >"$T/$d.md"
    check "docs/$d.md is what the program prints" cmp docs/$d.md "$T/$d.md"
done
if [ -z "${KANMON_TEST_PG:-}" ]; then
    check "backup" "$K" backup "$T/copy.db"
    check "restore" "$K" restore "$T/copy.db" --store "$T/new.db"
    sqlite3 "$T/new.db" "UPDATE ledger SET actor = 'x' WHERE seq = 2"
    for what in "UPDATE programme_version SET body = replace(body, '令和', '平成') WHERE id = 1" "UPDATE programme_version SET body = replace(body, '令和', '平成'), sha256 = 'x' WHERE id = 1" \
                "DELETE FROM programme_version WHERE id = 1" "CREATE TABLE extra AS SELECT * FROM programme_version WHERE id = 1; UPDATE extra SET id = 99, version = 99; INSERT INTO programme_version SELECT * FROM extra" \
                "UPDATE document SET content = 'AAAA' || substr(content, 5)"; do
        cp "$T/copy.db" "$T/forged.db"; sqlite3 "$T/forged.db" "$what"
        check "a record changed beside the ledger is found: $what" sh -c '! "$0" ledger verify --lang en --store "$1" >"$2" && grep -Eq "is not what it was|is gone|is on no act" "$2"' "$K" "$T/forged.db" "$T/e"
        check "and not restored" sh -c '! "$0" restore "$1" --store "$2" && [ ! -e "$2" ]' "$K" "$T/forged.db" "$T/not.db"
    done
    cp "$T/copy.db" "$T/forged.db"; sqlite3 "$T/forged.db" "CREATE TRIGGER t AFTER INSERT ON account BEGIN UPDATE account SET roles = 31; END"
    check "a backup with a trigger in it is not restored" sh -c '! "$0" restore "$1" --lang en --store "$2" 2>"$3" && grep -q "trigger" "$3"' "$K" "$T/forged.db" "$T/not.db" "$T/e"
    dd if=/dev/zero of="$T/copy.part" bs=4096 count=4 2>/dev/null; cp "$T/copy.db" "$T/forged.db"; rm -f "$T/forged.db-wal"
    dd if="$T/copy.part" of="$T/forged.db" bs=4096 seek=$(($(stat -c %s "$T/forged.db") / 8192)) conv=notrunc 2>/dev/null
    check "nor one that is damaged" sh -c '! "$0" restore "$1" --store "$2" 2>"$3" && [ ! -e "$2" ]' "$K" "$T/forged.db" "$T/not.db" "$T/e"
    check "nor what is no store" sh -c '! "$0" restore README.md --store "$1" 2>"$2" && [ ! -e "$1" ]' "$K" "$T/not.db" "$T/e"
    : >"$T/not.db-wal"
    check "nor beside the rest of another store" sh -c '! "$0" restore "$1" --lang en --store "$2" 2>"$3" && grep -q "move it away" "$3"' "$K" "$T/copy.db" "$T/not.db" "$T/e"
    mkdir "$T/backups"; ln -s "$T/secret" "$T/backups/x"; "$K" backup "$T/backups/x"
    check "a backup takes the place of a link, and does not follow it" sh -c '[ -s "$0/x" ] && [ ! -L "$0/x" ] && [ ! -e "$1" ] && [ "$(stat -c %a "$0/x")" = 600 ]' "$T/backups" "$T/secret"
    check "a changed ledger is found" sh -c '! "$0" ledger verify --store "$1" >"$2" && grep -q "act 2" "$2"' "$K" "$T/new.db" "$T/e"
fi
# A few bytes that are no UTF-8 early in a paper: the line is named, nothing is stored.
(head -c 3000 tests/data/report.txt; printf '\377\376\375'; tail -c +3001 tests/data/report.txt) >"$T/bytes.txt"
"$K" import "$T/bytes.txt" >"$T/o" 2>&1; check "damaged bytes are refused" [ $? -eq 1 ]
check "with the line" grep -q 'bytes\.txt:[0-9][0-9]*:' "$T/o"
# A paper cut off at the end of a line: the file and the line are named.
sed '/課題名/,$d' tests/data/report.txt >"$T/cut.txt"
"$K" import "$T/cut.txt" --lang en >"$T/o" 2>&1; check "a paper cut off is refused" [ $? -eq 1 ]
check "with file and line" grep -q 'cut\.txt:[0-9][0-9]*:' "$T/o"
finish
