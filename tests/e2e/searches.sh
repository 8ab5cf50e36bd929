# searches.sh -- searches that people keep: of every list, opened, renamed, shared, dropped; by page, API and command.
. "$(dirname "$0")/lib.sh.inc"
"$K" import programmes/bio/programme.yaml programmes/jaxa/programme.yaml >/dev/null
"$K" import tests/data/review-sheets.ndjson >/dev/null
serve
sign_in
keep() { get "$@" -d csrf="$CSRF" "$URL/filters"; }
where() { tr -d '\r' <"$T/head" | sed -n 's/^[Ll]ocation: //p'; }
keep --data-urlencode "name=創薬の事業" -d place=search --data-urlencode "q=創薬 ministry:文部科学省"; check "a search is kept" is 303
check "and leads back to it" [ "$(where)" = "/search?q=%E5%89%B5%E8%96%AC%20ministry%3A%E6%96%87%E9%83%A8%E7%A7%91%E5%AD%A6%E7%9C%81" ]
get "$URL/search?lang=ja"; check "it stands on the search page" has "$T/page" '<a href="/filters/1">創薬の事業</a>'
get "$URL/?lang=ja"; check "and on the first page" has "$T/page" '<a href="/filters/1">創薬の事業</a>'
get "$URL/programmes?lang=ja"; check "not above another list" fails has "$T/page" '創薬の事業'
# Every list of places.def has its form, and what is kept opens the same list.
n=1
while read -r place path; do
    get "$URL$path&lang=ja"
    check "$place is there" is 200
    check "$place offers to keep its conditions" has "$T/page" "name=\"place\" value=\"$place\""
    grep -o '<form method="post" action="/filters".*' "$T/page" | sed 's/<\/form>.*//' | grep -o '<input type="hidden" name="[a-z]*" value="[^"]*"' | sed 's/.*name="\([a-z]*\)" value="\([^"]*\)"/\1=\2/; s/&gt;/>/g' | grep -v '^csrf=' | sort -u >"$T/fields"
    set --
    while IFS= read -r f; do set -- "$@" --data-urlencode "$f"; done <"$T/fields"
    keep "$@" -d "name=list $place"; n=$((n + 1))
    check "$place is kept" is 303
    check "$place opens as it was" [ "$(where)" = "$path" ]
    get "$URL/filters/$n"; check "$place by its link" [ "$(where)" = "$path" ]
done <<'END'
programmes /programmes?q=money%3E1%E5%84%84&sort=money&dir=desc
indicators /indicators?q=%E8%AB%96%E6%96%87&sort=name&dir=asc
budget /budget-lines?q=fy%3A2024
organisations /organisations?q=%E9%9D%92&sort=years&dir=desc&number=with
findings /findings?level=error
links /links?q=x&state=confirmed
portfolio /portfolio?q=kind%3Asheet
statistics /statistics?q=kind%3Asheet
ledger /ledger?act=programme.put
END
check "all places were tried" [ "$n" -eq "$(grep -c '^PLACE(' src/domain/places.def)" ]
get "$URL/filters?lang=ja"; check "the page of all" is 200; check "with the conditions in words" has "$T/page" '<code>level=error</code>'
get "$URL/filters?lang=en"; check "in English" has "$T/page" "Kept searches"
# Hostile names, wrong forms.
keep --data-urlencode 'name="><img src=x onerror=alert(1)>' -d place=programmes -d q=fy:2024; check "markup in a name is a name" is 303
get "$URL/filters"; check "and text on the page" fails grep -q '<img src=x' "$T/page"
keep --data-urlencode "$(printf 'name=a\342\200\256b')" -d q=fy:2024; check "a name that turns the writing is refused" is 422
keep -d name=x -d place=nowhere -d q=1; check "a list that is none" is 422
get -d name=x -d place=programmes -d q=1 "$URL/filters"; check "a form that is not ours" is 403
get -d shared=1 "$URL/filters/1/share"; check "nor to share" is 403
get -d csrf="$CSRF" -d name= "$URL/filters/1/name"; check "a blank new name" is 422
get -d csrf="$CSRF" --data-urlencode "name=創薬" "$URL/filters/1/name"; check "renamed" is 303
get -d csrf="$CSRF" -d shared=1 "$URL/filters/1/share"; check "shared with all" is 303
get "$URL/filters/99"; check "none of that number" is 404
# What is new.
get "$URL/filters/1"
get "$URL/?lang=ja"; check "nothing is new after a look" fails has "$T/page" "新着・更新"
sed 's/^key: .*/key: "late"/; s/^name: .*/name: "遅れて来た創薬の事業"/' programmes/bio/programme.yaml >"$T/late.yaml"
"$K" import "$T/late.yaml" >/dev/null
get "$URL/?lang=ja"; check "one that fits is counted" has "$T/page" "新着・更新 1"
get "$URL/filters/1"; get "$URL/?lang=ja"; check "until the next look" fails grep -q '/filters/1">[^<]*</a> <span class="badge level notice">' "$T/page"
# Command and API.
check "the command lists them" sh -c '"$0" list searches | grep -q 創薬' "$K"
check "a shared one by its name" [ "$("$K" search --saved 創薬 --json 2>/dev/null | jq .total)" = "$("$K" search '創薬 ministry:文部科学省' --json 2>/dev/null | jq .total)" ]
check "a private one by its owner" sh -c '"$0" list programmes --saved "officer/list programmes" --json | jq -e "length > 0"' "$K"
check "none of that name" fails "$K" search --saved nothing
check "not one of another list" fails "$K" search --saved 'officer/list ledger'
api GET "programmes?saved=list%20programmes&limit=1000"; check "the API takes it too" [ "$(jq -r '[.items[].key] | join(" ")' "$T/page")" = "$(command curl -sS -H "Authorization: Bearer $TOKEN" "$URL/api/v1/programmes?q=money%3E1%E5%84%84&sort=money&dir=desc&limit=1000" | jq -r '[.items[].key] | join(" ")')" ]
api GET "search?saved=nothing"; check "and says when there is none" is 404
# Others: what is shared, and no more.
owner=$TOKEN
COOKIE=; sign_in looker reader
get "$URL/search?lang=ja"; check "another sees what is shared" has "$T/page" '/filters/1"'; check "and by whom" has "$T/page" "officerさんが共有"
get "$URL/filters/1"; check "and opens it" is 303
get "$URL/filters/2"; check "not what is private" is 404
get -d csrf="$CSRF" "$URL/filters/1/drop"; check "and cannot drop it" is 404
get -d csrf="$CSRF" -d name=y "$URL/filters/1/name"; check "nor rename it" is 404
keep -d name=mine -d place=programmes -d q=fy:2024 -d shared=1; check "a reader does not share" is 403
keep -d name=mine -d place=programmes -d q=fy:2024; check "but keeps" is 303
TOKEN=$owner
api POST filters/1 -H 'Content-Type: application/json' -d '{"shared":false}'; check "sharing ends" sh -c 'jq -e ".shared == false" "$0"' "$T/page"
get "$URL/filters/1"; check "for all" is 404
api POST filters/1/drop; check "dropped" is 200
api GET filters/1; check "and gone" is 404
check "each of it is on the ledger" sh -c '"$0" ledger | cut -f4 | sort -u | grep -c "^filter\." | grep -qx 5' "$K"
check "the ledger holds" "$K" ledger verify
COOKIE=
get "$URL/filters"; check "who is not signed in is asked to" is 303
check "no statement was left open" fails grep "left open" "$T/serve.out"
finish
