#!/usr/bin/env python3
"""national.py [KANMON] -- pages on the full store of national review sheets, beside peers in one run: the same HTTP library
serving a fixed page of the same size, the sqlite3 program answering the statements of the same lists and searches, and
Fossil (apt install fossil) with as many tickets. Needs wrk, ../shared; prints a Markdown table. PG=postgresql://... also
measures two servers over one PostgreSQL."""
import glob, http.client, os, platform, random, re, shutil, sqlite3, statistics, subprocess, sys, tempfile, time, urllib.parse

SECONDS, CLIENTS, WORKERS = 4, 16, 2
kanmon = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/kanmon")
here = os.path.dirname(os.path.abspath(__file__))
files = sorted(glob.glob("../shared/data/review-sheets/sheets-*.ndjson.zst"))
if not files:
    sys.exit("national.py: ../shared/data/review-sheets is not here")
tmp = tempfile.mkdtemp()
store = os.environ.get("FULL") or os.path.join(tmp, "full.db")
if not os.path.exists(store):
    subprocess.run([kanmon, "import", *files, "--store", store], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
rng = random.Random(20261125)
quote = urllib.parse.quote

def one(sql):
    return [r[0] for r in db.execute(sql)]

names = one("SELECT name FROM programme_face ORDER BY programme_id")
programmes = len(names)
keys = one("SELECT p.key FROM programme p JOIN programme_face f ON f.programme_id = p.id ORDER BY p.id")
organisations = one("SELECT id FROM organisation WHERE number IS NOT NULL ORDER BY id")
words = set()
while len(words) < 300:  # two to six characters that stand in some name
    n = rng.choice(names)
    k, i = rng.randint(2, 6), rng.randrange(max(1, len(n) - 1))
    w = n[i:i + k].strip()
    if len(w) >= 2 and not re.search(r'[\s"():<>=-]', w):
        words.add(w)
words = sorted(words)
pages = {
    "programme pages": ["/programmes/" + quote(k) for k in rng.sample(keys, 400)],
    "list of programmes, filtered and sorted": [f"/programmes?q={quote(w)}&sort={rng.choice(('money', 'name', 'fy', 'ministry'))}&from={rng.choice((0, 0, 50))}" for w in words],
    "search": [f"/search?q={quote(w)}" for w in words],
}

def start(command, **more):
    port = os.path.join(tmp, "port%d" % random.randrange(10 ** 9))
    p = subprocess.Popen([*command, "--listen", "127.0.0.1:0", "--port-file", port, "--public", "--workers", str(WORKERS)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    for _ in range(500):
        if os.path.exists(port) and os.path.getsize(port):
            return p, int(open(port).read())
        time.sleep(0.02)
    sys.exit("national.py: the server does not start")

def get(port, path):
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("GET", path)
    r = c.getresponse()
    return r.status, r.read()

def wrk(port, urls, clients=CLIENTS, fresh=False):
    name = os.path.join(tmp, "urls")
    open(name, "w").write("\n".join(urls) + "\n")
    out = subprocess.run(["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}", "-s", os.path.join(here, "urls.lua"), f"http://127.0.0.1:{port}/"], capture_output=True, text=True,
                         env=dict(os.environ, URLS=name, FRESH="1" if fresh else "0")).stdout
    n, sec, p50, p95, p99, errors = [float(x) for x in re.search(r"RESULT (.*)", out).group(1).split()]
    return n / sec, p50, p95, p99, int(errors)

def say(what, *cells):
    print("| " + " | ".join((what, *cells)) + " |", flush=True)

cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
print(f"{cpu}, {os.cpu_count()} processors, {platform.release()}, load {os.getloadavg()[0]:.1f}; {programmes:,} programmes, {len(organisations):,} organisations with a number; {CLIENTS} clients, {WORKERS} workers, {SECONDS} s a run.\n")
print("| pages | first visit: requests/s, p50, p95 | seen before | fixed page of that size |\n|---|---|---|---|")
server, port = start([kanmon, "serve", "--store", store])
if get(port, f"/organisations/{organisations[0]}")[0] == 200:
    pages["organisation pages"] = [f"/organisations/{o}" for o in rng.sample(organisations, 400)]
subprocess.run(["cc", "-O2", "-o", tmp + "/fixed", here + "/fixed.c", *subprocess.run(["pkg-config", "--cflags", "--libs", "libmicrohttpd"], capture_output=True, text=True).stdout.split()], check=True)
for what, urls in pages.items():
    sizes = [get(port, u) for u in urls[:20]]
    assert all(s == 200 for s, _ in sizes), what
    body = sorted((b for _, b in sizes), key=len)[10]
    open(tmp + "/page", "wb").write(body)
    f = subprocess.Popen([tmp + "/fixed", tmp + "/page", str(WORKERS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    fport = int(f.stdout.readline())
    fresh, seen, fixed = wrk(port, urls, fresh=True), wrk(port, urls), wrk(fport, ["/"])
    f.stdin.close(); f.wait()
    alone = wrk(port, urls, clients=1, fresh=True)
    say(f"{what} ({len(body) / 1024:.0f} KB)", f"{fresh[0]:,.0f}/s, {fresh[1]:.1f} ms, {fresh[2]:.1f} ms; one client {alone[1]:.1f} ms, {alone[2]:.1f} ms" + (f", {fresh[4]} errors" if fresh[4] else ""),
        f"{seen[0]:,.0f}/s, p95 {seen[2]:.1f} ms", f"{fixed[0]:,.0f}/s, p95 {fixed[2]:.1f} ms")
mixed = [u for v in pages.values() for u in v]
rng.shuffle(mixed)
for clients in (256, 1000):
    r = wrk(port, mixed, clients)
    say(f"all of these mixed, {clients} connections", f"{r[0]:,.0f}/s, p50 {r[1]:.0f} ms, p99 {r[3]:.0f} ms, {r[4]} errors", "", "")
server.terminate(); server.wait()

print("\n| peer, alone and without any page | median, p95 |\n|---|---|")
def clock(what, statements):
    times = []
    for sql, values in statements:
        t = time.monotonic()
        db.execute(sql, values).fetchall()
        times.append((time.monotonic() - t) * 1000)
    times.sort()
    say(what, f"{statistics.median(times):.1f} ms, {times[int(len(times) * 0.95)]:.1f} ms")
clock("sqlite, the list: names LIKE a word, sorted by money, 50 rows", [("SELECT * FROM programme_face WHERE name_key LIKE '%' || ? || '%' ORDER BY money_yen DESC LIMIT 50", (w,)) for w in words])
db2 = sqlite3.connect(tmp + "/fts.db")
db2.execute("CREATE VIRTUAL TABLE t USING fts5(name, tokenize = 'trigram')")
db2.executemany("INSERT INTO t (rowid, name) VALUES (?, ?)", enumerate(names, 1))
for_fts = [w for w in words if len(w) >= 3]
t = []
for w in for_fts:
    b = time.monotonic()
    db2.execute("SELECT rowid, snippet(t, 0, '[', ']', '', 20) FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20", ('"%s"' % w.replace('"', '""'),)).fetchall()
    t.append((time.monotonic() - b) * 1000)
t.sort()
say("sqlite, FTS5 trigrams over the names only (ours: whole texts), words of three characters and more", f"{statistics.median(t):.1f} ms, {t[int(len(t) * 0.95)]:.1f} ms")

if shutil.which("fossil"):
    repo = tmp + "/peer.fossil"
    env = dict(os.environ, HOME=tmp, USER="bench")
    subprocess.run(["fossil", "new", repo], env=env, check=True, stdout=subprocess.DEVNULL)
    f = sqlite3.connect(repo)
    uuids = []
    for i, n in enumerate(names):
        uuids.append("%040x" % rng.getrandbits(160))
        f.execute("INSERT INTO ticket (tkt_uuid, tkt_mtime, tkt_ctime, type, status, subsystem, priority, title, comment) VALUES (?, 2460000 + ?, 2460000, 'Code_Defect', 'Open', 'a', 'High', ?, ?)", (uuids[-1], i / 1000, n, n))
    f.execute("UPDATE user SET cap = 'ajnorcghlptvw' WHERE login IN ('nobody', 'anonymous')")
    f.execute("UPDATE reportfmt SET sqlcode = 'SELECT substr(tkt_uuid,1,10) AS ''#'', datetime(tkt_mtime) AS ''mtime'', type, status, subsystem, title FROM ticket ORDER BY tkt_mtime DESC LIMIT 50'")
    report = f.execute("SELECT min(rn) FROM reportfmt").fetchone()[0]
    f.commit()
    fport = random.randrange(20000, 30000)
    p = subprocess.Popen(["fossil", "server", repo, "--port", str(fport), "--localhost", "--nojail"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            get(fport, "/rptview/%d" % report)
            break
        except OSError:
            time.sleep(0.05)
    print(f"\n| Fossil {subprocess.run(['fossil', 'version'], capture_output=True, text=True).stdout.split()[4]}, {len(names):,} tickets | requests/s, p50, p95 |\n|---|---|")
    for what, urls in (("a report of 50 tickets", [f"/rptview/{report}"]), ("ticket pages", ["/tktview/" + u for u in rng.sample(uuids, 300)])):
        status, body = get(fport, urls[0])
        assert status == 200, (what, status)
        r = wrk(fport, urls)
        say(f"{what} ({len(body) / 1024:.0f} KB)", f"{r[0]:,.0f}/s, {r[1]:.1f} ms, {r[2]:.1f} ms" + (f", {r[4]} errors" if r[4] else ""))
    p.terminate(); p.wait()

if os.environ.get("PG"):
    pg = os.environ["PG"]
    subprocess.run([kanmon, "import", *files, "--store", pg], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print("\n| PostgreSQL, all of these pages mixed, first visits | requests/s, p50, p95 |\n|---|---|")
    WORKERS = 1
    a, aport = start([kanmon, "serve", "--store", pg])
    r = wrk(aport, mixed, fresh=True)
    say("one server, one worker", f"{r[0]:,.0f}/s, {r[1]:.1f} ms, {r[2]:.1f} ms")
    b, bport = start([kanmon, "serve", "--store", pg])
    name = tmp + "/urls"
    open(name, "w").write("\n".join(mixed) + "\n")
    runs = [subprocess.Popen(["wrk", "-t1", f"-c{CLIENTS // 2}", f"-d{SECONDS}", "-s", os.path.join(here, "urls.lua"), f"http://127.0.0.1:{q}/"], stdout=subprocess.PIPE, text=True, env=dict(os.environ, URLS=name, FRESH="1")) for q in (aport, bport)]
    both = [[float(x) for x in re.search(r"RESULT (.*)", p.communicate()[0]).group(1).split()] for p in runs]
    say("two servers, one worker each", f"{sum(x[0] / x[1] for x in both):,.0f}/s, {max(x[2] for x in both):.1f} ms, {max(x[3] for x in both):.1f} ms: {sum(x[0] / x[1] for x in both) / r[0]:.2f} times one")
    a.terminate(); b.terminate()
shutil.rmtree(tmp)
