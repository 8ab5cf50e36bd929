#!/bin/sh
# intake.sh -- papers brought in over the wire: read apart, looked at, accepted, dropped; refused, hostile, interrupted.
. tests/e2e/lib.sh.inc
"$K" import programmes/asean/programme.yaml >/dev/null
serve
sign_in

# --- the page: upload, progress, findings, accept
get "$URL/import"; check "the page of papers" is 200
check "says what is taken" has "$T/page" "64 MiB"
get -F "csrf=$CSRF" -F "file=@tests/data/report.txt" "$URL/import"; check "an upload leads to its page" is 303
at=$(tr -d '\r' <"$T/head" | sed -n 's/^Location: //p')
check "of its own" sh -c 'echo "$0" | grep -q "^/import/[0-9]*$"' "$at"
check "it is read" wait_for "${at##*/}" read
get "$URL$at?lang=ja"; check "a new programme is told" has "$T/page" "新しい事業"
check "with a box to choose it" has "$T/page" 'name="p0" value="1" checked'
check "findings stand with their lines" has "$T/page" 'class="no"'
get "$URL$at?lang=en"; check "in English, too" has "$T/page" "new programme"
seen=$(sed -n 's/.*name="seen" value="\([0-9,]*\)".*/\1/p' "$T/page")
get "$URL/?lang=ja"; check "the first page says that a paper waits" has "$T/page" "受け入れを待つ文書"; check "and leads to it" has "$T/page" "href=\"$at\""
get "$URL/ledger?lang=ja"; check "the acts name it and lead to it" sh -c 'grep "href=\"$1\"" "$0" | grep -q report.txt' "$T/page" "$at"
get -d "csrf=$CSRF" -d "seen=$seen" "$URL$at/accept"; check "nothing chosen is not accepted" is 422
get -d "csrf=$CSRF" -d "seen=$seen" -d p0=1 "$URL$at/accept"; check "accepting leads back" is 303
check "it is accepted" wait_for "${at##*/}" accepted
check "and the programme is there" sh -c '"$0" list | grep -q 海底観測網' "$K"
get -d "csrf=$CSRF" -d "seen=$seen" -d p0=1 "$URL$at/accept"; check "accepting twice is a conflict" is 409
get -F "csrf=$CSRF" -F "file=@programmes/bio/programme.yaml" -F "file=@programmes/genai/programme.yaml;filename=genai.yaml" "$URL/import"
check "several files lead to the list" sh -c 'tr -d "\r" <"$0" | grep -q "^Location: /import$"' "$T/head"
get -F "csrf=$CSRF" "$URL/import"; check "a form without a file says so" is 422; check "beside the field" has "$T/page" 'id="file-wrong"'
printf '' >"$T/empty"; get -F "csrf=$CSRF" -F "file=@$T/empty;filename=empty.txt" "$URL/import"; check "an empty file is refused" is 422
get -F "csrf=0000" -F "file=@tests/data/report.txt" "$URL/import"; check "a wrong form token is 403" is 403
get -d "csrf=0000" "$URL$at/drop"; check "for each form" is 403

# --- the API: the same again, a changed file, dropping
send again.txt tests/data/report.txt
check "a paper over the API is taken in" is 202
check "and has an address" sh -c 'tr -d "\r" <"$0" | grep -q "^Location: /api/v1/imports/$1$"' "$T/head" "$ID"
check "it is read" wait_for "$ID" read
check "the same paper changes nothing" says '.programmes[0].result == "same" and (.programmes[0].changes|length) == 0'
first=$ID; send other-name.txt tests/data/report.txt
check "the same bytes wait once" [ "$ID" = "$first" ]
sed 's/国際共著論文数/国際共著論文の数/; s/970百万円/980百万円/' programmes/asean/programme.yaml | sed 's/yen: 970000000/yen: 980000000/' >"$T/asean2.yaml"
send asean2.yaml "$T/asean2.yaml"; changed=$ID
check "a changed pack is read" wait_for "$changed" read
check "and its difference told by field" says '.programmes[0].result == "changed" and ([.programmes[0].changes[].path]|index("request.yen")) != null'
get "$URL/import/$changed?lang=ja"
check "in words, the figure once with its wording" has "$T/page" "要求額"
check "before and after" sh -c 'grep -q "<del>" "$0" && grep -q "<ins>" "$0"' "$T/page"
sed 's/yen: 970000000/yen: 990000000/' programmes/asean/programme.yaml >"$T/asean3.yaml"
send asean3.yaml "$T/asean3.yaml"; third=$ID
check "another change waits beside it" wait_for "$third" read
seen=$(jq -r .seen "$T/page")
api POST "imports/$changed/accept"; check "the first is accepted" is 200
check "as foretold" says '.state == "accepted" and .programmes[0].result == "changed"'
api POST "imports/$third/accept" -d "{\"seen\":\"$seen\"}" -H 'Content-Type: application/json'
check "the second was looked at before: a conflict" is 409; check "with its place" says '.error.where == "seen"'
check "and nothing is stored" sh -c '"$0" show asean --json | jq -e ".request.yen == 980000000"' "$K"
get -d "csrf=$CSRF" -d "seen=$seen" -d p0=1 "$URL/import/$third/accept"; check "the page shows the new difference instead" is 409
check "and says why" has "$T/page" 'role="alert"'
api GET "imports/$third"; check "the new difference is against the new version" says '[.programmes[0].changes[] | select(.path == "request.yen")][0].old == 980000000'
api POST "imports/$third/accept" -d "{\"seen\":\"$(jq -r .seen "$T/page")\",\"programmes\":[0]}" -H 'Content-Type: application/json'
check "then it can be accepted" is 200
api POST "imports/$first/drop"; check "a paper can be dropped" says '.state == "dropped"'
api POST "imports/$first/accept"; check "and is then not accepted" is 409
api POST "imports/$first/drop"; check "nor dropped again" is 409
api POST "imports/$changed/accept" -d '[]' -H 'Content-Type: application/json'; check "a body that is no object" is 422
api POST "imports/99999/accept"; check "an intake that is not there" is 404
api POST "imports/zz/drop"; check "nor by a word" is 404
api POST imports; check "no paper at all" is 422
api POST "imports" -H 'Content-Type: application/octet-stream' --data-binary x; check "a paper without a name" is 422

