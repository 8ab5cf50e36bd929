#!/bin/sh
# again.sh -- a request that wants too much costs itself; a server that breaks off begins again in its place.
. tests/e2e/lib.sh.inc
"$K" import programmes/*/programme.yaml >/dev/null 2>&1
# The first answer of a page within five seconds: one that came at the moment of the end may be lost with it.
answered() { n=0; while [ $n -lt 50 ]; do [ "$(command curl -s -m 20 -o /dev/null -w '%{http_code}' -b "$COOKIE" "$URL/programmes")" = 200 ] && return 0; sleep 0.1; n=$((n + 1)); done; return 1; }

# A request has a cap. One that reaches it is told so, on pages and in the API; the others do not notice.
serve --memory 1
sign_in
get "$URL/programmes"; check "a small page is drawn" is 200
get "$URL/programmes/jaxa/sheet/ex-ante.pdf?lang=en"; check "a request that wants more than its cap is refused" is 413
check "and says why, in English" has "$T/page" "This needs more memory than one request may use and was stopped."
get "$URL/programmes/jaxa/sheet/ex-ante.pdf?lang=ja"; check "and in Japanese" has "$T/page" "一回の操作に使える記憶の上限を超えた"
check "the log says which" grep -q 'GET /programmes/jaxa/sheet/ex-ante.pdf: stopped at the memory limit' "$T/serve.out"
many() { for i in 1 2 3 4 5 6 7 8; do command curl -s -o /dev/null -b "$COOKIE" "$URL/programmes/jaxa/sheet/ex-ante.pdf?n=$i" & done
    bad=0; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do [ "$(command curl -s -o /dev/null -w '%{http_code}' -b "$COOKIE" "$URL/programmes?n=$i")" = 200 ] || bad=$((bad + 1)); done; wait $!; [ $bad = 0 ]; }
check "others go on meanwhile" many
check "and it is the same server" kill -0 "$SRV"
check "that did not begin again" fails grep -q "broke off" "$T/serve.out"
unserve

# Broken off: the same number, the same address, and what was acknowledged is there.
serve
port=${URL##*:}
get "$URL/programmes"; check "signed in" is 200
check "it breaks off" kill -ABRT "$SRV"
check "and those who come are answered" answered
check "under the same number" kill -0 "$SRV"
check "at the same address" [ "$(cat "$T/port")" = "$port" ]
check "and the log says so" grep -q "the server broke off (signal 06) and begins again" "$T/serve.out"
for i in 1 2; do "$K" import tests/data/report.txt >/dev/null 2>&1; kill -ABRT "$SRV"; check "again, time $i" answered; done
send report.txt tests/data/report.txt
kill -ABRT "$SRV"
n=0; while [ $n -lt 150 ]; do api GET "imports/$ID"; case $(jq -r .state "$T/page") in read|refused) break ;; esac; sleep 0.1; n=$((n + 1)); done
check "a paper that was being read is read again" [ "$(jq -r .state "$T/page")" = read ]
check "the ledger holds" "$K" ledger verify
for i in 1 2 3 4 5 6 7 8; do kill -ABRT "$SRV" 2>/dev/null && answered; done
check "what breaks off again and again ends" fails kill -0 "$SRV"
wait "$SRV" 2>/dev/null; code=$?
check "as an abort does" [ "$code" -gt 128 ]
check "and says that" grep -q "broke off (signal 06) too often: it ends" "$T/serve.out"
SRV=
finish
