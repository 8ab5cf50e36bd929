#!/bin/sh
# web.sh -- pages and API over HTTP.
. tests/e2e/lib.sh.inc
"$K" import programmes/*/programme.yaml >/dev/null
serve
sign_in
for p in / /programmes /programmes/1 /programmes/jaxa /programmes/1/roster /programmes/1/history /indicators/1 /findings /documents /documents/1 /links /links?state=confirmed /programmes/jaxa/launched /programmes/jaxa/similar /search?q=ASEAN /ledger /organisations /budget-lines /ratings /ratings-portfolio "/compare?p=asean&p=bio" "/indicators?q=type:outcome"; do
    for lang in ja en; do
        get "$URL$p$(case $p in *\?*) echo '&' ;; *) echo '?' ;; esac)lang=$lang"
        check "$p in $lang" is 200
        check "$p in $lang has one h1" sh -c '[ "$(grep -o "<h1" "$0" | wc -l)" -eq 1 ]' "$T/page"
        check "$p in $lang says its language" has "$T/page" "<html lang=\"$lang\""
    done
done
get "$URL/programmes"; check "a content security policy" grep -qi '^content-security-policy: default-src' "$T/head"
get "$URL/programmes?fields=1&words=&fy=2024&more=20&committee=&finding=error"; check "fields become a query in the address" is 303
check "which can be read" grep -qi '^location: /programmes?q=fy%3A2024%20money%3E20%E5%84%84%20finding%3Aerror' "$T/head"
get "$URL/programmes?fields=1&q=has%3Aoutcome%20has%3Apayee&words=x&ministry=%E6%96%87%E7%A7%91%E7%9C%81&kind=report&has=indicator&finding=no-target"; check "ministry, kind, what it has and a flag too" grep -qi '^location: /programmes?q=x%20kind%3Areport%20ministry%3A%E6%96%87%E7%A7%91%E7%9C%81%20has%3Aindicator%20finding%3Ano-target' "$T/head"
get "$URL/programmes?q=has%3Aoutcome%20has%3Apayee&lang=ja"; check "a second condition of one field stays in the query" has "$T/page" 'value="has:payee"'; check "the first is chosen" has "$T/page" '<option value="outcome" selected>'
get "$URL/programmes?q=money%3E20%E5%84%84&sort=money&dir=desc"; check "a column says how it is sorted" has "$T/page" 'aria-sort="descending"'
check "two programmes ask for more than two billion yen" sh -c '[ "$(grep -c "<tr role=\"row\"><th scope=\"row\"" "$0")" -eq 2 ]' "$T/page"
check "the larger one first" sh -c 'grep -o "href=\"/programmes/[a-z]*\"" "$0" | sed -n 1p | grep -q jaxa' "$T/page"
get "$URL/programmes?q=nothinglikethis"; check "an empty list says what to do" has "$T/page" 'class="empty"'
get "$URL/programmes?format=xlsx"; check "an Excel file" grep -qi 'spreadsheetml' "$T/head"
get "$URL/programmes?format=csv"; check "csv" grep -qi 'text/csv' "$T/head"; check "csv has four rows" sh -c '[ "$(wc -l < "$0")" -eq 5 ]' "$T/page"
check "in words, not codes" sh -c 'grep -q "\"新規\",2024" "$0" && grep -q "\"未定\"" "$0" && ! grep -q undecided "$0"' "$T/page"
get "$URL/?lang=ja"; check "the first page begins with the day and what to do" has "$T/page" "対応が必要なこと"
get "$URL/findings?programme=jaxa&level=notice&lang=ja"; check "findings say what to do" has "$T/page" "<dt>対応</dt>"
get "$URL/programmes/jaxa?lang=ja"; check "and where, by name" has "$T/page" "社会的・経済的意義 › 評価基準 1"
get "$URL/programmes/jaxa?lang=en"; check "views in English beside the printed word" has "$T/page" 'Necessity <span class="soft small" lang="ja">必要性</span>'
check "and what members are" has "$T/page" 'Acting chair of the committee <span class="soft small" lang="ja">部会長代理</span>'
check "a finding about the remarks stands by them once" sh -c '[ "$(sed -n "/<section id=\"overall\"/,/<\/section>/p" "$0" | grep -o "remarks are cited but blank" | wc -l)" -eq 1 ]' "$T/page"
get "$URL/indicators?lang=ja"; check "a unit that the value carries is not said twice" fails grep -q '1,565人</span> <span class="unit"' "$T/page"; check "but the value is there" has "$T/page" "1,565人"
get "$URL/settings?part=rules&lang=ja"; check "a rule falls due in words" has "$T/page" "開始の前年度"; check "not in a formula" fails has "$T/page" ">from-1<"
sheet=$(curl -sS "$URL/" | grep -o '/assets/kanmon-[0-9a-f]*\.css' | head -1)
get "$URL$sheet"; check "the style sheet" has "$T/page" "--color-primitive-blue-900"
check "its address is its content" sh -c '[ "$0" = "/assets/kanmon-$(sha256sum < "$1" | cut -c1-12).css" ]' "$sheet" "$T/page"
check "a style sheet is typed" grep -qi '^content-type: text/css' "$T/head"
get "$URL/assets/other.css"; check "no asset of another name" is 404
get "$URL/findings?level=error&lang=en"; check "the other language keeps the filter" has "$T/page" '/findings?level=error&amp;lang=ja'
get "$URL/nothing"; check "404" is 404
get "$URL/programmes/99999"; check "404 of a programme" is 404
get --path-as-is "$URL/assets/../Makefile"; check "no way out of the assets" fails is 200
get "$URL/assets/%2e%2e%2fMakefile"; check "nor by another spelling" fails is 200
get "$URL/search?q=%3Cscript%3Ealert(1)%3C/script%3E"; check "script in a search is text" fails grep -q '<script>alert' "$T/page"
get "$URL/search?q=%FF%FE"; check "bytes that are no text" is 200
get -X POST -d x=1 "$URL/programmes"; check "nothing is changed over the wire" is 405
check "and it is said what may be done" grep -qi '^allow: GET, HEAD' "$T/head"
get "$URL/programmes"; tag=$(tr -d '\r' <"$T/head" | sed -n 's/^ETag: //p')
get -H "If-None-Match: $tag" "$URL/programmes"; check "the same page again is 304" is 304
get -H "If-None-Match: $tag" "$URL/programmes?lang=en"; check "another page is not" is 200
get --compressed -H 'Sec-Fetch-Site: same-origin' "$URL/programmes/1"; check "a long page comes compressed" grep -qi '^content-encoding: gzip' "$T/head"; check "and whole" has "$T/page" "</html>"
head -c 70000000 /dev/zero | get -H 'Content-Type: application/octet-stream' --data-binary @- "$URL/programmes"; check "too large" is 413
# A page that was drawn before holds only until the next act.
get "$URL/programmes"; get "$URL/programmes"
check "a programme that is not there yet" fails has "$T/page" "後から来た事業"
printf 'format: kanmon-record-1\nkey: "late"\nname: "後から来た事業"\nkind: "new"\nperiod: {from_fy: 2027, to_fy: 2029, text: "令和9～11年度"}\n' >"$T/late.yaml"
"$K" import "$T/late.yaml" >/dev/null
get "$URL/programmes"; check "is shown by the next request" has "$T/page" "後から来た事業"
get "$URL/programmes?lang=en"; check "in the other language too" has "$T/page" "<html lang=\"en\""
command curl -s -o "$T/page" "$URL/programmes"; check "and never to a guest" fails has "$T/page" "後から来た事業"
check "no statement was left open" fails grep "left open" "$T/serve.out"
# What a browser says it prefers, by its weights.
speaks() { curl -sS -H "Accept-Language: $1" "$URL/programmes" | grep -q "<html lang=\"$2\""; }
for l in "en-US,en;q=0.9,ja;q=0.8 en" "ja,en-US;q=0.9,en;q=0.8 ja" "fr-FR,fr;q=0.9 ja" "en;q=0,ja;q=0.1 ja" "de,EN-gb;q=0.4 en" "q=;;,,jam;q=x,en en"; do
    check "Accept-Language ${l% *}" speaks "${l% *}" "${l##* }"
done
finish
