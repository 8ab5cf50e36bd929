#!/bin/sh
# kill.sh -- SIGKILL during imports, 200 times: nothing acknowledged is lost, the store opens.
# With the release build where it is there: the moments to hit are shorter, and there are more of them.
. tests/e2e/lib.sh.inc
[ -x build/kanmon ] && K=build/kanmon
python3 tests/kill.py "$K" "${KANMON_KILLS:-200}" >"$T/out" 2>&1
grep -E '^(NOT|kills)' "$T/out"
P=$(awk '/passed,/ {print $1}' "$T/out") F=$(awk '/passed,/ {print $3}' "$T/out")
[ -n "$P" ] || { P=0 F=1; tail -5 "$T/out"; }
finish
