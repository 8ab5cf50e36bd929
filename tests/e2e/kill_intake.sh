#!/bin/sh
# kill_intake.sh -- a server that is killed or stopped while it reads a paper; papers that are too large.
. tests/e2e/lib.sh.inc
# With the release build where it is there: a reader under sanitizers takes minutes for the long paper.
[ -x build/kanmon ] && K=build/kanmon
serve
sign_in
WAIT_TRIES=900

# --- size
head -c $((64 * 1024 * 1024 + 1)) /dev/zero >"$T/big"
api POST "imports?name=big" -H 'Content-Type: application/octet-stream' --data-binary "@$T/big"; check "64 MiB and a byte are too much" is 413
get -F "csrf=$CSRF" -F "file=@$T/big" "$URL/import"; check "as a form, too" is 413
rm "$T/big"
# --- killed while it reads: nothing is lost, and it is read by the next server
awk '{ all = all $0 "\n" } END { for (i = 0; i < 300; i++) { one = all; gsub("海底観測網の高度化", "海底観測網の高度化 " i, one); printf "%s", one } }' tests/data/report.txt >"$T/long.txt"
send long.txt "$T/long.txt"; long=$ID
check "a long paper is begun" wait_for "$long" reading
check "and has a page that tells how far it is" sh -c 'grep -qi "^refresh: " "$0"' "$(get "$URL/import/$long"; echo "$T/head")"
kill -9 "$SRV"; wait "$SRV" 2>/dev/null
rm -f "$T/port"; serve
check "after kill -9 the next server reads it" wait_for "$long" read
check "once" says '.programmes | length == 300'
send long2.txt "$T/long.txt"; check "the same bytes are the same intake" [ "$ID" = "$long" ]
echo "もう一行" >>"$T/long.txt"; send long3.txt "$T/long.txt"; long=$ID
check "another is begun" wait_for "$long" reading
begin=$(date +%s); kill "$SRV"; wait "$SRV"; check "SIGTERM ends the server" [ $? -eq 0 ]
check "without waiting for the reading" [ $(($(date +%s) - begin)) -le 3 ]
rm -f "$T/port"; serve
check "and it is read after the next start" wait_for "$long" read
# --- two servers over one store: each paper is read by one of them, once
"$K" serve --listen 127.0.0.1:0 --port-file "$T/port2" >"$T/serve2.out" 2>&1 & SRV2=$!
n=0; while [ ! -s "$T/port2" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
first=$URL second=http://127.0.0.1:$(cat "$T/port2") ids=
for i in 1 2 3 4 5 6 7 8; do
    sed "s/海底観測網の高度化/海底観測網の高度化 その$i/" tests/data/report.txt >"$T/r$i.txt"
    if [ $((i % 2)) -eq 0 ]; then URL=$first; else URL=$second; fi
    send "r$i.txt" "$T/r$i.txt"; ids="$ids $ID"
done
for id in $ids; do check "paper $id is read" wait_for "$id" read; done
"$K" ledger --json >"$T/ledger"
for id in $ids; do check "and once ($id)" jq -e "[.[] | select(.act == \"intake.read\" and .subject == \"intake:$id\")] | length == 1" "$T/ledger"; done
kill "$SRV2"; wait "$SRV2"; check "the second server ends" [ $? -eq 0 ]
check "the ledger holds" "$K" ledger verify
finish
