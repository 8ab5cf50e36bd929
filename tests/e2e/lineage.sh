#!/bin/sh
# lineage.sh -- one programme over many years: proposed, decided and undone by command, page and API; as launched.
. tests/e2e/lib.sh.inc
"$K" import programmes/*/programme.yaml >/dev/null
sheet() { # sheet YEAR NUMBER NAME OFFICE YEN
    printf '{"ID":1,"事業ID":null,"公開年度":%s,"事業名":"%s","開始年度":2015,"終了年度":null,"府省庁":"文部科学省","事業番号2":"%s","事業番号":"%s","担当部局庁":"%s","担当課室":"課","作成責任者":"関門 一","事業目的":"研究の国際化を進める。","事業概要":"共同研究を支援する。","予算":[{"年度":2021,"当初予算":%s.0,"予算計":%s.0}],"支出先":[],"アウトカム":[],"アウトプット":[],"関連する過去のレビューシート":[]}\n' "$1" "$3" "$2" "$2" "$4" "$5" "$5"
}
{ sheet 2021 0101 国際頭脳循環の推進事業 国際局 500; sheet 2021 0102 橋梁の点検に必要な経費 道路局 70; sheet 2022 0201 国際頭脳循環推進事業 国際局 500; sheet 2022 0202 海底地形の調査 海洋局 30; } >"$T/sheets.ndjson"
"$K" import "$T/sheets.ndjson" >/dev/null
count() { "$K" list --json | jq length; }
check "the packs name seven budget projects, all waiting" sh -c '[ "$("$0" link list --as confirmed --json | jq "[.[] | select(.waits and .basis == \"pack\")] | length")" -eq 7 ]' "$K"
check "eight programmes" [ "$(count)" -eq 8 ]
check "a renamed one is proposed" sh -c '"$0" link propose --json | jq -e ".proposed == 1 and .ended == 2"' "$K"
check "and nothing joined" [ "$(count)" -eq 8 ]
check "with its reasons" sh -c '"$0" link list --as proposed --explain | grep -q 事業名が似ている' "$K"
check "again nothing new" sh -c '"$0" link propose --json | jq -e ".proposed == 0 and .known == 1"' "$K"
id=$("$K" link list --as proposed --json | jq '.[0].id')
check "rejected" "$K" link reject "$id"
check "it is never proposed again" sh -c '"$0" link propose --json | jq -e ".proposed == 0"' "$K"
check "undone it is open again" "$K" link undo "$id"
check "confirmed" "$K" link confirm "$id"
check "both are one programme" [ "$(count)" -eq 7 ]
check "which keeps both sheets" sh -c '"$0" list 国際頭脳循環 --json | jq -e "length == 1 and .[0].sheets == 2"' "$K"
check "a decision stands until it is undone" fails "$K" link confirm "$id"
check "parted again" sh -c '"$0" link undo "$1" && [ "$("$0" list --json | jq length)" -eq 8 ]' "$K" "$id"
check "those above a score, together" sh -c '"$0" link confirm --score 0.7 --json | jq -e ".confirmed == 1" && "$0" link undo "$1"' "$K" "$id"
check "a score is a number up to 1" fails "$K" link confirm --score 7
check "the ledger holds" "$K" ledger verify
check "no kind of that name" fails "$K" link add asean bio cousin
# The tables of the review system bring what was launched.
"$K" link add jaxa rs-project:9001 launched-as >/dev/null
"$K" import tests/data/rs/*.csv >/dev/null 2>&1
check "a link that waited has its sheet" sh -c '"$0" link list --json | jq -e "any(.[]; .to_key == \"rs-project:9001\" and (.waits | not))"' "$K"
serve
sign_in
get() { curl -sS -o "$T/page" -w '%{http_code}' "$@" >"$T/code"; }
is() { [ "$(cat "$T/code")" = "$1" ]; }
get "$URL/programmes/jaxa/launched"; check "as launched" is 200
check "the launched programme is there" has "$T/page" 計算科学の基盤づくり
check "its money with table and line" has "$T/page" 表2-1
check "ministries without a sheet wait" has "$T/page" シート待ち
check "the amount asked for beside it" has "$T/page" 3,000
get "$URL/programmes/jaxa/launched?lang=en"; check "in English" has "$T/page" "As launched"
get "$URL/programmes/jaxa/launched?format=csv"; check "csv: a waiting ministry is a row" has "$T/page" '7159,"経済産業省"'
get "$URL/programmes/jaxa/launched?format=xlsx"; check "xlsx" is 200
curl -sS "$URL/api/v1/programmes/jaxa/launched" >"$T/json"
check "the API says the same" jq -e '[.targets[] | select(.waits)] | length == 4' "$T/json"
check "every launched value has its sheet and file" jq -e '[.targets[].rows[] | select(.launched != null)] | length > 5 and all(.sheet != null and .launched_source.file != null)' "$T/json"
check "an evaluated money has its year" jq -e 'any(.targets[].rows[]; .part == "money" and .fy == 2024 and .evaluated_yen == 3000000000 and .state == "initial" and .verdict == "differs")' "$T/json"
get "$URL/programmes/asean/launched"; check "a programme whose sheet is not here says so" has "$T/page" シート待ち
get "$URL/programmes/1"; check "lineage on the page" has "$T/page" 'id="lineage"'
get "$URL/links?state=confirmed"; check "a link that waits says for what, in words" has "$T/page" "予算事業ID 7615"
check "and not as a key" fails has "$T/page" "<code>rs-project:"
check "and is shown by command" sh -c '"$0" show rs9001 | grep -q 2024 && "$0" show rs9001 --json | jq -e ".version == null and (.sheets_held | length) == 1"' "$K"
get "$URL/programmes/rs9001"; check "a programme known from sheets goes out as IATI" has "$T/page" "/api/v1/programmes/rs9001?format=iati"
get "$URL/links"; check "the queue" has "$T/page" 国際頭脳循環推進事業
get -X POST -d csrf="$CSRF" -d kind=successor -d back=/links "$URL/links/$id/confirm"; check "confirmed as another kind" is 303
check "two programmes stay two" [ "$(count)" -eq 11 ]
get -X POST -d csrf="$CSRF" "$URL/links/$id/undo"; check "undone by page" is 303
get -X POST -d csrf="$CSRF" -d kind=same "$URL/links/$id/confirm"; get -X POST -d csrf="$CSRF" "$URL/links/$id/undo"; check "confirmed as one and undone" [ "$(count)" -eq 11 ]
get -X POST -d csrf="$CSRF" --data-urlencode "ids=$id" "$URL/links/confirm"; check "those shown, together" is 303
check "one programme" [ "$(count)" -eq 10 ]
old=$(curl -sS "$URL/api/v1/links/$id" | jq -r '.from.key'); get "$URL/programmes/$old"; check "the old address shows the one programme" has "$T/page" 国際頭脳循環
get -X POST -d csrf="$CSRF" --data-urlencode from=asean --data-urlencode to=nothing -d kind=related "$URL/links"; check "a wrong name is told on the page" is 404
check "with what was typed" has "$T/page" 'value="nothing"'
get -X POST "$URL/links/$id/undo"; check "not without the page's own word" is 403
# A decided link leaves no sum and no check behind: at once the years of both are seen together, and apart again when it is undone.
unit_sheet() { # unit_sheet YEAR NUMBER NAME UNIT
    printf '{"ID":1,"事業ID":null,"公開年度":%s,"事業名":"%s","開始年度":2015,"終了年度":null,"府省庁":"文部科学省","事業番号2":"%s","事業番号":"%s","担当部局庁":"深海局","予算":[],"支出先":[{"年度":2020,"グループ":"A","番号":1,"支出先名":"関門深海株式会社","業務概要":"調査","支出額":8.0}],"アウトカム":[{"成果目標":"海底を知る","成果指標":"測った海底の広さ","単位":"%s","目標値":"90","目標最終年度":2030,"成果実績":[]}],"アウトプット":[],"関連する過去のレビューシート":[]}\n' "$1" "$3" "$2" "$2" "$4"
}
{ unit_sheet 2021 0901 深海の地形の測量 平方キロ; unit_sheet 2022 0902 深海地形測量事業 人; } >"$T/units.ndjson"
"$K" import "$T/units.ndjson" >/dev/null 2>&1
a=$("$K" list 深海 --json | jq '[.[].id] | min'); b=$("$K" list 深海 --json | jq '[.[].id] | max')
stands() { # stands PROGRAMMES FOUND : who paid the one organisation, which sheets changed a unit, what statistics count
    curl -sS "$URL/api/v1/organisations?q=%E9%96%A2%E9%96%80%E6%B7%B1%E6%B5%B7" | jq -e ".items[0].programmes == $1" &&
        [ "$("$K" list finding:unit-changed --json | jq length)" -eq "$2" ] && curl -sS "$URL/statistics?format=csv" >"$T/at_once" &&
        "$K" check sheets >/dev/null && curl -sS "$URL/statistics?format=csv" | cmp - "$T/at_once"
}
check "apart" stands 2 0
link=$("$K" link add "$b" "$a" same --json | jq .id); check "linked by command" stands 1 1
get -X POST -d csrf="$CSRF" "$URL/links/$link/undo"; check "undone on the page" stands 2 0
get -X POST -d csrf="$CSRF" "$URL/links/$link/confirm"; check "confirmed on the page" stands 1 1
api POST "links/$link/undo"; check "undone by the API" stands 2 0
api POST "links/$link/confirm" -H 'Content-Type: application/json' -d '{}'; check "confirmed by the API" stands 1 1
# Public series stand beside the indicator, and never in it.
printf 'migrationfrom,migrationto,year,n_migrations,n_migrations_back,netmigrations\nJP,TH,2016.0,51,25,26\nJPN,SGP,2016.0,4,1,3\n' >"$T/flows.csv"
check "a public series comes in" "$K" import "$T/flows.csv"
n=$("$K" list indicators 派遣者数 --json | jq '[.[] | select(.programme_key == "asean")][0].id')
get "$URL/indicators/$n"; check "the indicator has a second plot" has "$T/page" 'public-1'
check "with definition and licence" has "$T/page" "CC BY 4.0"
check "and its values in a table" has "$T/page" "<strong>55</strong>"
curl -sS "$URL/api/v1/indicators/$n" >"$T/json"; check "the official values are untouched" jq -e '(.values | has("2016") | not) and .values["2019"].value == 4178' "$T/json"
get "$URL/api/v1/indicators/$n/series?format=csv"; check "as csv" has "$T/page" "mobility-jp-asean"
unserve
serve
sign_in reader reader
get "$URL/links"; check "a reader sees the queue" is 200
check "without buttons" fails has "$T/page" "この関係を確認する"
get -X POST -d csrf="$CSRF" "$URL/links/$id/undo"; check "and decides nothing" is 403
finish
