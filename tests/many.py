#!/usr/bin/env python3
"""many.py KANMON URL [COOKIE] -- 64 readers and 8 writers at once: every page is answered, every import that was
acknowledged is there, the ledger holds. The store is $KANMON_STORE. Prints "N passed, N failed, 0 skipped"."""
import http.client, json, subprocess, sys, tempfile, threading, os
from urllib.parse import urlparse

kanmon, url = sys.argv[1], urlparse(sys.argv[2])
cookie = sys.argv[3] if len(sys.argv) > 3 else ""
READERS, WRITERS, READS, WRITES = 64, 8, 20, 6
pages = ["/", "/programmes", "/programmes/asean", "/programmes/jaxa", "/findings", "/search?q=%E5%89%B5%E8%96%AC", "/api/v1/programmes", "/programmes/bio/roster", "/indicators/1"]
bad, lock = [], threading.Lock()

def note(what):
    with lock:
        bad.append(what)

def reader(n):
    """Reads like a browser: a kept connection may be closed between two requests, then the page is asked for once more
    on a fresh one; a fresh connection that breaks is what this test looks for."""
    c, fresh, i = http.client.HTTPConnection(url.hostname, url.port, timeout=60), True, 0
    while i < READS:
        page = pages[(n + i) % len(pages)]
        try:
            c.request("GET", page, headers={"Cookie": cookie})
            r = c.getresponse()
            body = r.read()
            if r.status != 200 or len(body) < 2:
                note(f"{page}: {r.status}")
            fresh, i = False, i + 1
        except (ConnectionError, http.client.HTTPException, OSError) as e:
            c.close()
            c = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
            if fresh:
                note(f"{page}: {e!r}")
                i += 1
            fresh = True
    c.close()

def writer(n, tmp):
    for i in range(WRITES):
        path = os.path.join(tmp, f"{n}-{i}.yaml")
        with open(path, "w", encoding="utf-8") as f:
            f.write(f'format: kanmon-record-1\nkey: "w{n}-{i}"\nname: "同時書き込み {n} の {i}"\nkind: "new"\nperiod: {{from_fy: 2026, to_fy: 2028, text: "令和8～10年度"}}\n')
        r = subprocess.run([kanmon, "import", path], capture_output=True, text=True)
        if r.returncode != 0:
            note(f"import {n}-{i}: {r.returncode} {r.stderr.strip()}")

with tempfile.TemporaryDirectory() as tmp:
    threads = [threading.Thread(target=reader, args=(n,)) for n in range(READERS)] + [threading.Thread(target=writer, args=(n, tmp)) for n in range(WRITERS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
have = {}
for n in range(WRITERS):
    for i in range(WRITES):
        r = subprocess.run([kanmon, "show", f"w{n}-{i}", "--json"], capture_output=True, text=True)
        have[f"w{n}-{i}"] = r.returncode == 0 and json.loads(r.stdout).get("key") == f"w{n}-{i}"
ledger = subprocess.run([kanmon, "ledger", "verify"], capture_output=True, text=True)
results = [("every page and import was answered", not bad, bad[:5]), ("every acknowledged import is there", all(have.values()), [k for k, v in have.items() if not v]),
           ("the ledger holds", ledger.returncode == 0, ledger.stdout + ledger.stderr)]
for what, good, detail in results:
    if not good:
        print("NOT:", what, detail)
print(f"{sum(g for _, g, _ in results)} passed, {sum(not g for _, g, _ in results)} failed, 0 skipped")
sys.exit(0 if all(g for _, g, _ in results) else 1)
