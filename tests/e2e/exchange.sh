# exchange.sh -- what goes out for others: IATI files checked and written, RS tables, packs.
. "$(dirname "$0")/lib.sh.inc"
V=../shared/data/iati-vectors

if [ -r $V/vectors.tar.zst ]; then
    mkdir "$T/v" && zstd -dqc $V/vectors.tar.zst | tar -xC "$T/v"
    check "the vectors of the IATI standard" python3 tests/iati_vectors.py "$K" "$T/v/tests"
else
    skip "the vectors of the IATI standard are not here (../shared/data)"
fi
printf '<iati-activities version="2.03"/>' >"$T/empty.xml"
check "a file that lacks an activity" sh -c '"$0" check "$1" >"$2"; [ $? -eq 1 ] && grep -q IATI-MISSING "$2"' "$K" "$T/empty.xml" "$T/o"
check "its finding in English as JSON" sh -c '"$0" check --json "$1" | python3 -c "import json,sys; r = json.load(sys.stdin); assert r[\"structure\"] == 1 and \"iati-activity\" in r[\"findings\"][0][\"text_en\"]"' "$K" "$T/empty.xml"
check "a file that is not there" sh -c '"$0" check "$1" 2>"$2"; [ $? -eq 1 ] && grep -q no.xml "$2"' "$K" "$T/no.xml" "$T/o"

# What we write is good by our own check and, where the standard's schemas are at hand, by xmllint. xml.xsd: of the XML
# namespace only xml:lang is used.
valid() { # valid FILE...
    "$K" check "$@" || return 1
    [ -r "$T/xsd/iati-activities-schema.xsd" ] || return 0
    xmllint --noout --nonet --schema "$T/xsd/iati-activities-schema.xsd" "$@"
}
if [ -r $V/iati-activities-schema.xsd ] && command -v xmllint >/dev/null; then
    mkdir "$T/xsd" && cp $V/iati-activities-schema.xsd $V/iati-common.xsd "$T/xsd/"
    cat >"$T/xsd/xml.xsd" <<'X'
<xs:schema targetNamespace="http://www.w3.org/XML/1998/namespace" xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:attribute name="lang"><xs:simpleType><xs:union memberTypes="xs:language"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value=""/></xs:restriction></xs:simpleType></xs:union></xs:simpleType></xs:attribute>
</xs:schema>
X
else
    skip "the schemas of the IATI standard or xmllint are not here"
