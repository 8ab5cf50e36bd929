#!/usr/bin/env python3
# rs_round.py -- tables of the review-sheet system, taken in and written out, are the same rows.
# SPDX-License-Identifier: Apache-2.0
#
#   python3 tests/rs_round.py cut FOLDER OUT IDS      the rows of the first IDS programmes of each official table (*.csv.zst)
#   python3 tests/rs_round.py same ORIGINAL WRITTEN   every table of one folder is in the other, programme by programme
#   python3 tests/rs_round.py number FOLDER ID        gives every row this 予算事業ID, and texts that try the quoting
import csv, glob, io, os, subprocess, sys


def rows(path):
    data = open(path, 'rb').read()
    assert data.startswith(b'\xef\xbb\xbf'), path + ': no mark of UTF-8'
    return list(csv.reader(io.StringIO(data.decode('utf-8-sig'), newline='')))


def write(path, table):
    out = io.StringIO(newline='')
    csv.writer(out, lineterminator='\r\n').writerows(table)
    open(path, 'wb').write(b'\xef\xbb\xbf' + out.getvalue().encode('utf-8'))


def table_of(path):
    return os.path.basename(path).replace('rs2024-', '').split('_')[0].split('.')[0]


def cut(folder, to, many):
    os.makedirs(to, exist_ok=True)
    chosen = None
    for path in sorted(glob.glob(folder + '/rs2024-*.csv.zst')):
        p = subprocess.Popen(['zstd', '-dqc', path], stdout=subprocess.PIPE)
        reader = csv.reader(io.TextIOWrapper(p.stdout, 'utf-8-sig', newline=''))
        head = next(reader)
        at, kept, seen = head.index('予算事業ID'), [head], set()
        for row in reader:
            seen.add(row[at])
            if chosen is None and len(seen) > many:
                break
            if chosen is None or row[at] in chosen:
                kept.append(row)
        p.kill()
        p.wait()
        if chosen is None:
            chosen = {r[at] for r in kept[1:]}
        write('%s/%s.csv' % (to, table_of(path)), kept)


def by_programme(table):
    at, out = table[0].index('予算事業ID'), {}
    for r in table[1:]:
        out.setdefault(r[at], []).append(r)
    return out


def same(original, written):
    files = {table_of(p): p for p in glob.glob(written + '/*.csv')}
    count = 0
    for path in sorted(glob.glob(original + '/*.csv')):
        a, b = rows(path), rows(files[table_of(path)])
        assert a[0] == b[0][:len(a[0])], (table_of(path), a[0], b[0])
        b = [r[:len(a[0])] for r in b]
        a, b = by_programme(a), by_programme(b)
        for key in a:
            assert a[key] == b.get(key), (table_of(path), key, [(u, v) for x, y in zip(a[key], b.get(key, [])) for u, v in zip(x, y) if u != v][:2], len(a[key]), len(b.get(key, [])))
            count += len(a[key])
        assert set(a) == set(b), table_of(path)
    print('%d rows the same' % count)
    assert count > 0


def number(folder, project):
    for path in glob.glob(folder + '/*.csv'):
        table = rows(path)
        at = table[0].index('予算事業ID')
        for r in table[1:]:
            r[at] = project
        if os.path.basename(path).startswith('1-2_'):
            table[1][table[0].index('備考')] = '=1+1,"引用"\n次の行\r\n 三行目 '
        write(path, table)


if sys.argv[1] == 'cut':
    cut(sys.argv[2], sys.argv[3], int(sys.argv[4]))
elif sys.argv[1] == 'same':
    same(sys.argv[2], sys.argv[3])
else:
    number(sys.argv[2], sys.argv[3])
