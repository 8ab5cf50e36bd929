# portfolio_check.py FILE... <portfolio.json -- sheets, budgets and execution by ministry and year, worked out from the
# published files alone, against what the API says. Money of a sheet's own year; execution of the newest finished year.
import collections, json, subprocess, sys

told = {(r['ministry'], r['fy']): (r['sheets'], r['budget_yen'], r['spent_budget_yen'], r['executed_yen']) for r in json.load(sys.stdin)['items']}
sums = collections.defaultdict(lambda: [0, 0, 0, 0])
newest = {}
for name in sys.argv[1:]:
    text = subprocess.run(['zstd', '-dcq', name], capture_output=True, check=True).stdout if name.endswith('.zst') else open(name, 'rb').read()
    for line in text.splitlines():
        if line.strip():
            s = json.loads(line)
            newest[s['公開年度'], s['府省庁'], s['事業番号']] = s
yen = lambda x: int(x * 1e6 + (0.5 if x >= 0 else -0.5))
for s in newest.values():
    fy, row = s['公開年度'], sums[s['府省庁'], s['公開年度']]
    years = {}
    for m in s['予算']:
        if m.get('年度'):
            years.setdefault(m['年度'], m)
    have = [y for y in years if y <= fy and years[y].get('予算計') is not None]
    spent = [y for y in years if y < fy and years[y].get('執行額') is not None]
    row[0] += 1
    if have:
        row[1] += yen(years[max(have)]['予算計'])
    if spent and years[max(spent)].get('予算計') is not None:
        row[2] += yen(years[max(spent)]['予算計'])
        row[3] += yen(years[max(spent)]['執行額'])
bad = [(k, tuple(sums.get(k, ())), told.get(k)) for k in sorted(set(sums) | set(told)) if tuple(sums.get(k, ())) != told.get(k)]
for b in bad[:10]:
    print('differs:', *b)
print(len(sums), 'ministries and years,', len(bad), 'differ')
sys.exit(1 if bad or not sums else 0)
