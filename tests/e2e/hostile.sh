#!/bin/sh
# hostile.sh -- hostile text in every field of a record: it is stored, shown and printed as text, and does nothing.
. tests/e2e/lib.sh.inc
[ -x build/kanmon ] && K=build/kanmon
python3 tests/hostile.py programmes/asean/programme.yaml "$T/hostile.yaml" >"$T/made"
check "the pack is spoiled" sh -c '[ "$(cut -d" " -f1 "$0")" -gt 60 ]' "$T/made"
check "it is stored" "$K" import "$T/hostile.yaml"
check "and is there, whole" sh -c '"$0" show hostile --json | grep -q "DROP TABLE programme"' "$K"
check "the ledger holds" "$K" ledger verify
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
for p in $(curl -s -b "$COOKIE" "$URL/api/v1/programmes" | jq -r '.. | .key? // empty' | head -3); do
    check "the API gives $p" sh -c 'curl -s -b "$1" "$0" | jq -e .name' "$URL/api/v1/programmes/$p" "$COOKIE"
done
finish
