#!/usr/bin/env python3
"""findings_check.py TRUTH.json FINDINGS.json -- precision and recall of the checks over the founding document.

TRUTH: per programme [code, line, words that stand in the finding], written by reading. FINDINGS: what `kanmon check
--json` prints. A finding that nobody expected fails as much as one that is missing. Codes of reading (IMP-) are not judged."""
import json, sys

def flat(s):
    return "".join(str(s).split())

def said(f):
    return flat(" ".join([f["text"], f["text_en"]] + f["readings"]))

truth, found = (json.load(open(f, encoding="utf-8")) for f in sys.argv[1:3])
missing, left, hits = [], [], 0
for key in [k for k in truth if k != "note"]:
    mine = [f for f in found if f["programme_key"] == key and f["code"].startswith("CHK-")]
    for code, line, words in truth[key]:
        hit = next((f for f in mine if f["code"] == code and f["line"] == line and flat(words) in said(f)), None)
        if hit:
            mine.remove(hit)
            hits += 1
        else:
            missing.append(f"missing    {key}: {code} line {line}: {words}")
    left += [f"unexpected {key}: {f['code']} line {f['line']}: {f['text']}" for f in mine]
print("\n".join(missing + left))
print(f"expected {hits + len(missing)}, found {hits + len(left)}: recall {hits}/{hits + len(missing)}, precision {hits}/{hits + len(left)}")
sys.exit(1 if missing or left else 0)
