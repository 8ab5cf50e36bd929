#!/bin/sh
# sheet.sh -- official papers on the command line: PDF, HTML, Markdown.
. tests/e2e/lib.sh.inc
SEED=../shared/data/founding/mext-ex-ante-2023-08.txt
"$K" import programmes/*/programme.yaml >/dev/null

text_of() { pdftotext -raw -r 72 -x 0 -y 0 -W 596 -H 780 "$1" "$2"; } # without the foot of the pages
sheet_of() { # sheet_of KEY: the paper as PDF, every sentence in it, every font in it
    "$K" show "$1" --json >"$T/$1.json"
    check "$1: PDF" "$K" sheet "$1" -o "$T/$1.pdf"
    check "$1: begins as a PDF" sh -c 'head -c 5 "$0" | grep -q %PDF-' "$T/$1.pdf"
    text_of "$T/$1.pdf" "$T/$1.txt"
    check "$1: every sentence is in the PDF" python3 tests/sheet_text.py "$T/$1.json" "$T/$1.txt" cover rosters overview form
    pdffonts "$T/$1.pdf" >"$T/fonts"
    check "$1: fonts are in the file, as subsets, with their characters" awk 'NR > 2 && !/ yes yes yes / { bad = 1 } END { exit bad || NR < 4 }' "$T/fonts"
    check "$1: the body is Mincho, headings are Gothic" sh -c 'grep -q NotoSerifCJKjp-Regular "$0" && grep -q NotoSansCJKjp-Bold "$0"' "$T/fonts"
    check "$1: no character is lost" fails grep -q '�' "$T/$1.txt"
    pdfinfo "$T/$1.pdf" >"$T/info"
    check "$1: A4, tagged, titled" sh -c 'grep -q "A4" "$0" && grep -Eq "Tagged: +yes" "$0" && grep -q "^Title: .*事前評価書" "$0" && grep -q "^Author: *[^ ]" "$0"' "$T/info"
    n=$(awk '/^Pages/ { print $2 }' "$T/info")
    check "$1: the last page says so" sh -c 'pdftotext -f "$1" -l "$1" "$0" - | grep -q "^$1 */ *$1$"' "$T/$1.pdf" "$n"
    check "$1: says its language" grep -aq '/Lang (ja)' "$T/$1.pdf"
}
for p in asean bio genai jaxa; do sheet_of $p; done
check "bookmarks" grep -aq '/Outlines' "$T/bio.pdf"
check "a number is a link" grep -aq '/URI (/n/v[0-9]*.i1.2021)' "$T/bio.pdf"
"$K" sheet bio --url https://kanmon.example.go.jp -o "$T/u.pdf"
check "with the address of the house" grep -aq '/URI (https://kanmon.example.go.jp/n/v' "$T/u.pdf"
"$K" sheet bio -o "$T/again.pdf"
check "printed again it is the same file" cmp "$T/bio.pdf" "$T/again.pdf"
"$K" sheet bio --no-addresses -o "$T/bare.pdf"
check "without addresses" sh -c '! grep -aq "/URI (/n/" "$0" || exit 1; pdftotext "$0" - >"$1"; ! grep -q "数値の所在" "$1"' "$T/bare.pdf" "$T/e"
"$K" sheet bio --parts rosters -o "$T/roster.pdf"
check "one part alone" sh -c 'pdftotext "$0" - >"$1"; grep -q 委員名簿 "$1" && ! grep -q 総合評価 "$1"' "$T/roster.pdf" "$T/e"

check "HTML" sh -c '"$0" sheet genai --format html >"$1" && grep -q "<article class=\"paper\">" "$1" && grep -q "rowspan=\"2\"" "$1" && grep -q "@page" "$1"' "$K" "$T/g.html"
check "HTML in English" sh -c '"$0" sheet genai --lang en --format html | grep -q "<h2 class=\"no\">5. Overall evaluation"' "$K"
check "the format is guessed from the file" sh -c '"$0" sheet bio -o "$1" && head -1 "$1" | grep -q "^# "' "$K" "$T/bio.md"
"$K" sheet bio --format md --no-addresses >"$T/golden.md"
check "Markdown of our own programme is as it was" diff -u tests/data/sheet-bio.md "$T/golden.md"
for p in asean bio genai jaxa; do
    for f in md docx pdf; do
        "$K" sheet $p -o "$T/back-$p.$f"
        check "$p printed as $f and read again is the same record" sh -c '"$0" import --dry-run "$1" >"$2" 2>&1 && grep -q ": 変更なし" "$2"' "$K" "$T/back-$p.$f" "$T/e"
    done
    check "$p as Excel" sh -c '"$0" sheet $1 -o "$2" && head -c 2 "$2" | grep -q PK' "$K" $p "$T/$p.xlsx"
