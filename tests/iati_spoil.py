#!/usr/bin/env python3
# iati_spoil.py -- good IATI files spoiled at random: kanmon check and the schema of the standard must give one verdict.
# SPDX-License-Identifier: Apache-2.0
#
#   python3 tests/iati_spoil.py KANMON SCHEMA.xsd FOLDER FILE... [SPOILED=60]
import json, os, random, subprocess, sys
import xml.etree.ElementTree as E

kanmon, schema, folder = sys.argv[1:4]
many = int(os.environ.get('SPOILED', '60'))
rng = random.Random(int(os.environ.get('SEED', '2026')))
VALUES = ['', ' ', '1', '-1', '0', '1.5', '1e5', 'x', '2024-02-30', '2024-04-01', '2024-04-01Z', '24-4-1', 'true', 'TRUE', '2024-04-01T00:00:00', '99999999999999999999', 'ja', '日本語', 'a b']


def spoil(root, last):
    every = [(p, c) for p in root.iter() for c in p]
    if not every:
        return
    parent, child = rng.choice(every)
    at = list(parent).index(child)
    what = rng.randrange(9)
    if what == 0:
        parent.remove(child)
    elif what == 1:
        parent.insert(at, child)
    elif what == 2 and at + 1 < len(parent):
        parent.remove(child)
        parent.insert(at + 1, child)
    elif what == 3:
        child.tag = rng.choice(every)[1].tag
    elif what == 4 and child.attrib:
        del child.attrib[rng.choice(list(child.attrib))]
    elif what == 5 and child.attrib:
        child.attrib[rng.choice(list(child.attrib))] = rng.choice(VALUES)
    elif what == 6:
        child.attrib[rng.choice(['ref', 'code', 'type', 'value', '{http://example.org/}x', '{http://www.w3.org/XML/1998/namespace}lang'])] = rng.choice(VALUES)
    elif what == 7:
        child.text = rng.choice(VALUES)
    else:
        # libxml2 also takes elements of the standard behind those of another namespace, where XML Schema does not: so
        # those go to the end
        other, own = rng.choice(every)[0], last and rng.random() < 0.4
        other.insert(len(other) if own else rng.randrange(len(other) + 1), E.Element('{http://example.org/}own' if own else rng.choice(['narrative', 'nonsense', 'iati-activity'])))


names = []
for i in range(many):
    tree = E.parse(rng.choice(sys.argv[4:]))
    times = rng.choice([1, 1, 1, 2])
    for k in range(times):
        spoil(tree.getroot(), k + 1 == times)
    names.append(os.path.join(folder, 'spoiled-%03d.xml' % i))
    tree.write(names[-1], encoding='UTF-8', xml_declaration=True)
lint = subprocess.run(['xmllint', '--noout', '--nonet', '--schema', schema] + names, capture_output=True, text=True).stderr.splitlines()
schema_says = {n: (n + ' validates') in lint for n in names}
ours = {}
for i in range(0, len(names), 200):
    out = json.loads(subprocess.run([kanmon, 'check', '--json'] + names[i:i + 200], capture_output=True, text=True).stdout)
    ours.update({r['file']: r for r in (out if isinstance(out, list) else [out])})
wrong = [n for n in names if (ours[n].get('structure') == 0) != schema_says[n]]
for n in wrong:
    print(n, 'schema:', schema_says[n], 'kanmon:', [(f['code'], f['line'], f['text_en']) for f in ours[n].get('findings', [])][:2], [l for l in lint if l.startswith(n)][:2])
good = sum(schema_says.values())
print('%d files, %d of them still good, %d verdicts differ' % (many, good, len(wrong)))
sys.exit(bool(wrong) or good == many or (many > 30 and good == 0))
