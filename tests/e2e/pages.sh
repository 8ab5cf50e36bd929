#!/bin/sh
# pages.sh -- what pages say: facts with their lines, findings in place, the ledger and its proof, rules, saved filters.
. tests/e2e/lib.sh.inc
"$K" import programmes/*/programme.yaml >/dev/null
"$K" import --json tests/data/report.txt >"$T/taken" 2>/dev/null
KEY=$(jq -r '.[0].programmes[0].key' "$T/taken") # read from a paper, so its facts have lines
serve
sign_in officer admin,officer
seen() { [ "$(grep -o -- "$2" "$T/page" | wc -l)" -eq "$1" ]; }

get "$URL/programmes/jaxa?lang=ja"
for s in about pathway indicators money schedule policies people views overall findings record; do
    check "the section $s" has "$T/page" "<section id=\"$s\""
    check "and its place in the contents" has "$T/page" "<a href=\"#$s\">"
done
check "the pathway is drawn for both widths" seen 2 'class="diagram only-'
check "money is drawn" has "$T/page" 'id="money-plot-t"'
check "evaluations are drawn" has "$T/page" 'id="schedule-plot-t"'
check "amounts stand in millions with the exact yen on hover" has "$T/page" 'value="3000000000" title="3,000,000,000円">3,000</data>'
check "a finding in place leads to the whole" sh -c 'n=$(grep -o "href=\"#finding-[0-9]*\"" "$0" | head -1 | grep -o "[0-9]*"); grep -q "id=\"finding-$n\"" "$0"' "$T/page"
for f in $(grep -oE 'href="#[a-z-]+[0-9]*"' "$T/page" | sed 's/.*#\(.*\)"/\1/' | sort -u); do check "#$f is on the page" grep -q "id=\"$f\"" "$T/page"; done
today=$(date -u +%Y-%m-%d)
get "$URL/programmes/jaxa?as_of=2999-01-01&lang=en"; check "as of a day" has "$T/page" 'As it was known on 1 January 2999'
get "$URL/programmes/jaxa?as_of=2000-01-01"; check "before anything was known" is 404

get "$URL/programmes/bio/roster?lang=ja"; check "who did not take part" has "$T/page" '不参加（※）'
get "$URL/programmes/bio/history?lang=en"; check "the first version" has "$T/page" 'This is the first record of this evaluation.'

get "$URL/programmes/$KEY"; check "a fact leads to its line" grep -qE "href=\"/documents/[0-9]+\?lines=[0-9]+-[0-9]+&amp;of=$KEY#l[0-9]+\"" "$T/page"
doc=$(curl -sS "$URL/api/v1/programmes/$KEY" | jq .document.id)
get "$URL/documents/$doc?of=$KEY&lines=3-5&lang=ja"
check "lines that are meant are marked" seen 3 'class="on"'
check "what was read from a line stands beside it" grep -qE '<span class="of" lang="ja"><a class="quiet" href="/programmes/'"$KEY"'#[a-z]' "$T/page"
get "$URL/documents/$doc?of=nothing"; check "fields of a programme that is not there" is 404
get "$URL/documents/999999"; check "a document that is not there" is 404
get "$URL/documents/x"; check "or that is no number" is 404

get "$URL/search?q=%E5%89%B5%E8%96%AC&lang=ja"; check "words are marked where they stand" has "$T/page" '<mark>創薬</mark>'
get "$URL/search?q=money%3Eabc&lang=ja"; check "what is not understood is said" has "$T/page" 'banner warning'

get "$URL/findings?lang=ja"; check "findings by level" grep -qE 'aria-current="true">すべて <span' "$T/page"
get "$URL/findings?level=error&programme=genai&lang=en"; check "narrowed to one programme" fails grep -q 'href="/programmes/jaxa#findings"' "$T/page"
get "$URL/findings?format=csv&level=error"; check "what is shown can be saved" sh -c '[ "$(grep -c "\"error\"" "$0")" -ge 1 ] && ! grep -q "\"notice\"" "$0"' "$T/page"

# The proof file: anyone can compute the chain again from it.
get "$URL/ledger?format=ndjson"; cp "$T/page" "$T/proof"
check "the proof is a file" grep -qi '^content-disposition: attachment; filename="ledger-' "$T/head"
cat >"$T/chain.py" <<'PY'
import hashlib, json, sys
prev, n = "", 0
for line in open(sys.argv[1], encoding="utf-8"):
    r = json.loads(line)
    n += 1
    assert r["seq"] == n and r["prev_hash"] == prev
    assert hashlib.sha256(r["payload"].encode()).hexdigest() == r["payload_sha256"]
    said = "|".join([str(r["seq"]), r["at"], r["actor"], r["act"], r["subject"], r["payload_sha256"], prev])
    prev = hashlib.sha256(said.encode()).hexdigest()
    assert prev == r["hash"]
assert n > 5
PY
check "and the chain can be computed from it" python3 "$T/chain.py" "$T/proof"
sed 's/programme.put/programme.pat/' "$T/proof" >"$T/forged"; check "a forged one is seen" fails python3 "$T/chain.py" "$T/forged"
get "$URL/ledger"; check "a view does not verify" fails grep -q 'class="banner' "$T/page"
get "$URL/ledger?verify=1&lang=ja"; check "a verification is asked for" has "$T/page" '記録はつながっています'
get "$URL/ledger?act=document.put&lang=ja"; check "acts are named in words" has "$T/page" '文書を保存'
check "and narrowed" fails grep -q '<th scope="row" role="rowheader">事業を登録' "$T/page"

for p in checks rules regulations forms rights; do get "$URL/settings?part=$p&lang=en"; check "settings: $p" is 200; done
check "the matrix of rights is whole" sh -c '[ "$(grep -o "<tr role=\"row\"><th scope=\"row\"" "$0" | wc -l)" -eq "$(grep -c "^ACT(" src/domain/acts.def)" ]' "$T/page"

get --data-urlencode "name=大きな要求" --data-urlencode "q=money>20億" -d "sort=money desc" "$URL/filters"; check "a filter without the form's mark is refused" is 403
get --data-urlencode "name=大きな要求" --data-urlencode "q=money>20億" -d "sort=money desc" -d csrf="$CSRF" "$URL/filters"; check "a filter is kept" is 303
get "$URL/programmes?lang=ja"; check "and shown above the list" has "$T/page" '<a href="/filters/1">大きな要求</a>'
get "$URL/filters/1"; check "its link leads to the list in its order" grep -qi '^location: /programmes?q=money%3E20%E5%84%84&sort=money&dir=desc' "$T/head"
get --data-urlencode "name= " --data-urlencode "q=fy:2024" -d csrf="$CSRF" "$URL/filters"; check "a filter without a name is refused" is 422
COOKIE=; sign_in reader reader
get "$URL/programmes?lang=ja"; check "nobody sees another's filters" fails grep -q '大きな要求' "$T/page"
get "$URL/programmes/jaxa?lang=ja"; check "a reader sees no findings" fails grep -q 'finding-1' "$T/page"
get "$URL/settings"; check "nor the rules" is 403
check "and is not led there" fails grep -q 'href="/settings"' "$T/page"
check "no statement was left open" fails grep "left open" "$T/serve.out"
finish
