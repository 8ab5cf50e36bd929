#!/usr/bin/env python3
"""rights.py URL MATRIX WHO... -- every address as every kind of person gives what the matrix says.
MATRIX is `kanmon docs rights --json`; WHO is ROLE=COOKIE=CSRF, or guest=, or public= for a guest of a server with
--public. Prints what differs and "N passed, N failed, 0 skipped"."""
import http.client, json, sys
from urllib.parse import urlparse, urlencode

url, matrix = urlparse(sys.argv[1]), json.load(open(sys.argv[2], encoding="utf-8"))
ok = bad = 0
for who in sys.argv[3:]:
    role, _, rest = who.partition("=")
    cookie, _, csrf = rest.rpartition("=")
    signed = role not in ("guest", "public")
    for r in matrix["routes"]:
        if r["path"] == "/sign-out":
            continue  # it would end the session of the test
        may = r["act"] == "PUBLIC" or {"guest": None, "public": "guest"}.get(role, role) in matrix["acts"][r["act"]]
        path, api = r["path"].replace(":id", "999999"), r["path"].startswith("/api/")
        heads, body = {"Cookie": cookie} if signed else {}, None
        if r["method"] == "POST":
            heads["Content-Type"], body = "application/x-www-form-urlencoded", urlencode({"csrf": csrf})
        c = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
        c.request(r["method"], path, body=body, headers=heads)
        a = c.getresponse()
        a.read()
        sent_off = a.status == 303 and (a.getheader("Location") or "").startswith("/sign-in")
        if may and r["act"] == "PUBLIC":
            good = a.status < 500 and a.status != 403 and not sent_off
        elif may:
            good = a.status < 500 and a.status not in (401, 403, 405) and not sent_off
        elif signed:
            good = a.status == 403
        else:
            good = sent_off if r["method"] == "GET" and not api else a.status == 401
        if good:
            ok += 1
        else:
            bad += 1
            print(f"NOT: {role} {r['method']} {path} ({r['act']}): {a.status} {a.getheader('Location') or ''}")
        c.close()
print(f"{ok} passed, {bad} failed, 0 skipped")
sys.exit(bad > 0)
