#!/bin/sh
# office.sh -- papers as Word and Excel: printed, read again, changed in Word, opened by LibreOffice.
. tests/e2e/lib.sh.inc
SEED=../shared/data/founding/mext-ex-ante-2023-08.txt
"$K" import programmes/*/programme.yaml >/dev/null

back() { # back KEY: the Word paper of a programme changes nothing when it comes in again
    check "$1: Word" "$K" sheet "$1" -o "$T/$1.docx"
    "$K" import "$T/$1.docx" --dry-run >"$T/back" 2>&1
    check "$1: our own Word paper is the same record" sh -c 'grep -q "docx: 変更なし" "$0" || { cat "$0"; exit 1; }' "$T/back"
    check "$1: Excel" "$K" sheet "$1" -o "$T/$1.xlsx"
}
for p in asean bio genai jaxa; do back $p; done
"$K" import "$T/bio.docx" >"$T/in" 2>&1
check "taken in, it is the same version" has "$T/in" "変更なし"
check "and no fifth programme" sh -c '"$0" list --json | python3 -c "import json, sys; sys.exit(len(json.load(sys.stdin)) != 4)"' "$K"

# an officer changes a figure and a sentence in Word
cat >"$T/edit.py" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as a, zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as b:
    for i in a.infolist():
        s = a.read(i)
        if i.filename == "word/document.xml":
            assert s.count(b">917<") == 2 and "世界で伸びる".encode() in s
            s = s.replace(b">917<", b">1,024<", 1).replace("世界で伸びる".encode(), "世界で広がる".encode())
        b.writestr(i.filename, s)
PY
python3 "$T/edit.py" "$T/bio.docx" "$T/edited.docx"
"$K" import "$T/edited.docx" --dry-run >"$T/edit" 2>&1
check "the figure is shown" grep -q '値 › 2021 › 値: 917 -> 1024' "$T/edit"
check "the sentence is shown" grep -q '目的: .*世界で伸びる.* -> .*世界で広がる' "$T/edit"
check "and nothing else" sh -c '[ "$(grep -c " -> " "$0")" -eq 3 ] || { cat "$0"; exit 1; }' "$T/edit"

"$K" import "$T/bio.xlsx" >"$T/e" 2>&1
check "an Excel paper is refused with what to do" has "$T/e" "docx"
head -c 5000 "$T/bio.docx" >"$T/cut.docx"
check "a cut Word file is refused" sh -c '"$0" import "$1" 2>"$2"; [ $? -eq 1 ] && grep -q cut.docx "$2"' "$K" "$T/cut.docx" "$T/e"

if command -v soffice >/dev/null 2>&1; then
    cp "$T/bio.docx" "$T/word.docx"
    cp "$T/bio.xlsx" "$T/excel.xlsx"
    HOME=$T soffice --headless --convert-to pdf --outdir "$T" "$T/word.docx" "$T/excel.xlsx" >"$T/lo" 2>&1
    for f in word excel; do
        pdftotext "$T/$f.pdf" "$T/$f.txt"
        check "$f opens in LibreOffice" sh -c 'grep -q "総合評価" "$0" && grep -q "定性的" "$0"' "$T/$f.txt"
        pdfinfo "$T/$f.pdf" >"$T/info"
        check "$f is A4 in LibreOffice" grep -q A4 "$T/info"
    done
else
    skip "LibreOffice is not here (apt: libreoffice-writer-nogui libreoffice-calc-nogui)"
fi
if [ -f "$SEED" ]; then
    "$K" import "$SEED" >/dev/null
    for p in asean bio genai jaxa; do back $p; done
else
    skip "the founding document is not here (../shared)"
fi
check "no statement was left open" fails grep "left open" "$T/serve.out"
finish
