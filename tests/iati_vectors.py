#!/usr/bin/env python3
# iati_vectors.py -- the conformance vectors of the IATI standard: kanmon check must give the verdict that a file's path tells.
# SPDX-License-Identifier: Apache-2.0
#
#   python3 tests/iati_vectors.py KANMON FOLDER
import json, os, subprocess, sys

kanmon, folder = sys.argv[1:3]
files = sorted(os.path.join(d, f) for d, _, names in os.walk(folder) for f in names if f.endswith('.xml') and 'should-' in d)
seen, wrong, beyond = {}, [], 0
for i in range(0, len(files), 60):
    out = subprocess.run([kanmon, 'check', '--json'] + files[i:i + 60], capture_output=True, text=True).stdout
    for r in json.loads(out):
        seen[r['file']] = r
for f in files:
    good = seen[f].get('structure') == 0
    if good != ('/should-pass' in f):
        wrong.append(f)
    beyond += bool(good and seen[f]['errors'])
for f in wrong:
    print('%s: %s' % (f, 'passes' if seen[f].get('structure') == 0 else 'fails'))
passed = sum('/should-pass' in f for f in files)
print('%d should-pass, %d should-fail, %d wrong; of those that pass, %d break a rule beyond the structure' % (passed, len(files) - passed, len(wrong), beyond))
sys.exit(bool(wrong) or passed != 153 or len(files) != 458)
