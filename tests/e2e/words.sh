#!/bin/sh
# words.sh -- what pages say has words: every act of the ledger has its row in deeds.def.
. tests/e2e/lib.sh.inc
kinds=$(sed -n 's/^DEED("\([a-z]*\)",.*/\1/p' src/domain/deeds.def | paste -sd'|')
grep -rhoE "\"($kinds)\.[a-z_-]+\"" src/domain --include=*.c | sort -u >"$T/acts"
grep -rhA1 'ledger_act(' src --include=*.c | grep -oE '"[a-z]+\.[a-z_-]+"' | sort -u >>"$T/acts"
check "acts are found in the source" sh -c '[ "$(wc -l <"$0")" -ge 5 ]' "$T/acts"
while read -r act; do check "$act has words" grep -qF "DEED($act," src/domain/deeds.def; done <"$T/acts"
finish
