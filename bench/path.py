#!/usr/bin/env python3
"""path.py -- the first whole path, measured in one run: import of the founding document, pages against the same HTTP
library serving a fixed page of the same size, start to first page, idle memory, a clean build, a sheet to PDF.
Prints a Markdown table with the machine. Needs wrk; run by bench/run. Ratios count: absolute figures drift with the machine."""
import http.client, os, platform, re, shutil, statistics, subprocess, sys, tempfile, time, urllib.parse

SECONDS, CLIENTS, ROUNDS, WORKERS = 3, 16, 3, 2
paper = "../shared/data/founding/mext-ex-ante-2023-08.txt"
kanmon = os.path.abspath("build/kanmon")
papers = [f"programmes/{k}/programme.yaml" for k in ("asean", "bio", "genai", "jaxa")] + ([paper] if os.path.exists(paper) else [])
tmp = tempfile.mkdtemp()
env = dict(os.environ, KANMON_STORE=os.path.join(tmp, "bench.db"))
rows = []

def say(what, figure, note=""):
    rows.append((what, figure, note))
    print(f"| {what} | {figure} | {note} |", flush=True)

def rss(pid, key="VmRSS"):
    return int(re.search(key + r":\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1)) / 1024

def serve():
    port = os.path.join(tmp, "port")
    if os.path.exists(port):
        os.remove(port)
    t = time.monotonic()
    p = subprocess.Popen([kanmon, "serve", "--listen", "127.0.0.1:0", "--port-file", port, "--workers", str(WORKERS)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (os.path.exists(port) and os.path.getsize(port)):
        time.sleep(0.002)
    return p, int(open(port).read()), t

def get(port, path, cookie=""):
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("GET", path, headers={"Cookie": cookie})
    r = c.getresponse()
    return r, r.read()

def sign_in(port):
    """A person who may read everything; the cookie of the session."""
    subprocess.run([kanmon, "user", "add", "bench", "--name", "bench", "--role", "officer", "--password-file", "-"], input="a bench without rest\n", text=True, env=env, check=True, stdout=subprocess.DEVNULL)
    c = http.client.HTTPConnection("127.0.0.1", port)
    c.request("POST", "/sign-in", urllib.parse.urlencode({"login": "bench", "password": "a bench without rest", "to": "/"}),
              {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"})
    r = c.getresponse()
    r.read()
    return "; ".join(v.split(";")[0] for k, v in r.getheaders() if k.lower() == "set-cookie")

def wrk(url, clients=CLIENTS, cookie=""):
    out = subprocess.run(["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}", "-s", "bench/p95.lua", "-H", f"Cookie: {cookie}", url], capture_output=True, text=True).stdout
    n, sec, p50, p95, p99, errors = [float(x) for x in re.search(r"RESULT (.*)", out).group(1).split()]
    return n / sec, p50, p95, p99, int(errors)

print(f"Machine: {platform.machine()}, {os.cpu_count()} cores, {platform.release()}; {subprocess.run([kanmon, '--version'], capture_output=True, text=True).stdout.strip()}; "
      f"{SECONDS} s a run, {ROUNDS} rounds in turn, {CLIENTS} clients, {WORKERS} worker threads.\n\n| what | figure | against |\n|---|---|---|")

times, peak = [], 0
for i in range(5):
    one = dict(env, KANMON_STORE=os.path.join(tmp, f"import{i}.db"))
    subprocess.run([kanmon, "init"], env=one, stderr=subprocess.DEVNULL)
    t = time.monotonic()
    p = subprocess.Popen([kanmon, "import", papers[-1]], env=one, stdout=subprocess.DEVNULL)
    _, _, use = os.wait4(p.pid, 0)
    times.append((time.monotonic() - t) * 1000)
    peak = max(peak, use.ru_maxrss / 1024)
say(f"import of {os.path.basename(papers[-1])}", f"{statistics.median(times):.0f} ms, {peak:.0f} MB", "read, checked, stored, on the ledger; median of 5")

subprocess.run([kanmon, "import", *papers], env=env, check=True, stdout=subprocess.DEVNULL)
starts = []
for _ in range(5):
    p, port, t = serve()
    get(port, "/sign-in")
    starts.append((time.monotonic() - t) * 1000)
    p.terminate(); p.wait()
say("start to first page", f"{statistics.median(starts):.0f} ms", "limit 200 ms")

p, port, _ = serve()
time.sleep(1)
say("idle server", f"{rss(p.pid):.1f} MB", "limit 32 MB resident")
cookie = sign_in(port)
subprocess.run(["cc", "-O2", "-o", os.path.join(tmp, "fixed"), "bench/fixed.c", *subprocess.run(["pkg-config", "--cflags", "--libs", "libmicrohttpd"], capture_output=True, text=True).stdout.split()], check=True)
for path in ("/programmes/asean", "/programmes", "/findings", "/api/v1/programmes/jaxa"):
    r, body = get(port, path, cookie)
    assert r.status == 200, (path, r.status)
    open(os.path.join(tmp, "page"), "wb").write(body)
    f = subprocess.Popen([os.path.join(tmp, "fixed"), os.path.join(tmp, "page"), str(WORKERS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    fport = int(f.stdout.readline())
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(wrk(f"http://127.0.0.1:{port}{path}", cookie=cookie))
        theirs.append(wrk(f"http://127.0.0.1:{fport}/"))
    f.stdin.close(); f.wait()
    mid = lambda v, i: statistics.median(x[i] for x in v)
    errors = sum(x[4] for x in ours)
    say(f"{path} ({len(body) / 1024:.0f} KB)", f"{mid(ours, 0):,.0f} requests/s, p95 {mid(ours, 2):.1f} ms" + (f", {errors} errors" if errors else ""),
        f"fixed page {mid(theirs, 0):,.0f}/s, p95 {mid(theirs, 2):.1f} ms: {mid(theirs, 0) / mid(ours, 0):.1f} times ours")
for clients in (256, 1000):
    rate, p50, p95, p99, errors = wrk(f"http://127.0.0.1:{port}/programmes/asean", clients, cookie)
    say(f"/programmes/asean, {clients} connections", f"{rate:,.0f} requests/s, p99 {p99:.0f} ms, {errors} errors", "no stall")
say("the server after that", f"{rss(p.pid):.1f} MB, peak {rss(p.pid, 'VmHWM'):.1f} MB", "")
p.terminate(); p.wait()

pdf, pages = [], 1
for _ in range(3):
    t = time.monotonic()
    subprocess.run([kanmon, "sheet", "jaxa", "--type", "ex-ante", "-o", os.path.join(tmp, "s.pdf")], env=env, check=True, stdout=subprocess.DEVNULL)
    pdf.append((time.monotonic() - t) * 1000)
info = subprocess.run(["pdfinfo", os.path.join(tmp, "s.pdf")], capture_output=True, text=True).stdout
pages = int(re.search(r"Pages:\s+(\d+)", info).group(1))
say("sheet of jaxa to PDF", f"{statistics.median(pdf):.0f} ms, {pages} pages, {statistics.median(pdf) / pages:.1f} ms a page", "")

t = time.monotonic()
subprocess.run(["make", "-s", f"-j{os.cpu_count()}", f"B={tmp}/build", "all"], check=True)
say("clean build", f"{time.monotonic() - t:.0f} s", "limit 60 s on 2 cores")
shutil.rmtree(tmp)
