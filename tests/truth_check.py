#!/usr/bin/env python3
"""truth_check.py TRUTH.json SHOW.json -- every fact of the truth file (read by hand from the
paper) must stand in what `kanmon show` prints. White space inside names does not count."""
import json, sys

def flat(v):
    return "".join(v.split()) if isinstance(v, str) else v

def differ(want, got, path, out):
    if isinstance(want, dict):
        for k, v in want.items():
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
    """What the truth files speak of, taken out of the record."""
    r = dict(show)
    r["items"] = [[v["view"], i["item"], [[c["kind"], c["text"]] for c in i["criteria"]]] for v in show["views"] for i in v["items"]]
    r["members"] = [[x["body"], len(x["members"])] for x in show["rosters"]]
    r["absent"] = [m["name"] for x in show["rosters"] for m in x["members"] if not m["participated"]]
    r["chairs"] = [[m["name"], m["role"]] for x in show["rosters"] for m in x["members"] if m.get("mark")]
    r["planned"] = [[e["type"], e["fy"], e["place"]] for e in show["evaluations"]]
    r["money"] = [[b["fy"], b["yen"], b["qualifier"]] for b in show["budget"]]
    r["measured"] = [[i["type"], i["name"], i["unit"], i["scope"], {k: v["text"] for k, v in i["values"].items()}, [n["kind"] for n in i["notes"]]] for i in show["indicators"]]
    r["decided"] = [[p["name"], p["decided"]] for p in show["policies"]]
    r["spans"] = [[p["place"], p["from_fy"], p["to_fy"], p["open"]] for p in show["periods"]]
    r["remarks"] = [show["overall"]["remarks_state"], len(show["overall"]["other"])]
    return r

truth, show = (json.load(open(f, encoding="utf-8")) for f in sys.argv[1:3])
out = []
differ(truth, facts(show), "", out)
print("\n".join(out) if out else "agrees")
sys.exit(1 if out else 0)
