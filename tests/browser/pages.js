/* pages.js URL FOLDER -- every page, both languages, desktop and phone: axe-core finds nothing,
 * nothing scrolls sideways, no error on the console. Pictures of five pages go to FOLDER. */
const { chromium } = require('playwright-core');
const fs = require('fs');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [url, folder] = process.argv.slice(2);
const pages = ['/', '/programmes', '/programmes/1', '/programmes/4', '/programmes/1/roster',
  '/programmes/1/history', '/indicators/1', '/findings', '/documents', '/documents/1', '/search?q=ASEAN', '/ledger', '/account', '/users',
  '/programmes/2/sheet', '/programmes/2/sheet?type=interim', '/programmes/5/evaluation?field=views.0.items.0', '/n/v2.request', '/n/v2.i1.2021'];
const shots = { '/': 'home', '/programmes': 'programmes', '/programmes/4': 'programme', '/indicators/1': 'indicator',
  '/findings': 'findings', '/programmes/2/sheet': 'sheet', '/programmes/5/evaluation?field=views.0.items.0': 'evaluation' };
(async () => {
  fs.mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu',
    '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  let passed = 0, failed = 0;
  for (const [size, width, height] of [['desktop', 1280, 900], ['phone', 360, 780]]) {
    const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(url + '/sign-in');
    await page.fill('[name=login]', 'officer');
    await page.fill('[name=password]', process.env.PASSWORD);
    await Promise.all([page.waitForURL(url + '/'), page.click('main button')]);
    const said = [];
    page.on('console', (m) => { if (m.type() === 'error') said.push(m.text()); });
    for (const lang of ['ja', 'en']) for (const path of pages) {
      said.length = 0;
      await page.goto(url + path + (path.includes('?') ? '&' : '?') + 'lang=' + lang);
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
      const why = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
      if (wide) why.push('the page scrolls sideways');
      why.push(...said);
      if (why.length) { failed++; console.log(`NOT ${size} ${lang} ${path}: ${why.join('; ')}`); } else passed++;
      if (shots[path]) await page.screenshot({ path: `${folder}/${shots[path]}-${lang}-${size}.png` });
    }
    await context.close();
  }
  await browser.close();
  console.log(`COUNT ${passed} ${failed}`);
})().catch((e) => { console.log(String(e)); console.log('COUNT 0 1'); });
