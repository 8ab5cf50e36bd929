# attainment_check.py FILE... <indicators.json -- ratios of actual over target and their number, worked out from the published files alone,
# against what the API says of every year (a list of items of /api/v1/indicators?q=fy:1900..2999, one JSON document a line).
import json, sys

def tenths(actual, target):
    r = actual / target * 1000
    return int(r + 0.5) if r >= 0 else -int(-r + 0.5)

def number(x):
    return x if isinstance(x, (int, float)) and not isinstance(x, bool) else None

want = {}
for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8"):
        sheet = json.loads(line)
        place = 0
        for key, value, target in (("アウトカム", "成果実績", "目標値"), ("アウトプット", "活動実績", "当初見込み")):
            for x in sheet.get(key) or []:
                years = {}
                for y in x.get(value) or []:
                    years.setdefault(y.get("年度"), (number(y.get(value)), number(y.get(target))))
                both = [fy for fy, (a, t) in years.items() if fy and a is not None and t is not None]
                ratio = None
                if both:
                    a, t = years[max(both)]
                    if t:
                        ratio = tenths(a, t)
                # Programmes go by their newest name: sheets are held against each other by year, ministry and place alone.
                want.setdefault((sheet["公開年度"], sheet["府省庁"], place), []).append(ratio)
                place += 1
have, ratios = {}, 0
for line in sys.stdin:
    for x in json.loads(line)["items"]:
        if x["sheet_id"] is None:
            continue
        have.setdefault((x["fy"], x["ministry"], x["place"]), []).append(None if x["ratio"] is None else round(x["ratio"] * 10))
order = lambda r: (r is None, r or 0)
bad = 0
for key in sorted(set(want) | set(have)):
    a, b = sorted(want.get(key, []), key=order), sorted(have.get(key, []), key=order)
    ratios += sum(r is not None for r in a)
    if len(a) != len(b) or any((x is None) != (y is None) or (x is not None and abs(x - y) > 1) for x, y in zip(a, b)):
        bad += 1
        if bad < 5:
            print("differs:", key, [(x, y) for x, y in zip(a, b) if x != y][:5], len(a), len(b))
print(f"{sum(map(len, want.values()))} indicators, {ratios} ratios, {bad} differ")
sys.exit(bad > 0 or not want)
