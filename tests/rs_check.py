#!/usr/bin/env python3
"""rs_check.py STORE FOLDER -- counts and sums of money of the RS tables in a store against the published CSV files.

Independent of kanmon: reads the files with csv, and the store with SQL (sqlite3 module, or psql for a postgresql:// URL).
Prints "N passed, N failed, 0 skipped"."""
import collections, csv, decimal, glob, io, json, re, subprocess, sys

store, folder = sys.argv[1], sys.argv[2]
if "://" in store:
    def ask(sql):
        out = subprocess.run(["psql", "-X", "-A", "-t", "-q", store, "-c", sql], capture_output=True, text=True, check=True).stdout
        return [[int(v) if re.fullmatch(r"-?\d+", v) else v for v in line.split("|")] for line in out.splitlines()]
else:
    import sqlite3
    db = sqlite3.connect(store)
    def ask(sql):
        return [list(r) for r in db.execute(sql)]

tables = {}
for path in sorted(glob.glob(folder + "/rs2024-*.csv.zst")):
    text = subprocess.run(["zstd", "-dc", path], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""))
    head = next(rows)
    tables[re.search(r"rs2024-(\d-\d)", path).group(1)] = [dict(zip(head, r)) for r in rows]
# as SOURCE.md of the data states them
stated = {"1-1": 6202, "1-2": 4370, "1-3": 9982, "1-4": 4266, "1-5": 4323, "2-1": 27818, "2-2": 42660, "3-2": 19279, "4-1": 4169, "5-2": 15541, "5-3": 22947, "5-4": 7514, "6-1": 4151}

passed = failed = 0
def check(what, want, got):
    global passed, failed
    if want == got:
        passed += 1
    else:
        failed += 1
        print("NOT: %s: %s in the files, %s in the store" % (what, want, got))

newest = " JOIN review_sheet s ON s.id = m.sheet_id WHERE s.newest = 1 AND s.source = 'rs' AND s.sheet_fy = 2024"
check("programmes", 4151, ask("SELECT count(*) FROM review_sheet s WHERE s.newest = 1 AND s.source = 'rs' AND s.sheet_fy = 2024")[0][0])
check("programmes by their id", {int(r["予算事業ID"]) for r in tables["6-1"]}, {r[0] for r in ask("SELECT project_id FROM review_sheet WHERE newest = 1 AND source = 'rs' AND sheet_fy = 2024")})
here = {t: n for t, n in ask("SELECT m.part, sum(m.row_count) FROM sheet_part m" + newest + " GROUP BY m.part")}
for t in stated:
    check("rows of table %s as stated" % t, stated[t], len(tables[t]))
    check("rows of table %s" % t, len(tables[t]), int(here.get(t, 0)))

def yen(cell):
    return int(decimal.Decimal(cell)) if cell else None

states = [("initial", "当初予算（合計）", 1, 0), ("supplementary", "補正予算（合計）", 1, 0), ("carried_in", "前年度からの繰越し（合計）", 1, 0), ("carried_out", "翌年度への繰越し(合計）", -1, 0),
          ("reserve", "予備費等（合計）", 1, 0), ("current", "計（歳出予算現額合計）", 1, 0), ("executed", "執行額（合計）", 1, 0), ("request", "翌年度要求額（合計）", 1, 1)]
parts = [("initial", ["当初予算"], 0), ("supplementary", ["第%d次補正予算" % i for i in range(1, 6)], 0), ("carried_in", ["前年度から繰越し"], 0), ("reserve", ["予備費等%d" % i for i in range(1, 5)], 0),
         ("current", ["歳出予算現額"], 0), ("executed", ["執行額"], 0), ("request", ["翌年度要求額"], 1)]
