#!/bin/sh
# api.sh -- /api/v1 over HTTP: objects, lists in pieces, tables, problems.
. tests/e2e/lib.sh.inc
"$K" import programmes/*/programme.yaml >/dev/null
serve
sign_in
get "$URL/api/v1/programmes"; check "api list" sh -c '[ "$(jq ".items|length" "$0")" -eq 4 ]' "$T/page"
get "$URL/api/v1/programmes/asean"; check "api one" sh -c '[ "$(jq -r .key "$0")" = asean ]' "$T/page"
get "$URL/api/v1/programmes/none"; check "api 404 is JSON" sh -c 'jq -e ".error.status == 404" "$0"' "$T/page"
check "and says what is wrong as a problem" grep -qi 'content-type: application/problem+json' "$T/head"
for p in programmes programmes/1/findings programmes/1/history programmes/1/roster indicators documents documents/1/lines findings ledger 'search?q=ASEAN'; do
    get "$URL/api/v1/$p$(case $p in *\?*) echo '&' ;; *) echo '?' ;; esac)limit=1&offset=0"
    check "api $p is a list in pieces" sh -c 'jq -e "(.items|length) == ([.total, 1]|min) and .limit == 1" "$0"' "$T/page"
done
get "$URL/api/v1/programmes?limit=3&order=name"; next=$(jq -r .next "$T/page")
get "$URL$next"; check "the next piece is the rest" sh -c 'jq -e "(.items|length) == 1 and .next == null" "$0"' "$T/page"
get "$URL/api/v1/programmes?limit=0"; check "a piece of nothing is refused" is 422
get "$URL/api/v1/programmes?limit=zz"; check "a limit that is no number names itself" sh -c 'jq -e ".error.where == \"limit\"" "$0"' "$T/page"
get "$URL/api/v1/programmes?format=csv"; check "a list as csv" sh -c '[ "$(wc -l < "$0")" -eq 5 ]' "$T/page"
get "$URL/api/v1/programmes?format=exe"; check "no other format" is 422
get "$URL/api/v1/programmes/1?as_of=yesterday"; check "as_of is a day" is 422
get "$URL/api/v1/indicators/zz"; check "an indicator by a word is 404" is 404
get "$URL/api/v1/ledger/verify"; check "the chain over the wire" sh -c 'jq -e ".ok and .broken == null" "$0"' "$T/page"
get "$URL/api/v1/programmes?format=xlsx"; check "a list as Excel" sh -c 'head -c 2 "$0" | grep -q PK' "$T/page"
get "$URL/api/v1/openapi.json"; check "the description" sh -c 'jq -e ".openapi == \"3.1.0\" and .components.schemas.Record.properties.name" "$0"' "$T/page"
jq -r '.paths | to_entries[] | .key as $p | .value | keys[] | ascii_upcase + " " + ($p | gsub("\\{[a-z]+\\}"; ":id"))' "$T/page" | sort >"$T/told"
sed -n 's|^ROUTE(\([A-Z]*\), *"/api/v1\(/[^"]*\)".*|\1 \2|p' src/web/routes.def | sort >"$T/served"
check "names every address that is served, and no other (docs/openapi.yaml, src/web/routes.def)" diff "$T/served" "$T/told"
get "$URL/api?lang=en"; check "people read it at /api" has "$T/page" "POST /api/v1/imports/{id}/accept"
get "$URL/api?lang=ja"; check "in Japanese, too" has "$T/page" "読み取った事業を受け入れる"
check "no statement was left open" fails grep "left open" "$T/serve.out"
finish
