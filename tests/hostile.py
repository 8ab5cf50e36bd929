#!/usr/bin/env python3
"""hostile.py PACK.yaml OUT.yaml -- the pack with something hostile in every text a person may write: HTML, SQL, path
names, format directives, control and bidirectional characters. Words that the record's own vocabulary fixes stay."""
import re, sys

EVIL = ["<script>alert(1)</script>", "\\\"><img src=x onerror=alert(1)>", "'; DROP TABLE programme; --", "../../../../etc/passwd", "%s%n%x${jndi:ldap://x}",
        "]]></w:t><!--", "=cmd|' /C calc'!A0", "\\u202Eback\\u200B", "&lt;b&gt;&amp;", "javascript:alert(1)",
        "\\e[2J\\e]0;owned\\a", "\\x9b31m\\x7f\\b\\b", "\\u2028\\u2066x"]
FIXED = {"format", "kind", "layout", "type", "qualifier", "state", "place", "year_kind", "scope", "view", "plan_variant", "remarks_state", "other_state", "basis", "rule", "date", "as_of", "decided", "key"}
n = 0

def spoil(m):
    global n
    if m.group(1) in FIXED or re.fullmatch(r"[0-9]{4}", m.group(1)):
        return m.group(0)
    n += 1
    return f'{m.group(1)}: "{m.group(2)}{EVIL[n % len(EVIL)]}"'

text = open(sys.argv[1], encoding="utf-8").read()
text = re.sub(r'([a-z_0-9]+): "((?:[^"\\]|\\.)*)"', spoil, text)
text = re.sub(r'^(\s+- )"((?:[^"\\]|\\.)*)"$', lambda m: f'{m.group(1)}"{m.group(2)}{EVIL[len(m.group(2)) % len(EVIL)]}"', text, flags=re.M)
text = text.replace('key: "asean"', 'key: "hostile"')
open(sys.argv[2], "w", encoding="utf-8").write(text)
print(n, "texts spoiled")
