/* openapi.js URL TOKEN ROUTES PAPER -- calls every operation of the server's own description, as a program with a token
 * does, and holds each answer against its schema; the routes of ROUTES and the description name the same addresses. */
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';

const [url, token, routes, paper] = process.argv.slice(2);
let passed = 0, failed = 0;
const check = (what, good, why = '') => { if (good) passed++; else { failed++; console.log(`NOT: ${what} ${why}`); } };
const call = (method, path, options = {}) => fetch(url + '/api/v1' + path, { method, redirect: 'manual', ...options, headers: { Authorization: `Bearer ${token}`, ...options.headers } });

const api = await (await call('GET', '/openapi.json')).json();
const valid = await new Validator().validate(structuredClone(api));
check('the description is OpenAPI 3.1', valid.valid && api.openapi.startsWith('3.1'), JSON.stringify(valid.errors)?.slice(0, 2000));

/* --- the same addresses on both sides */
const plain = (path) => path.replace(/:id|\{[a-z]+\}/g, ':id');
const served = [...readFileSync(routes, 'utf8').matchAll(/^ROUTE\((GET|POST),\s*"\/api\/v1(\/[^"]*)"/gm)].map((m) => `${m[1]} ${plain(m[2])}`).sort();
const told = Object.entries(api.paths).flatMap(([path, item]) => ['get', 'post', 'put', 'patch', 'delete'].filter((m) => item[m]).map((m) => `${m.toUpperCase()} ${plain(path)}`)).sort();
check('routes.def holds some', served.length > 10);
for (const r of served) check(`${r} is described in docs/openapi.yaml`, told.includes(r));
for (const r of told) check(`${r} of docs/openapi.yaml is a row of routes.def`, served.includes(r));

/* --- every answer against its schema */
const ajv = new Ajv({ strict: false, allErrors: false });
ajv.addSchema({ $id: 'api', ...api });
const pointer = (...parts) => 'api#' + parts.map((p) => '/' + encodeURIComponent(p.replaceAll('~', '~0').replaceAll('/', '~1'))).join('');
const called = new Set();
async function holds(path, method, answer, status, what) {
  const op = api.paths[path][method.toLowerCase()], key = op.responses[status] ? String(status) : 'default';
  const type = (answer.headers.get('content-type') ?? '').split(';')[0], text = await answer.text();
  called.add(op.operationId);
  check(`${what}: status ${status}`, answer.status === status, `is ${answer.status} ${text.slice(0, 300)}`);
  let at = ['paths', path, method.toLowerCase(), 'responses', key];
  if (op.responses[key]?.$ref) at = op.responses[key].$ref.slice(2).split('/');
  const media = at.reduce((o, k) => o?.[k], api)?.content?.[type];
  check(`${what}: ${type} is described`, media !== undefined);
  if (!media?.schema) return undefined;
  const body = JSON.parse(text), fits = ajv.validate({ $ref: pointer(...at, 'content', type, 'schema') }, body);
  check(`${what}: the answer fits its schema`, fits, ajv.errorsText(ajv.errors, { dataVar: '' }) + (fits ? '' : ' ' + JSON.stringify(ajv.errors[0].params)));
  return body;
}
const get = async (path, real, status = 200) => holds(path, 'GET', await call('GET', real), status, `GET ${real}`);

/* Lists: the whole of them piece by piece, as tables, and refused pieces. */
async function list(path, real) {
  const and = real.includes('?') ? '&' : '?';
  let first;
  const items = [];
  for (let next = `${real}${and}limit=50`; next; ) {
    const body = await get(path, next);
    if (!body) break;
    first ??= body;
    items.push(...body.items);
    next = body.next?.replace(/^\/api\/v1/, '');
  }
  check(`${real}: the pieces are the whole`, items.length === first?.total, `${items.length} of ${first?.total}`);
  for (const [format, type] of [['csv', 'text/csv'], ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']]) {
    const answer = await call('GET', `${real}${and}format=${format}`);
    await holds(path, 'GET', answer, 200, `GET ${real} as ${format}`);
    check(`${real} as ${format} is one`, (answer.headers.get('content-type') ?? '').startsWith(type) && (answer.headers.get('content-disposition') ?? '').includes(`.${format}`));
  }
  await get(path, `${real}${and}limit=0`, 422);
  await get(path, `${real}${and}offset=-1`, 422);
  await get(path, `${real}${and}format=exe`, 422);
  return items;
}

const programmes = await list('/programmes', '/programmes');
check('there are programmes', programmes.length >= 4);
await get('/programmes', '/programmes?sort=money&dir=desc');
await get('/programmes', '/programmes?q=' + encodeURIComponent('money>10億 fy:2024 研究'));
await get('/programmes', '/programmes?q=' + encodeURIComponent('nofield:x "'));
await get('/programmes', '/programmes?format=iati&limit=2');
await get('/programmes', '/programmes?format=iati&limit=0', 422);
await get('/programmes', '/programmes?format=iati&q=' + encodeURIComponent('no_such_programme_anywhere'), 422);
for (const p of programmes.filter((one) => one.version !== null)) {
  await get('/programmes/{key}', `/programmes/${p.key}?format=iati`);
  await get('/programmes/{key}', `/programmes/${p.key}?format=exe`, 422);
  await get('/programmes/{key}', `/programmes/${p.key}`);
  await get('/programmes/{key}', `/programmes/${p.id}?as_of=2199-12-31&evaluation=ex-ante`);
  await list('/programmes/{key}/findings', `/programmes/${p.key}/findings`);
  await list('/programmes/{key}/history', `/programmes/${p.key}/history`);
  await list('/programmes/{key}/roster', `/programmes/${p.key}/roster`);
  await get('/programmes/{key}/launched', `/programmes/${p.key}/launched`);
  await get('/programmes/{key}/similar', `/programmes/${p.key}/similar`);
  await get('/programmes/{key}/lineage', `/programmes/${p.key}/lineage`);
}
for (const format of ['pdf', 'docx', 'html', 'md']) await get('/programmes/{key}/sheet/{file}', `/programmes/jaxa/sheet/ex-ante.${format}`);
await get('/programmes/{key}/sheet/{file}', '/programmes/jaxa/sheet/ex-ante.exe', 404);
await get('/programmes/{key}/sheet/{file}', '/programmes/none/sheet/ex-ante.pdf', 404);
for (const field of ['request', 'total', 'period', 'b1', 'e1', 'i1.2019']) await get('/n/{ref}', `/n/v${(await get('/programmes/{key}', '/programmes/asean')).version_id}.${field}`);
await get('/programmes/{key}/similar', '/programmes/j900001/similar?limit=3');
await get('/programmes/{key}/similar', '/programmes/bio/similar?format=csv');
await get('/programmes/{key}/similar', '/programmes/bio/similar?limit=99', 422);
await get('/programmes/{key}/similar', '/programmes/none/similar', 404);
await get('/n/{ref}', '/n/v99999.request', 404);
await get('/n/{ref}', '/n/zz', 404);
for (const path of ['', '/findings', '/history', '/roster']) await get('/programmes/{key}' + path, '/programmes/none' + path, 404);
await get('/programmes/{key}', '/programmes/asean?as_of=1999-01-01', 404);
await get('/programmes/{key}', '/programmes/asean?as_of=x', 422);
/* --- what review sheets tell: years, sheets, organisations */
for (const p of programmes.filter((one) => one.sheets !== 0 && one.version === null)) {
  await get('/programmes/{key}/years', `/programmes/${p.key}/years`);
  const one = await get('/programmes/{key}', `/programmes/${p.key}`);
  check(`${p.key} is known from its sheets`, one?.version === null && one.sheets_held.length === p.sheets && one.name === p.name);
  await get('/programmes/{key}', `/programmes/${p.key}?evaluation=ex-ante`, 404);
}
await get('/programmes/{key}', '/programmes/j900001?format=iati');
for (const table of ['money', 'indicators', 'payees', 'remarks', 'sheets']) {
  const rows = await list('/programmes/{key}/years/{table}', `/programmes/j900001/years/${table}`);
  check(`the table ${table} has rows`, table === 'remarks' || rows.length > 3);
}
await get('/programmes/{key}/years', '/programmes/none/years', 404);
await get('/programmes/{key}/years/{table}', '/programmes/j900001/years/none', 404);
await get('/sheets/{sheet}', '/sheets/1');
await get('/sheets/{sheet}', '/sheets/' + encodeURIComponent('judgit:2017:文部科学省:0103'));
await get('/sheets/{sheet}', '/sheets/999999', 404);
await list('/sheets/{sheet}/payees', '/sheets/1/payees');
check('organisations', (await list('/organisations', '/organisations')).length > 70);
await get('/organisations', '/organisations?number=with&sort=years&dir=desc');
await get('/organisations', '/organisations?q=' + encodeURIComponent('青波'));
await get('/organisations/{organisation}', '/organisations/6999900000003');
await get('/organisations/{organisation}', '/organisations/' + encodeURIComponent('n:個人a'));
await get('/organisations/{organisation}', '/organisations/none', 404);
const side = await get('/compare', '/compare?p=bio&p=j900001&p=nothing&p=bio');
check('two are compared, two are said', side?.programmes.length === 2 && side.problems.length === 2 && side.rows.every((r) => r.values.length === 2), JSON.stringify(side?.problems));
await get('/compare', '/compare', 422);
for (const format of ['csv', 'xlsx']) await holds('/compare', 'GET', await call('GET', `/compare?p=bio&p=j900001&format=${format}`), 200, `GET /compare as ${format}`);
const portfolio = await list('/portfolio', '/portfolio');
check('the portfolio has every ministry and year of the sheets', portfolio.length > 0 && portfolio.every((r) => r.sheets > 0), JSON.stringify(portfolio[0]));
check('and narrowed it is less', (await list('/portfolio', '/portfolio?q=' + encodeURIComponent('fy:1999'))).length === 0);
check('statistics', (await list('/statistics', '/statistics')).length > 0);
await list('/organisations/{organisation}/receipts', '/organisations/6999900000003/receipts');
/* --- evaluations under other frameworks */
const works = await list('/frameworks', '/frameworks');
check('two frameworks, by data', works.length >= 2 && works.filter((f) => f.evaluations > 0).length === 2);
check('ratings', (await list('/ratings', '/ratings?framework=jp-sabcd')).length === 7 && (await list('/ratings', '/ratings?framework=wb-ieg')).length === 4);
const rated = (await get('/ratings', '/ratings?framework=wb-ieg&region=' + encodeURIComponent('South Asia') + '&grade=outcome:S&sort=outcome&dir=desc'))?.items;
check('narrowed by a fact and a grade', rated?.length === 1 && rated[0].number === 'T000001');
await get('/ratings', '/ratings?framework=none', 404);
await get('/ratings/{id}', `/ratings/${rated[0].id}`);
await get('/ratings/{id}', '/ratings/999999', 404);
check('a portfolio', (await get('/ratings-portfolio', '/ratings-portfolio?framework=wb-ieg&by=region'))?.rows.length === 2);
await get('/ratings-portfolio', '/ratings-portfolio?framework=jp-sabcd&by=fy&rater=self');
await get('/ratings-portfolio', '/ratings-portfolio?framework=jp-sabcd&by=nothing', 422);
await get('/ratings-portfolio', '/ratings-portfolio?framework=jp-sabcd&criterion=nothing', 422);
/* --- lines of the budget, and the programmes they pay */
const lines = await list('/budget-lines', '/budget-lines');
check('the lines of the paper', lines.length === 6);
check('narrowed and sorted', (await get('/budget-lines', '/budget-lines?sort=money&dir=desc&q=' + encodeURIComponent('fy:2024 kind:当初予算 money>10億')))?.total === 2);
check('a field it has not is told', (await get('/budget-lines', '/budget-lines?q=payee:x'))?.problems?.length === 1);
for (const l of lines) await get('/budget-lines/{id}', `/budget-lines/${l.id}`);
check('a line pays a programme', (await get('/budget-lines/{id}', `/budget-lines/${lines.find((l) => l.programmes > 0).id}`)).programmes_paid[0].key === 'rs9001');
await get('/budget-lines/{id}', '/budget-lines/999999', 404);
check('a programme has its lines', (await list('/programmes/{key}/budget-lines', '/programmes/rs9001/budget-lines'))[0].lines.length === 4);
await get('/programmes/{key}/budget-lines', '/programmes/none/budget-lines', 404);
const spread = await get('/attainment', '/attainment?q=' + encodeURIComponent('type:outcome'));
const outcomes = await list('/indicators', '/indicators?sort=attainment&dir=desc&q=' + encodeURIComponent('type:outcome'));
check('the bands are all of the list', spread.total === outcomes.length && spread.bands.reduce((n, b) => n + b.reached + b.missed, 0) === outcomes.length, JSON.stringify(spread));
check('sorted by attainment, those without last', outcomes.every((o, i) => i === 0 || (o.ratio ?? -Infinity) <= (outcomes[i - 1].ratio ?? -Infinity)), JSON.stringify(outcomes.map((o) => o.ratio)));
for (const i of await list('/indicators', '/indicators')) if (i.id) await get('/indicators/{id}', `/indicators/${i.id}`);
await get('/indicators/{id}', '/indicators/999999', 404);
await list('/indicators/{id}/series', '/indicators/3/series');
await get('/indicators/{id}/series', '/indicators/999999/series', 404);
for (const d of await list('/documents', '/documents')) {
  await get('/documents/{id}', `/documents/${d.id}`);
  await list('/documents/{id}/lines', `/documents/${d.id}/lines`);
}
await get('/documents/{id}', '/documents/999999', 404);
await get('/documents/{id}/lines', '/documents/1/lines?from=2&to=4');
await get('/documents/{id}/lines', '/documents/1/lines?from=zz', 422);
const links = await list('/links', '/links');
check('the packs name the launched programmes', links.length >= 7 && links.every((l) => l.state === 'confirmed'));
await get('/links', '/links?state=proposed&kind=same&ministry=' + encodeURIComponent('文部科学省'));
await get('/links/{id}', '/links/999999', 404);
await get('/links/{id}', `/links/${links[0].id}`);
const link = async (path, real, status, body) => holds(path, 'POST', await call('POST', real, body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }), status, `POST ${real}`);
const mine = await link('/links', '/links', 201, { from: 'asean', to: 'bio', kind: 'related' });
await link('/links', '/links', 409, { from: 'asean', to: 'bio', kind: 'related' });
await link('/links', '/links', 422, { from: 'asean', to: 'bio', kind: 'cousin' });
check('a decision is undone', (await link('/links/{id}/undo', `/links/${mine.id}/undo`, 200))?.state === 'proposed');
check('and made again, as another kind', (await link('/links/{id}/confirm', `/links/${mine.id}/confirm`, 200, { kind: 'successor' }))?.kind === 'successor');
await link('/links/{id}/confirm', `/links/${mine.id}/confirm`, 409);
await link('/links/{id}/undo', `/links/${mine.id}/undo`, 200);
check('or refused', (await link('/links/{id}/reject', `/links/${mine.id}/reject`, 200))?.state === 'rejected');
await link('/links/{id}/reject', '/links/999999/reject', 404);
/* --- kept searches */
const kept = await link('/filters', '/filters', 201, { name: '研究の事業', place: 'search', query: '研究' });
await link('/filters', '/filters', 201, { name: '要修正', place: 'findings', params: { level: 'error' }, shared: true });
await link('/filters', '/filters', 422, { name: '' });
await link('/filters', '/filters', 422, { name: 'x', place: 'nowhere' });
check('kept searches are listed', (await list('/filters', '/filters')).length === 2 && (await list('/filters', '/filters?place=findings')).length === 1);
check('one opens its list', (await get('/filters/{id}', `/filters/${kept.id}`))?.href === '/search?q=%E7%A0%94%E7%A9%B6');
check('is renamed and shared', (await link('/filters/{id}', `/filters/${kept.id}`, 200, { name: '研究', shared: true }))?.shared === true);
await link('/filters/{id}', `/filters/${kept.id}`, 409, { name: '要修正' });
await link('/filters/{id}', `/filters/${kept.id}`, 422, { name: '別の名前', shared: 'yes' });
check('what is refused changes nothing', (await get('/filters/{id}', `/filters/${kept.id}`))?.name === '研究');
check('a saved search is the query', (await get('/search', '/search?saved=' + encodeURIComponent('研究')))?.total === (await get('/search', '/search?q=' + encodeURIComponent('研究')))?.total);
await get('/programmes', '/programmes?q=fy:2024&saved=' + encodeURIComponent('研究'));
await get('/programmes', '/programmes?saved=' + encodeURIComponent('要修正'), 422);
await get('/programmes', '/programmes?saved=none', 404);
await link('/filters/{id}/drop', `/filters/${kept.id}/drop`, 200);
await get('/filters/{id}', `/filters/${kept.id}`, 404);
await link('/filters/{id}/drop', `/filters/${kept.id}/drop`, 404);
await list('/findings', '/findings');
await list('/findings', '/findings?level=warning');
await list('/search', '/search?q=' + encodeURIComponent('研究'));
await get('/search', '/search', 422);
await list('/ledger', '/ledger');
await list('/ledger', '/ledger?subject=programme:1');
await get('/ledger/verify', '/ledger/verify');
await get('/openapi.json', '/openapi.json');

/* --- a paper from coming in to its end, and what stands in the way */
async function add(name, body, status = 202, headers = { 'Content-Type': 'application/octet-stream' }) {
  const answer = await call('POST', '/imports' + (name ? `?name=${encodeURIComponent(name)}` : ''), { body, headers });
  if (status === 202) check(`${name}: Location`, answer.headers.get('location')?.match(/^\/api\/v1\/imports\/\d+$/));
  return holds('/imports', 'POST', answer, status, `POST /imports ${name}`);
}
async function settled(id) {
  for (let i = 0; i < 600; i++) {
    const body = await get('/imports/{id}', `/imports/${id}`);
    if (!body || !['received', 'reading'].includes(body.state)) return body;
    await new Promise((done) => setTimeout(done, 100));
  }
  return undefined;
}
const post = async (path, id, status, body) => holds(`/imports/{id}/${path}`, 'POST', await call('POST', `/imports/${id}/${path}`, body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }), status, `POST /imports/${id}/${path}`);
const text = readFileSync(paper);
const one = await add('report.txt', text);
const seen = await settled(one.id);
check('a paper is read', seen?.state === 'read' && seen.programmes[0].result === 'new');
await post('accept', one.id, 409, { seen: '999' });
await post('accept', one.id, 422, { programmes: [] });
await post('accept', one.id, 422, { programmes: 'all' });
check('a paper is accepted', (await post('accept', one.id, 200, { programmes: [0], seen: seen.seen }))?.state === 'accepted');
await post('accept', one.id, 409);
const form = new FormData();
form.append('file', new Blob([text, '\n']), '二つ目.txt');
const two = await add('', form, 202, {});
check('a form brings a paper, too', two?.name === '二つ目.txt');
await settled(two.id);
check('a paper is dropped', (await post('drop', two.id, 200))?.state === 'dropped');
await post('drop', two.id, 409);
check('a paper is refused', (await settled((await add('prose.txt', 'ただの文章です。')).id))?.state === 'refused');
await add('', 'x', 422);
await post('drop', 999999, 404);
await list('/imports', '/imports');
await list('/imports', '/imports?state=accepted');
await get('/imports/{id}', '/imports/999999', 404);

/* --- without a token: the description alone */
for (const [path, item] of Object.entries(api.paths)) for (const method of ['get', 'post']) {
  if (!item[method]) continue;
  const answer = await fetch(url + '/api/v1' + path.replace(/\{[a-z]+\}/g, '1'), { method, redirect: 'manual' });
  check(`${method} ${path} without a token`, item[method].security?.length === 0 ? answer.status === 200 : answer.status === 401 || answer.status === 403, answer.status);
}
for (const [path, item] of Object.entries(api.paths)) for (const method of ['get', 'post']) if (item[method]) check(`${method} ${path} was called`, called.has(item[method].operationId));
console.log(`COUNT ${passed} ${failed}`);
