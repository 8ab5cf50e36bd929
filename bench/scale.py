#!/usr/bin/env python3
"""bench/scale.py [KANMON] -- the national review sheets: import against only parsing, size, search, lists, backup, ledger.

Run from the project's folder with ../shared beside it. Best of three for the ratio, since other work on the machine
only ever makes a run slower. PG=postgresql://... also measures an import there."""
import glob, json, os, platform, resource, socket, statistics, subprocess, sys, tempfile, time, urllib.parse, http.client

kanmon = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/kanmon")
files = sorted(glob.glob("../shared/data/review-sheets/sheets-*.ndjson.zst"))
if not files:
    sys.exit("bench/scale.py: ../shared/data/review-sheets is not here")
tmp = tempfile.TemporaryDirectory()
T = tmp.name
plain = T + "/all.ndjson"
subprocess.run("zstd -qdc %s > %s" % (" ".join(files), plain), shell=True, check=True)
subprocess.run(["cc", "-O2", "-o", T + "/parse", os.path.join(os.path.dirname(os.path.abspath(__file__)), "parse.c"), "-ljansson"], check=True)

def clock(command, **env):
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, **env))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
print("machine: %s, %d processors, %s, load %.1f" % (cpu, os.cpu_count(), platform.platform(terse=True), os.getloadavg()[0]))
parse, take = [], []
for i in range(3):
    store = "%s/k%d.db" % (T, i)
    parse.append(clock("%s/parse < %s" % (T, plain)))
    take.append(clock("/usr/bin/time -f %%M -o %s/mem %s import %s --store %s" % (T, kanmon, plain, store)))
    print("run %d: parse only %.1f s (%.1f s of processor), import %.1f s (%.1f s of processor), %d MB resident" % ((i + 1,) + parse[-1] + take[-1] + (int(open(T + "/mem").read()) // 1024,)))
best = min(p[0] for p in parse) / min(t[0] for t in take)
print("import at %.2f times the rate of only parsing (best of three; bar 0.5)" % best)
print("store %.0f MB for %d sheets" % (os.path.getsize(store) / 1e6, 33901))
print("backup %.1f s, ledger verify %.2f s" % (clock("%s backup %s/b.db --store %s" % (kanmon, T, store))[0], clock("%s ledger verify --store %s" % (kanmon, store))[0]))
if os.environ.get("PG"):
    print("import into PostgreSQL %.1f s" % clock("%s import %s --store '%s'" % (kanmon, plain, os.environ["PG"]))[0])

# Server time as a client on the same machine sees it, one at a time: the page whole, with its HTML.
port_file = T + "/port"
server = subprocess.Popen([kanmon, "serve", "--listen", "127.0.0.1:0", "--port-file", port_file, "--public", "--store", store], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    while not (os.path.exists(port_file) and open(port_file).read().strip()):
        time.sleep(0.05)
    conn = http.client.HTTPConnection("127.0.0.1", int(open(port_file).read()))
    def p95(what, paths):
        times = []
        for path in paths * 4:
            began = time.monotonic()
            conn.request("GET", path)
            r = conn.getresponse()
            r.read()
            times.append((time.monotonic() - began) * 1000)
            if r.status != 200:
                sys.exit("bench/scale.py: %s answered %d" % (path, r.status))
        times.sort()
        print("%s: median %.1f ms, p95 %.1f ms of %d" % (what, statistics.median(times), times[int(len(times) * 0.95)], len(times)))
    words = ["量子", "研究開発", "スーパーコンピュータ", "口腔", "ASEAN", "事業", "人材育成", "若手研究者", "宇宙", "医療", "原子力", "文化財", "ｶﾞﾝ", "国際 研究", "道路 -橋", "防災 fy:2020",
             "ministry:文科省 基盤", "indicator:論文", "環境 money>10億", "水道 OR 下水"]
    quote = urllib.parse.quote
    p95("search, page and API words", ["/search?q=" + quote(w) for w in words])
    p95("list of programmes narrowed", ["/programmes?q=" + quote(w) for w in words])
    p95("list of programmes, sorted and paged", ["/programmes?sort=%s&dir=desc&from=%d" % (s, f) for s in ("money", "name", "fy", "committee") for f in (0, 50, 5000)])
    p95("indicators, narrowed", ["/indicators?q=" + quote(w) for w in words + ["type:outcome attainment<50", "has:missed ministry:文部科学省", "fy:1900..2999 件数", "unit:人"]])
    p95("indicators, sorted and paged", ["/indicators?sort=%s&dir=desc&from=%d" % (s, f) for s in ("attainment", "name", "fy", "ministry") for f in (0, 50, 5000)])
    conn.request("GET", "/api/v1/programmes?limit=120&sort=money&dir=desc&q=" + quote("has:outcome"))
    keys = [r["key"] for r in json.load(conn.getresponse())["items"]]
    p95("six programmes side by side", ["/compare?" + "&".join("p=" + quote(k) for k in keys[i:i + 6]) for i in range(0, len(keys), 6)])
finally:
    server.terminate()
    server.wait()
