#!/usr/bin/env python3
"""kill.py KANMON COUNT -- kills imports with SIGKILL at any moment; what was acknowledged (exit 0) must be
there afterwards, whole, and the store must open with its ledger unbroken. The store is $KANMON_STORE.
Prints "N passed, N failed, 0 skipped"."""
import json, os, random, signal, subprocess, sys, tempfile, time

kanmon, count = sys.argv[1], int(sys.argv[2])
seed = int(os.environ.get("KANMON_SEED", "20240401"))
rnd = random.Random(seed)
passed = failed = 0

def check(what, good, detail=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"NOT: {what} {detail}")

def run(*args):
    return subprocess.run([kanmon, *args], capture_output=True, text=True)

def pack(i):
    members = "\n".join(f'      - {{name: "委員 {i}-{k}", family: null, given: null, mark: null, group: null, role: null, affiliation: "機関{k}", participated: true}}' for k in range(40))
    return f"""format: kanmon-record-1
key: "kill{i}"
name: "中断試験事業{i}"
kind: "new"
period: {{from_fy: 2026, to_fy: 2030, text: "令和8年度～令和12年度"}}
rosters:
  - body: "試験委員会"
    title: "試験委員会 名簿"
    layout: "list"
    legend: []
    notes: []
    members:
{members}
indicators:
  - type: "output"
    name: "試験件数{i}"
    columns: [{{fy: 2023, label: "R5年度", year_kind: "fiscal"}}]
    values: {{"2023": {{value: {i}, qualifier: "exact", text: "{i}件"}}}}
    notes: []
"""

check("the store is made", run("init").returncode == 0)
with tempfile.TemporaryDirectory() as tmp:
    path = os.path.join(tmp, "pack.yaml")
    open(path, "w", encoding="utf-8").write(pack(0))
    t = time.monotonic()
    first = run("import", path)
    whole = time.monotonic() - t
    check("an import that nobody disturbs", first.returncode == 0, first.stderr)
    acknowledged, killed, bad = {0}, 0, 0
    for i in range(1, count + 1):
        open(path, "w", encoding="utf-8").write(pack(i))
        p = subprocess.Popen([kanmon, "import", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            code = p.wait(timeout=rnd.random() * whole * 1.2)
        except subprocess.TimeoutExpired:
            p.send_signal(signal.SIGKILL)
            code = p.wait()
        if code == 0:
            acknowledged.add(i)
        elif code == -signal.SIGKILL:
            killed += 1
        else:
            bad += 1
            print("an import ended with", code)
        if i % 20 == 0 or i == count:
            v = run("ledger", "verify")
            check(f"the ledger holds after {i}", v.returncode == 0, v.stdout + v.stderr)
            rows = json.loads(run("list", "--json").stdout or "[]")
            rows = rows if isinstance(rows, list) else rows.get("rows", rows.get("programmes", []))
            have = {r["key"] for r in rows}
            lost = [k for k in acknowledged if f"kill{k}" not in have]
            check(f"nothing acknowledged is lost after {i}", not lost, str(lost))
            half = []
            for key in have:
                rec = json.loads(run("show", key, "--json").stdout or "{}")
                if len(rec.get("rosters", [{}])[0].get("members", [])) != 40 or not rec.get("indicators", [{}])[0].get("id"):
                    half.append(key)
            check(f"nothing is half stored after {i}", not half, str(half))
    check("no import ended in another way", bad == 0)
    check("enough were killed for the test to mean something", killed >= count // 4, f"{killed} of {count}")
    print(f"kills: {killed} of {count} imports were killed, {len(acknowledged)} acknowledged")
print(f"{passed} passed, {failed} failed, 0 skipped")
sys.exit(1 if failed else 0)
