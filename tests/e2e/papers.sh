#!/bin/sh
# papers.sh -- interim and ex-post reports through the command line; bad papers leave nothing behind.
. tests/e2e/lib.sh.inc
check "init" "$K" init
check "forms are listed" sh -c '[ "$("$0" forms | wc -l)" -ge 3 ]' "$K"
"$K" forms --json >"$T/forms.json"
check "each form says its file" sh -c '[ "$(jq -r ".[].file" "$0" | grep -c yaml)" -ge 3 ]' "$T/forms.json"
for f in interim ex-post layout wrapped; do
    "$K" import tests/data/$f.txt >"$T/$f" 2>&1
    check "$f is taken" has "$T/$f" ": 新規"
    "$K" import tests/data/$f.txt >"$T/$f.again" 2>&1
    check "$f twice changes nothing" has "$T/$f.again" ": 変更なし"
done
is() { [ "$("$K" show "$(key "$1")" --json | jq -r "$2")" = "$3" ]; }
key() { "$K" list --json | jq -r --arg n "$1" '.[] | select(.name == $n) | .key' | head -1; }
check "the direction" is 深海生物資源の探索と利用 .direction continue
check "an answer to a remark" is 深海生物資源の探索と利用 '.remark_pairs[1].answer' カタログを平成29年に公開した。
check "a judgement" is 雲粒の三次元観測 '.views[0].items[0].judgement' 達成した。
{ echo; echo; cat tests/data/interim.txt; } >"$T/lower.txt"
"$K" import "$T/lower.txt" >"$T/again" 2>&1
check "the same words on other lines change nothing" has "$T/again" ": 変更なし"
for f in md docx pdf; do
    for t in interim ex-post; do
        [ $t = interim ] && k=$(key 深海生物資源の探索と利用) || k=$(key 雲粒の三次元観測)
        "$K" sheet "$k" --type $t -o "$T/back-$t.$f"
        check "the $t form printed as $f and read again is the same record" sh -c '"$0" import --dry-run "$1" >"$2" 2>&1; grep -q ": 変更なし" "$2"' "$K" "$T/back-$t.$f" "$T/e"
    done
done
sed 's/「継続」する/「方向転換」する/' tests/data/interim.txt >"$T/changed.txt"
"$K" import --dry-run "$T/changed.txt" >"$T/diff" 2>&1
check "a changed paper shows what differs" grep -q '方向性: continue -> change' "$T/diff"
check "and a dry run takes nothing" is 深海生物資源の探索と利用 .direction continue

n=$("$K" list | wc -l)
sed -n 1,280p tests/data/traps.txt >"$T/cut.txt"
cat tests/data/report.txt "$T/cut.txt" >"$T/half.txt"
for f in cut half; do
    check "$f is refused with a line" sh -c '"$0" import "$1" 2>"$2"; [ $? -eq 1 ] && grep -Eq "[0-9]+ 行" "$2"' "$K" "$T/$f.txt" "$T/e"
done
head -c 3000 /dev/urandom >"$T/random.txt"
yes '観測点を増やし、海の底の動きを早く知る。' | head -c 100000000 >"$T/large.txt"
for f in random large; do
    check "$f is refused" sh -c 'timeout 60 "$0" import "$1" >"$2" 2>&1; [ $? -eq 1 ] && [ -s "$2" ]' "$K" "$T/$f.txt" "$T/e"
done
check "nothing of them was stored" sh -c '[ "$("$0" list | wc -l)" -eq "$1" ]' "$K" "$n"
check "English says the same" sh -c '"$0" import --lang en "$1" 2>&1 | grep -q "line [0-9]*: .*cut off"' "$K" "$T/cut.txt"
finish