fi
"$K" import programmes/*/programme.yaml >/dev/null
for p in asean bio genai jaxa; do
    check "$p as IATI" "$K" export iati $p --url https://kanmon.example.jp -o "$T/$p.xml"
    check "$p as IATI is valid" valid "$T/$p.xml"
done
python3 tests/hostile.py programmes/asean/programme.yaml "$T/hostile.yaml" >/dev/null
printf '\nname_en: "Evil & <Co> ]]> \\u0007"\n' >>"$T/hostile.yaml"
"$K" import "$T/hostile.yaml" >/dev/null
check "hostile text in every field" "$K" export iati hostile -o "$T/hostile.xml"
check "is valid all the same" valid "$T/hostile.xml"
check "and stands there as text" python3 - "$T/hostile.xml" <<'X'
import sys, xml.etree.ElementTree as E
a = E.parse(sys.argv[1]).getroot().find('iati-activity')
text = ' '.join(e.text or '' for e in a.iter()) + ' '.join(v for e in a.iter() for v in e.attrib.values())
for evil in ('<script>alert(1)</script>', "'; DROP TABLE programme; --", ']]></w:t><!--', '%s%n%x${jndi:ldap://x}', '\u202eback', '&lt;b&gt;&amp;', 'Evil & <Co> ]]> '):
    assert evil in text, evil
assert not [e for e in a.iter() if e.tag in ('script', 'img')]
X
check "what the record holds is in the file" python3 - "$T/asean.xml" <<'X'
import sys, xml.etree.ElementTree as E
a = E.parse(sys.argv[1]).getroot().find('iati-activity')
assert a.find('iati-identifier').text == 'JP-JCN-7000012060001-asean'
assert a.find('reporting-org').get('ref') == 'JP-JCN-7000012060001'
lang = '{http://www.w3.org/XML/1998/namespace}lang'
assert [n.get(lang) for n in a.findall('title/narrative')] == [None, 'en'] and a.get(lang) == 'ja'
assert [(b.find('period-start').get('iso-date'), b.find('value').text) for b in a.findall('budget')] == [('2024-04-01', '970000000')]
assert [(d.get('type'), d.get('iso-date')) for d in a.findall('activity-date')] == [('1', '2024-04-01'), ('3', '2029-03-31')]
assert [r.get('type') for r in a.findall('result')] == ['1', '2']
i = [i for i in a.iter('indicator') if i.find('title/narrative').text == '国際共著論文数'][0]
assert (i.find('baseline').get('year'), i.find('baseline').get('value')) == ('2020', '34246')
assert [(p.find('period-start').get('iso-date'), p.find('actual').get('value')) for p in i.findall('period')] == [('2018-04-01', '29141'), ('2019-04-01', '30657'), ('2020-04-01', '34246')]
assert any(d.get('url').endswith('/programmes/asean/sheet/ex-ante.pdf') for d in a.findall('document-link'))
X
cat >"$T/sheets.ndjson" <<'X'
{"事業ID":9001,"公開年度":2020,"事業名":"深海の研究","開始年度":2019,"終了年度":2030,"府省庁":"文部科学省","事業番号":"0301","担当部局庁":"研究開発局","担当課室":"海洋課","事業目的":"海を知る。","事業概要":"船を出す。\u0001","予算":[{"年度":2019,"当初予算":100.0,"予算計":120.0,"執行額":110.0},{"年度":2020,"当初予算":130.0,"予算計":130.0}],"支出先":[{"年度":2019,"グループ":"A","番号":1,"支出先名":"国立大学法人東京大学","法人番号":"5010005007398","支出額":50.0}],"アウトカム":[{"成果目標":"論文を増やす","成果指標":"論文数","単位":"本","目標値":"400","目標最終年度":2024,"成果実績":[{"年度":2019,"成果実績":310.5,"目標値":300.0}]}],"アウトプット":[{"活動指標":"航海数","単位":"回","活動実績":[{"年度":2019,"活動実績":12.0,"当初見込み":10.0}]}],"関連する過去のレビューシート":[]}
{"事業ID":9001,"公開年度":2021,"事業名":"深海の研究","開始年度":2019,"終了年度":2030,"府省庁":"文部科学省","事業番号":"2021-文科-20-0301","予算":[{"年度":2019,"当初予算":100.0,"予算計":120.0,"執行額":109.0},{"年度":2020,"当初予算":130.0,"予算計":130.0,"執行額":125.0},{"年度":2022,"要求額":140.0}],"支出先":[],"アウトカム":[{"成果目標":"論文を増やす","成果指標":"論文数","単位":"本","目標値":"400","目標最終年度":2024,"成果実績":[{"年度":2019,"成果実績":311.0,"目標値":300.0},{"年度":2020,"成果実績":320.0,"目標値":310.0}]}],"アウトプット":[],"関連する過去のレビューシート":[]}
X
"$K" import "$T/sheets.ndjson" >/dev/null
check "a programme of review sheets" "$K" export iati 深海の研究 -o "$T/sea.xml"
check "is valid" valid "$T/sea.xml"
check "its years are put together, the newest sheet first" python3 - "$T/sea.xml" <<'X'
import sys, xml.etree.ElementTree as E
a = E.parse(sys.argv[1]).getroot().find('iati-activity')
money = lambda name, *at: [(e.find(at[0]).get('iso-date')[:4], int(e.find('value').text)) for e in a.findall(name)]
assert money('budget', 'period-start') == [('2019', 100000000), ('2019', 120000000), ('2020', 130000000), ('2022', 140000000)], money('budget', 'period-start')
assert money('planned-disbursement', 'period-start') == [('2022', 140000000)]
assert money('transaction', 'transaction-date') == [('2020', 109000000), ('2021', 125000000)]
i = [i for i in a.iter('indicator') if i.find('title/narrative').text == '論文数'][0]
said = [(p.find('period-start').get('iso-date')[:4], *((p.find(x).get('value') if p.find(x) is not None else None) for x in ('target', 'actual'))) for p in i.findall('period')]
assert said == [('2019', '300', '311'), ('2020', '310', '320'), ('2024', '400', None)], said
assert [o.get('ref') for o in a.findall('participating-org') if o.get('role') == '4'] == []
assert ['2020:0301', '2021:2021-文科-20-0301'] == [o.get('ref') for o in a.findall('other-identifier')]
assert 'type' in a.find('sector').attrib or a.find('sector').get('vocabulary') == '99'
X
if [ -r ../shared/data/review-sheets/sheets-2021.ndjson.zst ]; then
    zstd -dqc ../shared/data/review-sheets/sheets-2021.ndjson.zst | sed -n '2000,2120p' >"$T/real.ndjson"
    "$K" import "$T/real.ndjson" >/dev/null
    check "real review sheets" "$K" export iati fy:2021 -o "$T/real.xml"
    check "are valid" valid "$T/real.xml"
    check "and there are many" sh -c '[ "$(grep -c "<iati-activity " "$0")" -gt 100 ]' "$T/real.xml"
else
    skip "the national review sheets are not here (../shared/data)"
fi
[ -d "$T/xsd" ] && check "spoiled files get the verdict of the schema" python3 tests/iati_spoil.py "$K" "$T/xsd/iati-activities-schema.xsd" "$T" "$T/genai.xml" "$T/sea.xml"
check "nothing that fits is said" sh -c '! "$0" export iati no_such_word_at_all -o "$1" 2>"$2" && [ ! -e "$1" ] && grep -q no_such_word "$2"' "$K" "$T/none.xml" "$T/o"
check "a folder that is not there" sh -c '! "$0" export iati asean -o "$1/no/such/x.xml" 2>"$2" && grep -q no/such "$2"' "$K" "$T" "$T/o"

serve
sign_in reader reader
curl -s "$URL/api/v1/programmes/asean?format=iati" -o "$T/api.xml" -D "$T/head"
check "one programme by the API" valid "$T/api.xml"
check "with the address of the server in it" has "$T/api.xml" "$URL/programmes/asean"
check "as a file" has "$T/head" "asean-"
curl -s "$URL/api/v1/programmes?format=iati&limit=3" -o "$T/list.xml"
check "a list by the API" sh -c '[ "$(grep -c "<iati-activity " "$0")" -eq 3 ]' "$T/list.xml"
curl -s "$URL/programmes/asean" -o "$T/page"
check "the page links to it" has "$T/page" '/api/v1/programmes/asean?format=iati'
curl -s "$URL/programmes?q=fy%3A2024" -o "$T/page"
check "the list links to what it shows" has "$T/page" 'format=iati&amp;limit=1000&amp;q=fy%3A2024'
unserve

# Packs: the folder is read back as the same, into this store and into an empty one.
mkdir -p "$T/packs"
for p in asean bio genai jaxa hostile; do
    check "$p as a pack" "$K" export pack $p "$T/packs/$p"
    check "it is read back as the same" sh -c '"$0" import "$1" --json | jq -e ".[0].programmes[0].result == \"same\""' "$K" "$T/packs/$p/programme.yaml"
done
check "a pack is never written over" sh -c '! "$0" export pack asean "$1" 2>"$2" && grep -q programme.yaml "$2"' "$K" "$T/packs/asean" "$T/o"
printf 'format: kanmon-record-1\nkey: "decimals"\nname: "小数の事業"\nindicators:\n  - {type: "output", name: "率", unit: "%%", values: {"2020": {value: 12.5, qualifier: "exact", text: "12.5"}, "2021": {value: -0.1, qualifier: "exact", text: "-0.1"}}}\n' >"$T/decimals.yaml"
"$K" import "$T/decimals.yaml" >/dev/null
check "decimals" sh -c '"$0" export pack decimals "$1/d" && "$0" import "$1/d/programme.yaml" --json | jq -e ".[0].programmes[0].result == \"same\"" && "$0" show decimals --json | jq -e ".indicators[0].values[\"2021\"].value == -0.1"' "$K" "$T"

# Tables of the RS system. A JUDGIT! sheet and a record laid out, given a project id, read, written: the same bytes.
check "a review sheet as tables" "$K" export rs 深海の研究 --year 2021 -o "$T/sea"
check "in the official layout" sh -c 'head -c 3 "$1" | od -An -tx1 | grep -q "ef bb bf" && grep -c "$(printf "\r")\$" "$1" | grep -qx 4' - "$T/sea/2-1_RS_2021_予算・執行_サマリ.csv"
check "with targets and actuals under their years" python3 - "$T"/sea/3-1_*.csv <<'X'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline='')))
said = {r['目標年度／目標値／実績値／達成率']: {k: v for k, v in r.items() if k.isdigit() and v} for r in rows if r['活動指標／成果指標'] == '論文数'}
assert said == {'1.目標年度': {'2024': '1'}, '2.目標値': {'2019': '300', '2020': '310', '2024': '400'}, '3.実績値': {'2019': '311', '2020': '320'}, '4.達成率': {}}, said
X
check "a report as tables" "$K" export rs asean -o "$T/report"
check "with its pathway" sh -c 'grep -q アクティビティ "$0"' "$T/report/3-2_RS_2024_効果発現経路_目標のつながり.csv"
again() { # again FOLDER ID: numbered, taken into a store of its own, written again
    python3 tests/rs_round.py number "$1" "$2" || return 1
    (
        KANMON_STORE=$(another_store "rs$2")
        "$K" import "$1" >/dev/null && "$K" export rs "number:$2" -o "$1.again" >/dev/null && diff -r "$1" "$1.again" && "$K" import "$1.again" | grep -q "新規 0、変更 0"
    )
}
check "read and written again it is the same, byte by byte" again "$T/sea" 990001
check "and so is the report" again "$T/report" 990002
if [ -r ../shared/data/rs2024-csv/rs2024-2-1.csv.zst ]; then
    python3 tests/rs_round.py cut ../shared/data/rs2024-csv "$T/official" 12
    "$K" import "$T/official" >/dev/null
    check "official tables" "$K" export rs has:sheet fy:2024 --parts all --year 2024 -o "$T/written"
    check "are the same rows again" python3 tests/rs_round.py same "$T/official" "$T/written"
else
    skip "the official tables are not here (../shared/data)"
fi
check "a table that there is not" sh -c '! "$0" export rs asean --parts 9-9 -o "$1" 2>"$2" && grep -q 9-9 "$2"' "$K" "$T/x" "$T/o"
check "tables are never written over" sh -c '! "$0" export rs asean -o "$1" 2>"$2" && grep -q 1-2_RS_2024 "$2"' "$K" "$T/report" "$T/o"
finish
