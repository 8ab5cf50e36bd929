"""budget_check.py LINES.json 2-2.csv PAPER.json.zst -- what kanmon says of budget lines, worked out from the files alone: the
sums of every paper, and for every line how many programmes name its section in its year."""
import csv, json, subprocess, sys, unicodedata
from collections import defaultdict

lines, table, paper = sys.argv[1:]
said = json.load(open(lines))
items = json.loads(subprocess.run(["zstdcat", paper], capture_output=True, check=True).stdout)["items"]

def plain(*texts):
    return "|".join(unicodedata.normalize("NFKC", t or "").replace(" ", "").replace("・", "") for t in texts)

named = defaultdict(set)
for r in csv.DictReader(open(table, encoding="utf-8-sig", newline="")):
    if r["項"] and r["予算年度"] == "2024":
        place = r["会計"] + "特別会計" + r["組織・勘定"] if r["会計区分"] == "特別会計" else r["組織・勘定"]
        named[plain(r["所管"], place, r["項"])].add(r["予算事業ID"])
sums, mine, faults, met = defaultdict(int), defaultdict(int), 0, 0
for x in items:
    sums[x["accountType"], x["budgetType"]] += x["amount"] or 0
for x in said:
    mine[x["account"], x["budget_kind"]] += x["amount"] or 0
    want = len(named.get(plain(x["ministry"], x["organisation"], x["section"]), ()))
    met += want > 0
    faults += x["programmes"] != want
print(dict(sums), len(said), "lines,", met, "with programmes,", faults, "differ")
assert len(said) == len(items) and sums == mine and faults == 0 and met > 50
