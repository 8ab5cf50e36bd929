#!/bin/sh
# all.sh -- every test; ends with "N passed, N failed, N skipped" and exits 1 when any failed.
set -u
passed=0 failed=0 skipped=0
jobs=$(nproc)
tmp=$(mktemp -d)
export TMPDIR="$tmp"
cleanup() {
    [ -n "${PGDIR:-}" ] && [ -f "$PGDIR/data/postmaster.pid" ] && pg_run "$PGBIN/pg_ctl" -D "$PGDIR/data" -m immediate stop >/dev/null 2>&1
    rm -rf "$tmp"
}
trap cleanup EXIT
step() { # step NAME COMMAND... : one counted test
    name=$1; shift
    if "$@" >"$tmp/out" 2>&1; then passed=$((passed + 1)); echo "ok   $name"
    else failed=$((failed + 1)); echo "FAIL $name"; tail -40 "$tmp/out"; fi
}
counted() { # counted NAME COMMAND... : adds the "N passed, N failed, N skipped" line of the command
    name=$1; shift
    "$@" >"$tmp/out" 2>&1; code=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$tmp/out" | tail -1)
    if [ -z "$line" ]; then failed=$((failed + 1)); echo "FAIL $name (exit $code, no count)"; tail -40 "$tmp/out"; return; fi
    p=$(echo "$line" | awk '{print $1}'); f=$(echo "$line" | awk '{print $3}'); s=$(echo "$line" | awk '{print $5 + 0}')
    passed=$((passed + p)); failed=$((failed + f)); skipped=$((skipped + s))
    if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then failed=$((failed + 1)); f=1; fi
    echo "$([ "$f" -eq 0 ] && echo 'ok  ' || echo FAIL) $name: $line"
    grep -E 'skipped:' "$tmp/out" | sort | uniq -c | sed 's/^/     /'
    [ "$f" -eq 0 ] || grep -v '^ok' "$tmp/out" | tail -60
}
pg_run() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
pg_start() {
    PGBIN=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
    PGDIR="$tmp/pg"; mkdir -p "$PGDIR/sock"; chmod 755 "$tmp"
    [ "$(id -u)" = 0 ] && chown -R postgres "$PGDIR"
    pg_run "$PGBIN/initdb" -D "$PGDIR/data" -E UTF8 --locale=C.UTF-8 -A trust -U postgres >/dev/null &&
        pg_run "$PGBIN/pg_ctl" -w -D "$PGDIR/data" -o "-k $PGDIR/sock -h '' -c fsync=off" -l "$PGDIR/log" start >/dev/null &&
        pg_run "$PGBIN/createdb" -h "$PGDIR/sock" -U postgres kanmon_test &&
        KANMON_TEST_PG="postgresql:///kanmon_test?host=$PGDIR/sock&user=postgres" && export KANMON_TEST_PG
}

export ASAN_OPTIONS=abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1 LSAN_OPTIONS=suppressions=tests/lsan.supp:print_suppressions=0
step "the program builds without a warning" make -s -j"$jobs" all
step "the sanitizer build" make -s -j"$jobs" SAN=1 all build/san/unit
step "the floors of the house" make -s house
counted "unit, SQLite" build/san/unit
step "PostgreSQL starts" pg_start
[ -n "${KANMON_TEST_PG:-}" ] || pg_start >/dev/null 2>&1
counted "unit, PostgreSQL" build/san/unit
unset_pg=$KANMON_TEST_PG; unset KANMON_TEST_PG
for t in tests/e2e/*.sh; do
    counted "$(basename "$t" .sh), SQLite" sh "$t"
    KANMON_TEST_PG=$unset_pg counted "$(basename "$t" .sh), PostgreSQL" env KANMON_TEST_PG="$unset_pg" sh "$t"
done
counted "fuzz, ${FUZZ_SECONDS:-60} s each" sh tests/fuzz/run.sh
step "the design tokens are up to date" sh -c 'cd tools/tokens && npm ci --silent --no-audit --no-fund && node tokens.js --check'
step "API test tools" sh -c 'cd tests/api && npm ci --silent --no-audit --no-fund'
counted "API, SQLite" sh tests/api/run.sh
counted "API, PostgreSQL" env KANMON_TEST_PG="$unset_pg" sh tests/api/run.sh
step "browser test tools" sh -c 'cd tests/browser && npm ci --silent --no-audit --no-fund'
counted "browser" sh tests/browser/run.sh
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