done
check "an unknown format is said with the known ones" sh -c '! "$0" sheet bio --format wordstar 2>"$1" && grep -q "pdf" "$1"' "$K" "$T/e"
check "an unknown part is said with the known ones" sh -c '! "$0" sheet bio --parts cover,back 2>"$1" && grep -q "back" "$1" && grep -q "overview" "$1"' "$K" "$T/e"
check "an unknown programme" sh -c '"$0" sheet nobody 2>"$1"; [ $? -eq 1 ] && grep -q nobody "$1"' "$K" "$T/e"
check "no programme is wrong usage" sh -c '"$0" sheet 2>"$1"; [ $? -eq 2 ]' "$K" "$T/e"
check "a folder that is not there" sh -c '! "$0" sheet bio -o /nowhere/x.pdf 2>"$1" && grep -q /nowhere/x.pdf "$1"' "$K" "$T/e"
check "binary to a terminal is refused" sh -c 'script -qec "\"$0\" sheet bio --format pdf" /dev/null >"$1" 2>&1; grep -q -- "-o" "$1" && ! grep -aq %PDF "$1"' "$K" "$T/e"
if [ -f "$SEED" ]; then
    "$K" import "$SEED" >/dev/null
    for p in asean bio genai jaxa; do
        sheet_of $p
        "$K" sheet $p -o "$T/back.md"
        for f in "$T/back.md" "$T/$p.pdf"; do
            check "$p of the founding document printed as ${f##*.} and read again is the same record" sh -c '"$0" import --dry-run "$1" >"$2" 2>&1 && grep -q ": 変更なし" "$2"' "$K" "$f" "$T/e"
        done
    done
else
    skip "the founding document is not here (../shared)"
fi

"$K" import tests/data/report.txt >/dev/null
sed 's/^key: .*/key: "packed"/; s/^name: .*/name: "定義だけの事業"/' programmes/bio/programme.yaml >"$T/packed.yaml"
"$K" import "$T/packed.yaml" >/dev/null
serve
sign_in
for lang in ja en; do
    get "$URL/programmes/bio/sheet?lang=$lang"; check "the sheet as a page, $lang" is 200
    check "with its paper, $lang" has "$T/page" '<article class="paper">'
    check "no file that cannot be had is offered, $lang" sh -c 'for f in $(grep -o "/programmes/bio/sheet/ex-ante\.[a-z]*" "$1" | sort -u); do
        [ "$(curl -s -b "$COOKIE" -o /dev/null -w "%{http_code}" "$0$f")" = 200 ] || exit 1; done' "$URL" "$T/page"
    get "$URL/programmes/bio/sheet?type=interim&lang=$lang"; check "a prefilled interim form says so, $lang" has "$T/page" 'class="banner"'
    get "$URL/programmes/5/evaluation?lang=$lang"; check "beside its source, $lang" sh -c 'grep -q "class=\"beside-source\"" "$0" && grep -q "field=views.0.items.0#field" "$0"' "$T/page"
done
get "$URL/programmes/packed/evaluation?lang=ja"; check "without a source document the sheet stands alone" is 200
check "and it is said why, and what to do" sh -c 'grep -q "文書ではなく事業定義から来たので" "$0" && grep -q "href=\"/import\"" "$0" && grep -q "<article class=\"paper\">" "$0"' "$T/page"
get "$URL/programmes/packed/evaluation?type=interim&lang=en"; check "so does a form that is only prefilled" has "$T/page" "not recorded yet, so it has no source document"
get "$URL/programmes/packed?lang=en"; check "no column of sources where there is none" fails grep -q '<th[^>]*>Source<' "$T/page"
get "$URL/programmes/packed/roster?lang=en"; check "nor on rosters" fails grep -q '<th[^>]*>Source<' "$T/page"
get "$URL/programmes/5?lang=en"; check "a column where there is one" grep -q '<th[^>]*>Source<' "$T/page"
get "$URL/programmes/5/evaluation?field=views.0.items.0&lang=ja"
check "the chosen field's lines are marked" sh -c 'grep -q "class=\"row chosen\" id=\"field\"" "$0" && [ "$(grep -c "<li class=\"on\">" "$0")" -eq 1 ] && grep -A0 "<li class=\"on\">" "$0" | grep -q 社会的・経済的意義' "$T/page"
get "$URL/programmes/5/evaluation?field=%3Cscript%3E.1"; check "a hostile field is only text" fails grep -q '<script>\.1' "$T/page"
get "$URL/programmes/bio/sheet/ex-ante.pdf"; check "the PDF as a file" is 200
check "its type" grep -qi '^content-type: application/pdf' "$T/head"
check "its name in Japanese" grep -qi "filename\*=UTF-8''%E4%BA%8B%E5%89%8D%E8%A9%95%E4%BE%A1" "$T/head"
check "its numbers open here" grep -aq "/URI ($URL/n/v" "$T/page"
for f in ex-ante.exe later.pdf ex-ante pdf; do get "$URL/programmes/bio/sheet/$f"; check "no paper $f" is 404; done
get -H 'Host: evil"onload=x' "$URL/programmes/bio/sheet/ex-ante.pdf"; check "a hostile Host is not printed" fails grep -aq 'evil' "$T/page"

ref=$(grep -ao '/n/v[0-9]*\.i1\.2021' "$T/bio.pdf" | head -1)
get "$URL/api/v1$ref"; check "the number behind an address" sh -c '[ "$(jq -r .text "$0")" = 917 ] && [ "$(jq -r .present.changed "$0")" = false ]' "$T/page"
get "$URL$ref?lang=en"; check "as a page" sh -c 'grep -q "917" "$0" && grep -q "The present version says the same" "$0"' "$T/page"
sed 's/text: "917"/text: "918"/; s/value: 917/value: 918/' programmes/bio/programme.yaml >"$T/programme.yaml"
"$K" import "$T/programme.yaml" >/dev/null
get "$URL$ref?lang=en"; check "the address keeps its number, the page says what it is now" sh -c 'grep -q "917" "$0" && grep -q ">918</a>" "$0"' "$T/page"
get "$URL/n/v1.nothing"; check "no such number" is 404
get "$URL/api/v1/n/v1.nothing"; check "no such number, API" sh -c 'jq -e ".error.status == 404" "$0"' "$T/page"
finish
