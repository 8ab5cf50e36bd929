#!/bin/sh
# words.sh -- what pages say has words: every act of the ledger has its row in deeds.def.
. tests/e2e/lib.sh.inc
kinds=$(sed -n 's/^DEED("\([a-z]*\)",.*/\1/p' src/domain/deeds.def | paste -sd'|')
grep -rhoE "\"($kinds)\.[a-z_-]+\"" src/domain --include=*.c | sort -u >"$T/acts"
grep -rhA1 'ledger_act(' src --include=*.c | grep -oE '"[a-z]+\.[a-z_-]+"' | sort -u >>"$T/acts"
check "acts are found in the source" sh -c '[ "$(wc -l <"$0")" -ge 5 ]' "$T/acts"
while read -r act; do check "$act has words" grep -qF "DEED($act," src/domain/deeds.def; done <"$T/acts"
"$K" --help | sed -n '/^  [a-z]/p' >"$T/help"
check "the help lists the commands" sh -c '[ "$(wc -l <"$0")" -ge 15 ]' "$T/help"
check "every command is told in Japanese (src/cli/help.def)" fails sh -c 'LC_ALL=C grep -v "[^ -~]" "$0"' "$T/help"
for command in $(sed 's/^  \([a-z]*\).*/\1/' "$T/help"); do
    "$K" "$command" --help >"$T/one"
    check "$command has an example (src/cli/help.def)" grep -q "^  kanmon $command" "$T/one"
    for word in $(sed -n "s/^  kanmon $command//p" "$T/one" | grep -oE -- '(^|[[ ])(--[a-z-]+|-o)' | tr -d '[ ' | sort -u); do
        check "$command says what $word is (src/cli/options.def)" grep -qE -- "^  $word .*[^ -~]" "$T/one"
    done
done
"$K" list --help --lang en >"$T/one"; check "in English too" has "$T/one" "at most so many"
finish
