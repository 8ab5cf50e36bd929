#!/bin/sh
# words.sh -- what pages say has words: every act of the ledger has its row in deeds.def.
. tests/e2e/lib.sh.inc
grep -rhA1 'ledger_act(' src --include=*.c | grep -oE '"[a-z]+\.[a-z-]+"' | sort -u >"$T/acts"
check "acts are found in the source" sh -c '[ "$(wc -l <"$0")" -ge 5 ]' "$T/acts"
while read -r act; do check "$act has words" grep -qF "DEED($act," src/domain/deeds.def; done <"$T/acts"
finish
