"""sheet_text.py RECORD.json TEXT PART... -- every sentence of the record that the parts print stands in the text.

Spaces and line ends do not count: a printed line ends where it is full. Prints what is missing; exit 1 when something is.
"""
import json
import re
import sys

record = json.load(open(sys.argv[1], encoding="utf-8"))
text = re.sub(r"\s+", "", open(sys.argv[2], encoding="utf-8").read())
parts = sys.argv[3:]
FIELDS = {
    "cover": ["name", "division", "chief", "council", "members_note", "objectives", "cover_indicators.*.text", "cost_effect",
              "substitution_note", "total.text", "period.text", "report.title", "report.subtitle", "report.date_text"],
    "rosters": ["rosters.*.title", "rosters.*.members.*.affiliation", "rosters.*.notes.*"],
    "overview": ["overview.title", "overview.evaluations_text", "overview.purpose", "overview.other", "budget.*.text", "budget.*.label"],
    "form": ["form.name", "form.as_of_text", "form.period_text", "plan.*.label", "plan.*.text", "purpose", "summary", "indicators.*.name",
             "indicators.*.table_label", "indicators.*.columns.*.label", "indicators.*.values.*.text", "indicators.*.notes.*.text",
             "views.*.view", "views.*.items.*.item", "views.*.items.*.criteria.*.text", "views.*.narrative", "views.*.verdict",
             "overall.summary", "overall.policy", "overall.remarks_text", "overall.other_text", "overall.other_title", "footnotes.*.text"],
}


def values(node, path):
    if node is None:
        return
    if not path:
        if isinstance(node, str):
            yield node
        return
    head, rest = path[0], path[1:]
    if head == "*":
        for one in node.values() if isinstance(node, dict) else node:
            yield from values(one, rest)
    elif isinstance(node, dict):
        yield from values(node.get(head), rest)


missing = 0
sentences = 0
for part in parts:
    for field in FIELDS[part]:
        for value in values(record, field.split(".")):
            for piece in re.split(r"\n|(?<=。)", value):
                piece = re.sub(r"\s+", "", piece)
                if not piece:
                    continue
                sentences += 1
                if piece not in text:
                    missing += 1
                    print(f"missing ({part}, {field}): {piece[:120]}")
print(f"{sentences} pieces, {missing} missing")
sys.exit(1 if missing or sentences == 0 else 0)
