/* pages.js URL FOLDER -- every page, both languages, desktop and phone: axe-core finds nothing, nothing scrolls
 * sideways, no error on the console. Pictures go to FOLDER; with KANMON_PICTURES=1 only those of the README. */
const fs = require('fs');
const { launch, signIn, counter } = require('./browser.js');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [url, folder] = process.argv.slice(2);
const t = counter();
const only = process.env.KANMON_PAGES; /* a pattern of addresses, while working on a page */
const pages = ['/', '/programmes', '/programmes/1', '/programmes/4', '/programmes/1/roster',
  '/programmes/1/history', '/indicators/1', '/findings', '/links', '/links?state=confirmed', '/programmes/jaxa/launched', '/programmes/bio/similar', '/programmes/j900001/similar', '/filters', '/documents', '/documents/1', '/documents/1?of=asean&lines=3-5', '/search?q=ASEAN', '/search?q=nothinglikethis', '/ledger?verify=1', '/settings',
  '/settings?part=rules', '/settings?part=regulations', '/settings?part=forms', '/settings?part=rights', '/programmes?q=fy:2024&sort=money&dir=desc', '/programmes?q=nothinglikethis',
  '/programmes/1?as_of=2030-01-01', '/nothing', '/account', '/users',
  '/programmes/j900001', '/programmes/j900003', '/sheets/3', '/organisations', '/organisations?q=nothinglikethis', '/organisations/6999900000003', '/organisations/n:個人a',
  '/ratings', '/ratings?framework=jp-sabcd&q=payee:x', '/ratings/1', '/ratings-portfolio?framework=wb-ieg&by=region', '/ratings-portfolio?framework=jp-sabcd',
  '/budget-lines', '/budget-lines?q=payee:x', '/budget-lines/1', '/programmes/rs9001',
  '/portfolio', '/statistics', '/indicators', '/indicators?q=type:outcome has:ratio&sort=attainment&dir=desc', '/indicators?q=nothinglikethis', '/compare', '/compare?p=bio&p=j900001&p=j900003&p=nothing', '/compare?p=asean&p=bio&p=genai&p=jaxa&p=j900001&p=j900002&p=j900003&scale=own&differ=1', '/programmes?p=bio',
  '/programmes/2/sheet', '/programmes/2/sheet?type=interim', '/programmes/5/evaluation?field=views.0.items.0', '/programmes/2/evaluation?type=interim', '/n/v2.request', '/n/v2.i1.2021'];
const shots = { '/': 'home', '/programmes': 'programmes', '/programmes/4': 'programme', '/indicators/1': 'indicator',
  '/findings': 'findings', '/programmes/2/sheet': 'sheet', '/programmes/5/evaluation?field=views.0.items.0': 'evaluation' };
/* Those of the README: one language, the size of a screen. */
const shown = ['home', 'programmes', 'programme', 'indicator', 'findings', 'sheet', 'evaluation'];
(async () => {
  fs.mkdirSync(folder, { recursive: true });
  const browser = await launch();
  for (const [size, width, height] of [['desktop', 1280, 900], ['phone', 360, 780]]) {
    const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true });
    const page = await context.newPage();
    await signIn(page, url);
    const said = [];
    page.on('console', (m) => { if (m.type() === 'error' && !/status of 404/.test(m.text())) said.push(m.text()); });
    for (const lang of ['ja', 'en']) for (const path of pages.filter((p) => !only || new RegExp(only).test(p))) {
      said.length = 0;
      await page.goto(url + path + (path.includes('?') ? '&' : '?') + 'lang=' + lang);
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
      const why = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
      if (wide) why.push('the page scrolls sideways');
      why.push(...said);
      t.check(`${size} ${lang} ${path}`, why.length === 0, why.join('; '));
      const name = shots[path];
      if (!name) continue;
      if (!process.env.KANMON_PICTURES) await page.screenshot({ path: `${folder}/${name}-${lang}-${size}.png` });
      else if (size === 'desktop' && lang === 'ja' && shown.includes(name)) await page.screenshot({ path: `${folder}/${name}.png` });
      else if (size === 'phone' && lang === 'en' && name === 'programme') await page.screenshot({ path: `${folder}/phone.png` });
    }
    await context.close();
  }
  await browser.close();
  t.end();
})().catch((e) => { t.check('the walk ended', false, String(e)); t.end(); });
