#!/usr/bin/env python3
"""scale_check.py STORE FILE.ndjson.zst... -- counts and sums of money in a store against the files themselves.

Independent of kanmon: reads the published files with json, and the store with SQL (sqlite3 module, or psql for a
postgresql:// URL). Prints "N passed, N failed, 0 skipped"."""
import collections, json, math, subprocess, sys

store, files = sys.argv[1], sys.argv[2:]
if "://" in store:
    def ask(sql):
        out = subprocess.run(["psql", "-X", "-A", "-t", "-q", store, "-c", sql], capture_output=True, text=True, check=True).stdout
        return [[int(v) if v.lstrip("-").isdigit() else v for v in line.split("|")] for line in out.splitlines()]
else:
    import sqlite3
    db = sqlite3.connect(store)
    def ask(sql):
        return [list(r) for r in db.execute(sql)]

def yen(million):
    """Half a yen goes away from zero, as amounts are rounded in the sheets."""
    v = million * 1e6
    return int(math.copysign(math.floor(abs(v) + 0.5), v))

n = collections.Counter()
money = collections.Counter()  # (ministry, sheet year, money year, state) -> yen
names = [("initial", "当初予算"), ("supplementary", "補正予算"), ("carried_in", "前年度から繰越し"), ("carried_out", "翌年度へ繰越し"),
         ("reserve", "予備費等"), ("current", "予算計"), ("executed", "執行額"), ("request", "要求額")]
for path in files:
    with subprocess.Popen(["zstd", "-dc", path], stdout=subprocess.PIPE) as p:
        for line in p.stdout:
            d = json.loads(line)
            n["sheets"] += 1
            n["years"] += len(d["予算"])
            n["payees"] += len(d["支出先"])
            n["outcomes"] += len(d["アウトカム"])
            n["outputs"] += len(d["アウトプット"])
            n["values"] += sum(len(k["成果実績"]) for k in d["アウトカム"]) + sum(len(k["活動実績"]) for k in d["アウトプット"])
            n["no outcome"] += not d["アウトカム"]
            n["research"] += "研究" in d["事業名"]
            for row in d["予算"]:
                for state, key in names:
                    if isinstance(row.get(key), (int, float)):
                        money[d["府省庁"], d["公開年度"], row["年度"], state] += yen(row[key])

here = {
    "sheets": "SELECT count(*) FROM review_sheet WHERE newest = 1 AND source = 'judgit'",
    "years": "SELECT count(*) FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1 AND s.source = 'judgit'",
    "payees": "SELECT count(*) FROM sheet_payee m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1 AND s.source = 'judgit'",
    "outcomes": "SELECT count(*) FROM sheet_indicator m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1 AND s.source = 'judgit' AND m.kind = 'outcome'",
    "outputs": "SELECT count(*) FROM sheet_indicator m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1 AND s.source = 'judgit' AND m.kind = 'output'",
    "values": "SELECT count(*) FROM sheet_value m JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1 AND s.source = 'judgit'",
    "no outcome": "SELECT count(*) FROM review_sheet WHERE newest = 1 AND source = 'judgit' AND outcomes = 0",
    "research": "SELECT count(*) FROM review_sheet WHERE newest = 1 AND source = 'judgit' AND name LIKE '%研究%'",
}
passed = failed = 0
def check(what, want, got):
    global passed, failed
    if want == got:
        passed += 1
    else:
        failed += 1
        print("NOT: %s: %s in the files, %s in the store" % (what, want, got))
for what, sql in here.items():
    check(what, n[what], ask(sql)[0][0])
for state, key in names:
    got = {(m, int(f), int(y)): int(v) for m, f, y, v in ask("SELECT s.ministry, s.sheet_fy, m.fy, sum(m.%s) FROM sheet_money m JOIN review_sheet s ON s.id = m.sheet_id"
        " WHERE s.newest = 1 AND s.source = 'judgit' AND m.account = '' AND m.%s IS NOT NULL GROUP BY s.ministry, s.sheet_fy, m.fy" % (state, state))}
    want = {k[:3]: v for k, v in money.items() if k[3] == state}
    differ = {k: (want.get(k), got.get(k)) for k in want.keys() | got.keys() if want.get(k) != got.get(k)}
    check("sums of %s by ministry, sheet year and year of money (differences)" % key, {}, differ)
for child in ("sheet_money", "sheet_indicator", "sheet_value", "sheet_payee", "sheet_flow", "sheet_path", "sheet_remark"):
    check("rows of %s without a sheet" % child, 0, ask("SELECT count(*) FROM %s m WHERE NOT EXISTS (SELECT 1 FROM review_sheet s WHERE s.id = m.sheet_id)" % child)[0][0])
print("sheets %(sheets)d, budget years %(years)d, payee lines %(payees)d, outcomes %(outcomes)d, outputs %(outputs)d, values %(values)d" % n)
print("%d passed, %d failed, 0 skipped" % (passed, failed))
sys.exit(failed > 0)
