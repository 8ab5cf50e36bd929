#!/usr/bin/env python3
"""truth_check.py TRUTH.json SHOW.json -- every fact of the truth file (read by hand from the paper) must stand in what
`kanmon show` prints: every field, every member of every roster, every value, with the line it was read from ("line").

White space does not count. A long text stands in the truth as its first and last characters and its length without
white space: {"begins", "ends", "chars"}."""
import json, sys

def flat(v):
    return "".join(v.split()) if isinstance(v, str) else v

def is_long(want):
    return isinstance(want, dict) and "chars" in want

def differ(want, got, path, out):
    if is_long(want):
        t = flat(got) if isinstance(got, str) else ""
        if not (t.startswith(want["begins"]) and t.endswith(want["ends"]) and len(t) == want["chars"]):
            out.append(f"{path}: expected {want}, found {t[:20]!r} ... {t[-20:]!r}, {len(t)} characters")
    elif isinstance(want, dict):
        for k, v in want.items():
            if k == "line":
                at = ((got or {}).get("source") or {}).get("line_from")
                if at != v:
                    out.append(f"{path}: read from line {v}, the record says {at}")
            else:
                differ(v, got.get(k) if isinstance(got, dict) else None, f"{path}.{k}", out)
    elif isinstance(want, list):
        got = got if isinstance(got, list) else []
        if len(want) != len(got):
            out.append(f"{path}: {len(want)} expected, {len(got)} found")
        for i, v in enumerate(want[: len(got)]):
            differ(v, got[i], f"{path}[{i}]", out)
    elif flat(want) != flat(got):
        out.append(f"{path}: expected {want!r}, found {got!r}")

def facts(show):
    """What the truth files say in short, taken out of the record."""
    r = dict(show)
    r["cover"] = [[c["type"], c["names"]] for c in show["cover_indicators"]]
    r["spans"] = [[p["place"], p["from_fy"], p["to_fy"], p["open"]] for p in show["periods"]]
    r["footnotes"] = len(show.get("footnotes") or [])
    return r

truth, show = (json.load(open(f, encoding="utf-8")) for f in sys.argv[1:3])
out = []
differ(truth, facts(show), "", out)
for must in ("id", "schedule", "findings", "document", "version", "recorded_at"):
    if not show.get(must):
        out.append(f".{must}: nothing there")
print("\n".join(out) if out else "agrees")
sys.exit(1 if out else 0)
