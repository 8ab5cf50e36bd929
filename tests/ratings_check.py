"""ratings_check.py RATINGS.csv[.zst] FOLDER -- what kanmon counts of IEG ratings (FOLDER/outcome-fy.json ...), worked out from the file
alone: every grade by year, region, sector and kind of evaluation, and the whole. With the whole file also the counts of its SOURCE.md."""
import csv, io, json, subprocess, sys
from collections import Counter, defaultdict

path, folder = sys.argv[1:]
raw = subprocess.run(["zstdcat", path], capture_output=True, check=True).stdout if path.endswith(".zst") else open(path, "rb").read()
rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
words = {"Highly Unsatisfactory": "HU", "Unsatisfactory": "U", "Moderately Unsatisfactory": "MU", "Moderately Satisfactory": "MS", "Satisfactory": "S", "Highly Satisfactory": "HS",
         "Negligible": "NEGLIGIBLE", "Modest": "MODEST", "Substantial": "SUBSTANTIAL", "High": "HIGH"}
columns = {"fy": "Evaluation FY", "region": "WB Region", "sector": "Global Practice", "kind": "Evaluation Type"}
looked = 0
for criterion, column in (("outcome", "Outcome"), ("me", "M&E Quality")):
    for by, group in columns.items():
        want, unrated = defaultdict(Counter), Counter()
        for r in rows:
            at = r[group].strip() or None
            if r[column] == "Not Rated":
                unrated[at] += 1
            else:
                want[at][words[r[column]]] += 1
        said = json.load(open(f"{folder}/{criterion}-{by}.json"))
        assert len(said["rows"]) == len(set(want) | set(unrated)), (criterion, by)
        for x in said["rows"]:
            at = None if x["value"] in (None, "") else str(x["value"])
            assert x["grades"] == dict(want[at]) and x["unrated"] == unrated[at], (criterion, by, x, want[at])
            looked += 1
        assert said["all"]["rated"] + said["all"]["unrated"] == len(rows)
if len(rows) == 8226:
    assert Counter(r["Outcome"] for r in rows) == {"Moderately Satisfactory": 2001, "Unsatisfactory": 1250, "Satisfactory": 3655, "Highly Satisfactory": 257, "Moderately Unsatisfactory": 842, "Not Rated": 99, "Highly Unsatisfactory": 122}
    assert Counter(r["M&E Quality"] for r in rows) == {"Not Rated": 4987, "Negligible": 318, "Modest": 1554, "Substantial": 1290, "High": 77}
print(len(rows), "evaluations,", looked, "rows of counts agree")
