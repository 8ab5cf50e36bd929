#!/bin/sh
# many.sh -- 64 readers and 8 writers at once over one store.
. tests/e2e/lib.sh.inc
[ -x build/kanmon ] && K=build/kanmon
"$K" import programmes/asean/programme.yaml programmes/bio/programme.yaml programmes/genai/programme.yaml programmes/jaxa/programme.yaml >/dev/null
serve
cookie=
command -v sign_in >/dev/null && sign_in && cookie=$COOKIE
python3 tests/many.py "$K" "$URL" "$cookie" >"$T/out" 2>&1
grep NOT "$T/out"
P=$(awk '/passed,/ {print $1}' "$T/out") F=$(awk '/passed,/ {print $3}' "$T/out")
[ -n "$P" ] || { P=0 F=1; tail -5 "$T/out"; }
finish