# --- refused: each with its reason, and nothing in the store
before=$("$K" list | wc -l)
printf 'binary\000\001\002\003' >"$T/bin"; echo "ただの文章です。" >"$T/prose.txt"; head -c 900 tests/data/report.txt >"$T/cut.txt"
printf 'format: kanmon-record-1\nname: [1, 2\n' >"$T/bad.yaml"
printf 'format: kanmon-record-1\nname: 壊れた定義\nindicators:\n  - {type: outcome, name: x, values: {"R6": {}}}\n' >"$T/shape.yaml"
for f in bin prose.txt cut.txt bad.yaml shape.yaml; do
    send $f "$T/$f"; check "$f comes in" is 202
    check "$f is refused" wait_for "$ID" refused
    check "$f with a reason in both languages" says '(.why|length) > 10 and (.why_en|length) > 10'
    [ $f != shape.yaml ] || check "a record of the wrong shape names its field" says '.place | test("indicators.0..values.R6")'
    get "$URL/import/$ID?lang=en"; check "$f has a page that says so" has "$T/page" "could not be read"
done
check "nothing of them is stored" [ "$("$K" list | wc -l)" -eq "$before" ]

# --- hostile names
n=0
for name in '../../x' '<script>alert(1)</script>' '%00' "$(head -c 3000 /dev/zero | tr '\0' a)" "'; DROP TABLE intake; --" '..%2f..%2fetc%2fpasswd'; do
    n=$((n + 1)); echo "名前だけの文書 $n" >"$T/n$n"
    api POST imports -F "file=@$T/n$n;filename=\"$name\""
    check "a hostile name is a name ($n)" is 202
    check "without folders and short ($n)" says '(.name|length) <= 200 and (.name|test("/")|not) and (.name|length) > 0'
done
get "$URL/import"; check "no script in the list" fails grep -q '<script>alert' "$T/page"
check "the list holds" is 200
check "nothing was written outside" [ ! -e x ]

# --- rights
officer=$COOKIE officer_token=$TOKEN officer_csrf=$CSRF
sign_in reader reader
get "$URL/import"; check "a reader has no page of papers" is 403
get -F "csrf=$CSRF" -F "file=@tests/data/report.txt" "$URL/import"; check "and sends none" is 403
api POST "imports?name=x" -H 'Content-Type: application/octet-stream' --data-binary x; check "nor over the API" is 403
api POST "imports/$third/drop"; check "nor drops one" is 403
COOKIE= ; get "$URL/import"; check "a guest is shown the way in" fails is 200
COOKIE=$officer TOKEN=$officer_token CSRF=$officer_csrf

# --- two at once
for i in 1 2 3 4; do
    sed "s/海底観測網の高度化/海底観測網の高度化 その$i/" tests/data/report.txt >"$T/r$i.txt"
    command curl -sS -o "$T/at$i" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/octet-stream' --data-binary "@$T/r$i.txt" "$URL/api/v1/imports?name=r$i.txt" &
done
for i in 1 2 3 4; do n=0; while [ ! -s "$T/at$i" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done; done
for i in 1 2 3 4; do check "paper $i of four at once is read" wait_for "$(jq -r .id "$T/at$i")" read; done

check "the ledger holds" "$K" ledger verify
check "and knows who accepted" sh -c '"$0" ledger --json | jq -e "[.[] | select(.act == \"intake.accept\" and (.actor|test(\"officer\")))] | length >= 3"' "$K"
check "no statement was left open" fails grep "left open" "$T/serve.out"
finish
