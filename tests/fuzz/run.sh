#!/bin/sh
# run.sh -- builds the fuzz targets and runs each for FUZZ_SECONDS (default 60) from its seeds, two at a time.
# A new crash leaves its input in build/fuzz/found; an input that once crashed goes to tests/fuzz/seeds/<reader>/.
# Ends with "N passed, N failed, 0 skipped", one a target.
set -u
cd "$(dirname "$0")/../.."
seconds=${FUZZ_SECONDS:-60}
export ASAN_OPTIONS=abort_on_error=0:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 LSAN_OPTIONS=suppressions=tests/lsan.supp:print_suppressions=0
make -s -j"$(nproc)" fuzz || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }
mkdir -p build/fuzz/found
one() { # one READER
    corpus=build/fuzz/corpus/$1
    rm -rf "$corpus"; mkdir -p "$corpus"
    seeds=
    [ -d "tests/fuzz/seeds/$1" ] && seeds=tests/fuzz/seeds/$1
    case $1 in
        paper) for f in tests/data/*; do [ -f "$f" ] && cp "$f" "$corpus"; done; n=0; for f in programmes/*/programme.yaml; do n=$((n + 1)); cp "$f" "$corpus/pack$n"; done ;;
        docx) printf '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>評価票</w:t><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:p><w:ins><w:r><w:t>項目</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl></w:body></w:document>' >"$corpus/document" ;;
        json) cp catalog/*.json "$corpus" 2>/dev/null; printf '{"a":[1,2.5,null,true,"\\u3042"]}' >"$corpus/small" ;;
        query) printf '量子 計算 "量子 計算機" OR ministry:文部科学省 money>10億 fy:2020..2023 -has:report ( a | b )' >"$corpus/typed" ;;
        pdf) printf '評価票\n表 1\n\f\035\nDocument\n  Table (block)\n    TR\n      TH:\n         /ColSpan 2\n        P (block)\n          "項目"\n      TD:\n         /RowSpan 2\n        "1"\n  Note (block)\n    "注"\n  L (block)\n    LI (block)\n      Lbl (inline)\n        "・"\n' >"$corpus/tagged" ;;
        source) cp tests/data/rs/*.csv tests/data/ratings-*.csv "$corpus"; printf '{"metadata":{"fiscalYear":2024,"budgetTypes":["x"]},"items":[{"id":"a-1","documentId":"202411001","accountType":"general","budgetType":"x","ministry":"y","name":"z","amount":16329803800000}]}' >"$corpus/budget"
            printf '[{"id":"https://ror.org/000000001","names":[{"lang":"ja","types":["ror_display"],"value":"\\u3042"}],"status":"active","types":["education"]},{"id":"https://ror.org/000000002","name":"b","aliases":["c"],"labels":[{"label":"d","iso639":"ja"}],"status":"withdrawn"}]' >"$corpus/ror"
            printf '{"projectId":4,"projectName":"a","ministry":"b","startYear":2021,"oldProjectNumber":"2023-\xe6\x96\x87\xe7\xa7\x91-22-0030"}\n{"projectId":5,"projectName":"c","ministry":"d"}\n' >"$corpus/outline" ;;
        yaml) n=0; for f in $(find programmes catalog -name '*.yaml'); do n=$((n + 1)); cp "$f" "$corpus/y$n"; done ;;
    esac
    # shellcheck disable=SC2086
    build/fuzz/"$1" -max_total_time="$seconds" -rss_limit_mb=3000 -malloc_limit_mb=3000 -timeout=20 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/found/$1-" "$corpus" $seeds >"build/fuzz/$1.log" 2>&1
}
passed=0 failed=0
set -- $(for f in tests/fuzz/*.c; do basename "$f" .c; done)
while [ $# -gt 0 ]; do
    a=$1; shift
    b=${1:-}; [ -n "$b" ] && shift
    one "$a" & pa=$!
    [ -n "$b" ] && { one "$b" & pb=$!; }
    for t in $a $b; do
        if [ "$t" = "$a" ]; then wait "$pa"; code=$?; else wait "$pb"; code=$?; fi
        runs=$(awk '/number_of_executed_units/ {print $2}' "build/fuzz/$t.log")
        if [ "$code" -eq 0 ] && [ "${runs:-0}" -gt 0 ]; then passed=$((passed + 1)); echo "ok   fuzz $t: $runs runs"
        else failed=$((failed + 1)); echo "FAIL fuzz $t"; grep -vE '^#[0-9]+.*(NEW|REDUCE|pulse|RELOAD)' "build/fuzz/$t.log" | tail -40; fi
    done
done
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