def compare(state, want, account):
    got = {(m, int(fy)): int(v) for m, fy, v in ask("SELECT s.ministry, m.fy, sum(m.%s) FROM sheet_money m%s AND m.account %s '' AND m.%s IS NOT NULL GROUP BY s.ministry, m.fy" % (state, newest, account, state))}
    differ = {k: (want.get(k), got.get(k)) for k in want.keys() | got.keys() if want.get(k) != got.get(k)}
    check("sums of %s by ministry and year, %s (differences)" % (state, "totals" if account == "=" else "accounts"), {}, differ)
for state, column, sign, later in states:
    want = collections.Counter()
    for r in tables["2-1"]:
        v = yen(r[column])
        if v is None or (state == "executed" and v == 0 and int(r["予算年度"]) >= 2024):
            continue
        want[r["政策所管府省庁"], int(r["予算年度"]) + later] += sign * v
    compare(state, want, "=")
for state, columns, later in parts:
    want = collections.Counter()
    for r in tables["2-1"]:
        if any(r[c] for _, c, _, _ in states):
            continue
        v = [yen(r[c]) for c in columns if r[c]]
        if not v or (state == "executed" and sum(v) == 0 and int(r["予算年度"]) >= 2024):
            continue
        want[r["政策所管府省庁"], int(r["予算年度"]) + later] += sum(v)
    compare(state, want, "<>")

def filled(table, *columns):
    return sum(any(r[c] for c in columns) for r in tables[table])
check("links of the logic model", filled("3-2", "派生元ーアクティビティの内容/ 活動目標／成果目標", "派生先ー 活動目標／成果目標"), ask("SELECT count(*) FROM sheet_path m" + newest)[0][0])
check("links of payment blocks", filled("5-2", "支出先の支出先ブロック", "支出先の支出先ブロック名"), ask("SELECT count(*) FROM sheet_flow m" + newest)[0][0])
q = "（国庫債務負担行為等による契約）"
for kind, table, columns, amount in (("expense", "5-3", ("支出先名", "法人番号", "金額"), "金額"), ("contract", "5-4", ("契約先名" + q, "契約先の法人番号" + q, "契約額" + q), "契約額" + q)):
    n, total = ask("SELECT count(*), sum(yen) FROM sheet_payee m%s AND m.kind = '%s'" % (newest, kind))[0]
    check("%s lines" % kind, filled(table, *columns), n)
    check("yen of %s lines" % kind, sum(yen(r[amount]) or 0 for r in tables[table]), int(total))
nothing = {"", "-", "--", "---", "ー", "ーー", "－", "‐", "―", "\u00ad", "なし", "無し", "特になし", "該当なし", "該当無し"}
for kind, columns in (("inspection", ["事業所管部局による点検・改善ー点検結果"]), ("expert", ["外部有識者による点検ー点検対象", "外部有識者による点検ー最終実施年度", "外部有識者による点検ー所見"]),
                      ("past", ["過去に受けた指摘事項－区分", "過去に受けた指摘事項－取りまとめ年度", "過去に受けた指摘事項－取りまとめ内容", "過去に受けた指摘事項－対応状況"])):
    texts = [c for c in columns if c.endswith(("結果", "所見", "内容", "状況"))]
    want = len({(r["予算事業ID"],) + tuple(r[c] for c in columns) for r in tables["4-1"] if any(r[c].strip() not in nothing for c in texts)})
    check("remarks of kind %s" % kind, want, ask("SELECT count(*) FROM sheet_remark m%s AND m.kind = '%s'" % (newest, kind))[0][0])
for child in ("sheet_money", "sheet_indicator", "sheet_value", "sheet_payee", "sheet_flow", "sheet_path", "sheet_remark", "sheet_part"):
    check("rows of %s without a sheet" % child, 0, ask("SELECT count(*) FROM %s m WHERE NOT EXISTS (SELECT 1 FROM review_sheet s WHERE s.id = m.sheet_id)" % child)[0][0])
print("%d passed, %d failed, 0 skipped" % (passed, failed))
sys.exit(failed > 0)
