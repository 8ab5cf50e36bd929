#!/bin/sh
# memory.sh -- what the server keeps of its memory after three reports of 160 programmes each were uploaded and read.
# Needs ../shared. KANMON=build/kanmon sh bench/memory.sh
. tests/e2e/lib.sh.inc
python3 - ../shared/data/founding/mext-ex-ante-2023-08.txt "$T" <<'E2'
import sys
report = open(sys.argv[1], encoding="utf-8").read()
for k in "abc":
    open(f"{sys.argv[2]}/{k}.txt", "w").write("\n\f".join(report.replace("創薬", f"創薬{k}{i}") for i in range(40)))
E2
"$K" init >/dev/null 2>&1
serve; sign_in
kept() { echo "| $1 | $(awk '/VmRSS/ { r = $2 } /RssAnon/ { a = $2 } /VmHWM/ { h = $2 } END { printf "%.0f MB, of it own %.0f MB; most so far %.0f MB", r / 1024, a / 1024, h / 1024 }' "/proc/$SRV/status") |"; }
echo "| after | resident |"; echo "|---|---|"
kept "the start"
for k in a b c; do
    send $k.txt "$T/$k.txt"; WAIT_TRIES=900 wait_for "$ID" read; kept "report $k ($(wc -c <"$T/$k.txt") bytes)"
done
i=0; while [ $i -lt 10 ]; do get "$URL/programmes"; i=$((i + 1)); done
kept "ten pages more"
finish >/dev/null
