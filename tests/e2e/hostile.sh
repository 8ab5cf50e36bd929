#!/bin/sh
# hostile.sh -- hostile text in every field of a record: it is stored, shown and printed as text, and does nothing.
. tests/e2e/lib.sh.inc
[ -x build/kanmon ] && K=build/kanmon
python3 tests/hostile.py programmes/asean/programme.yaml "$T/hostile.yaml" >"$T/made"
check "the pack is spoiled" sh -c '[ "$(cut -d" " -f1 "$0")" -gt 60 ]' "$T/made"
check "it is stored" "$K" import "$T/hostile.yaml"
check "and is there, whole" sh -c '"$0" show hostile --json | grep -q "DROP TABLE programme"' "$K"
check "the ledger holds" "$K" ledger verify
# Words that order a terminal about are text too: ESC, BEL, backspace, DEL, the C1 controls, marks that turn the writing.
orders() { LC_ALL=C grep -qaP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xaa-\xae]|\xe2\x81[\xa6-\xa9]' "$1"; }
check "the spoiled pack holds such words" sh -c '"$0" show hostile --json | grep -qi "u001b"' "$K"
i=$("$K" list indicators --json | jq -r '.[0].id')
for what in "list" "list indicators" "list findings" "list documents" "show hostile" "check hostile" "indicator $i --explain" "search ASEAN" "search alert" "ledger" "user list" "list indicators --json" "show hostile --lang en"; do
    "$K" $what >"$T/said" 2>&1
    case $what in *--json) check "kanmon $what: orders are escaped" fails sh -c 'LC_ALL=C grep -qaP "[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]" "$0"' "$T/said" ;;
    *) check "kanmon $what: orders no terminal about" fails orders "$T/said" ;; esac
done
"$K" import "$(printf 'no\033[2Jfile')" >"$T/said" 2>&1; check "nor does a name of a file" fails orders "$T/said"
printf 'tests open the barrier gate\n' | "$K" user add evil --name "$(printf 'e\302\233vil')" --password-file - 2>"$T/said"; check "a name with such words is refused" sh -c '! "$0" user list | grep -q "^evil"' "$K"
check "and said without them" fails orders "$T/said"
# Every argument counts, and a value that is none is wrong usage.
check "70 files are 70 answers" sh -c 'n=$("$0" import --json $(seq -f "$1/none%g" 70) 2>/dev/null | jq length); [ "$n" = 70 ]' "$K" "$T"
for wrong in "list --limit ten" "list --offset -1" "list --lang fr" "serve --workers many"; do
    "$K" $wrong >/dev/null 2>"$T/said"; code=$?
    check "kanmon $wrong is wrong usage" sh -c '[ "$1" = 2 ] && [ -s "$0" ]' "$T/said" "$code"
done
serve
COOKIE=
command -v sign_in >/dev/null && sign_in
for p in / /programmes /programmes/hostile /programmes/hostile/roster /programmes/hostile/history /programmes/hostile/sheet /indicators/1 /findings \
         /documents /documents/1 "/search?q=%3Cscript%3Ealert" "/programmes?q=%27%3B%20DROP" /ledger; do
    code=$(curl -s -o "$T/page" -w '%{http_code}' -b "$COOKIE" "$URL$p")
    check "$p is answered" test "$code" = 200
    check "$p holds no script" fails grep -qiE '<script>alert|<img src=x|onerror="|href="javascript:|src="javascript:' "$T/page"
done
curl -s -b "$COOKIE" "$URL/programmes?format=csv" >"$T/csv"
check "no cell of a csv begins a formula" fails grep -qE '(^|,)"?=cmd' "$T/csv"
# Names that are formulas: a spreadsheet with Japanese input takes the full-width signs too.
n=0; for sign in = + - @ ＝ ＋ － ＠; do
    n=$((n + 1))
    printf 'format: kanmon-record-1\nkey: "formula-%s"\nname: "%sSUM(%s)"\nkind: "new"\nperiod: {from_fy: 2026, to_fy: 2028, text: "令和8～10年度"}\n' $n "$sign" $n >"$T/formula.yaml"
    "$K" import "$T/formula.yaml" >/dev/null 2>&1
done
curl -s -b "$COOKIE" "$URL/programmes?format=csv" >"$T/csv"; curl -s -b "$COOKIE" "$URL/api/v1/programmes?format=csv" >"$T/csv2"
for f in csv csv2; do
    check "$f: eight names that are formulas begin with a quote" [ "$(grep -cE "(^|,)\"'(=|\+|-|@|＝|＋|－|＠)SUM" "$T/$f")" = 8 ]
    check "$f: and none without" fails grep -qE "(^|,)\"?(=|\+|-|@|＝|＋|－|＠)SUM" "$T/$f"
done
check "a number with letters behind it is no indicator" sh -c '! "$0" indicator "${1}abc" 2>"$2" && grep -q "指標の番号ではありません" "$2"' "$K" "$i" "$T/said"
get "$URL/documents/1?lines=2"; check "a line is marked" has "$T/page" '<li id="l2" class="on"'
get "$URL/documents/1?lines=2abc"; check "but not by letters" fails has "$T/page" 'class="on"'
for f in html md docx xlsx pdf; do
    check "a sheet as $f" "$K" sheet hostile --type ex-ante --format $f -o "$T/s.$f"
done
check "the html sheet holds no script" fails grep -qiE '<script>alert|<img src=x' "$T/s.html"
check "the pdf opens" sh -c 'pdftotext "$0" - | grep -q ASEAN' "$T/s.pdf"
check "the docx is well-formed" python3 -c 'import sys, zipfile, xml.dom.minidom as m
for f in sys.argv[1:]:
    z = zipfile.ZipFile(f)
    for n in z.namelist():
        if n.endswith((".xml", ".rels")): m.parseString(z.read(n))' "$T/s.docx" "$T/s.xlsx"
# A thread that kept a statement open would see the store as it was then, for ever: rights withdrawn would still hold there.
curl -s -o /dev/null -b "$COOKIE" -d "csrf=$CSRF" -d name=mine -d q=fy:2024 "$URL/filters" # an act of a person, whose name the ledger shows
for p in / /ledger /programmes/hostile/history /account /import /documents /links /organisations /settings /api/v1/ledger /api/v1/ledger/verify "/ledger?verify=1"; do
    for i in 1 2 3 4; do curl -s -o "$T/page" -b "$COOKIE" "$URL$p"; done
done
"$K" user role officer reader 2>/dev/null
check "a role withdrawn is withdrawn on every thread" sh -c 'for i in 1 2 3 4 5 6 7 8; do [ "$(curl -s -o /dev/null -w "%{http_code}" -b "$1" "$0/ledger")" = 403 ] || exit 1; done' "$URL" "$COOKIE"
check "no statement was left open" fails grep "left open" "$T/serve.out"
for p in $(curl -s -b "$COOKIE" "$URL/api/v1/programmes" | jq -r '.. | .key? // empty' | head -3); do
    check "the API gives $p" sh -c 'curl -s -b "$1" "$0" | jq -e .name' "$URL/api/v1/programmes/$p" "$COOKIE"
done
finish
