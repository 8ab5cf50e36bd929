#!/bin/sh
# web.sh -- pages, API and sign-in over HTTP.
. tests/e2e/lib.sh.inc
"$K" import programmes/*/programme.yaml >/dev/null
serve
get() { curl -sS -o "$T/page" -D "$T/head" -w '%{http_code}' "$@" >"$T/code"; }
is() { [ "$(cat "$T/code")" = "$1" ]; }
for p in / /programmes /programmes/1 /programmes/1/sheet /programmes/1/roster /programmes/1/history /indicators/1 /findings /documents /search?q=ASEAN /ledger /settings /sign-in; do
    for lang in ja en; do
        get "$URL$p$(case $p in *\?*) echo '&' ;; *) echo '?' ;; esac)lang=$lang"
        check "$p in $lang" is 200
        check "$p in $lang has one h1" sh -c '[ "$(grep -o "<h1" "$0" | wc -l)" -eq 1 ]' "$T/page"
    done
done
get "$URL/programmes"; check "a content security policy" grep -qi '^content-security-policy: default-src' "$T/head"
get "$URL/programmes?format=csv"; check "csv" has "$T/head" "text/csv"
get "$URL/nothing"; check "404" is 404
get "$URL/programmes/99999"; check "404 of a programme" is 404
get "$URL/assets/../Makefile" --path-as-is; check "no way out of the assets" fails is 200
get "$URL/search?q=%3Cscript%3Ealert(1)%3C/script%3E"; check "script in a search is text" fails grep -q '<script>alert' "$T/page"
get "$URL/api/v1/programmes"; check "api list" sh -c '[ "$(jq "(.programmes // .) | length" "$0")" -eq 4 ]' "$T/page"
get "$URL/api/v1/programmes/1"; check "api one" jq -e .name "$T/page"
get "$URL/api/v1/openapi.json"; check "openapi" sh -c 'jq -e ".openapi | startswith(\"3.1\")" "$0"' "$T/page"
get -X POST "$URL/documents"; check "an upload needs a person" fails is 200
first=$(grep -o '/first/[0-9a-zA-Z_-]*' "$T/serve.out" | head -1)
J=$T/jar
get -c "$J" "$URL$first"; check "the first link opens" is 200
csrf=$(grep -o 'name="csrf" value="[^"]*"' "$T/page" | head -1 | sed 's/.*value="//; s/"//')
get -b "$J" -c "$J" --data-urlencode "csrf=$csrf" --data-urlencode login=admin --data-urlencode "password=correct horse battery" "$URL$first"
check "the first administrator is made" is 303
get "$URL$first"; check "the link works once" fails is 200
get -c "$J" "$URL/sign-in"
csrf=$(grep -o 'name="csrf" value="[^"]*"' "$T/page" | head -1 | sed 's/.*value="//; s/"//')
get -b "$J" -c "$J" --data-urlencode "csrf=$csrf" --data-urlencode login=admin --data-urlencode "password=wrong wrong wrong" "$URL/sign-in"
check "a wrong password is refused" fails is 303
get -b "$J" -c "$J" --data-urlencode "csrf=$csrf" --data-urlencode login=admin --data-urlencode "password=correct horse battery" "$URL/sign-in"
check "sign-in" is 303
get -b "$J" -F "file=@programmes/bio/programme.yaml" "$URL/documents"; check "no upload without the token" fails is 200
get -b "$J" "$URL/documents"
csrf=$(grep -o 'name="csrf" value="[^"]*"' "$T/page" | head -1 | sed 's/.*value="//; s/"//')
get -b "$J" -F "csrf=$csrf" -F "file=@programmes/bio/programme.yaml" "$URL/documents"; check "an upload is previewed" is 200
finish
