/* use.js URL -- pages as they are used: by keyboard, without script, on paper, with the content security policy on. */
const { launch, signIn, counter } = require('./browser.js');
const [url] = process.argv.slice(2);
const t = counter();

/* The first stops of the Tab key, each with what it is and whether its focus is seen. */
async function stops(page, n) {
  const list = [];
  for (let i = 0; i < n; i++) {
    await page.keyboard.press('Tab');
    list.push(await page.evaluate(() => {
      const e = document.activeElement, s = getComputedStyle(e);
      return { what: `${e.tagName} ${e.textContent.trim().slice(0, 20)}${e.name || ''}`, href: e.getAttribute('href') || '', name: e.name || '',
        seen: parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none', inside: e.getBoundingClientRect().width > 0, in: e.closest('main') ? 'main' : 'frame' };
    }));
  }
  return list.filter((s) => !s.what.startsWith('BODY')); /* behind the last stop is the browser itself */
}

async function keyboard(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await signIn(page, url);
  for (const path of ['/', '/programmes', '/programmes/1', '/findings', '/ledger', '/settings', '/search?q=AI']) {
    await page.goto(url + path);
    const list = await stops(page, 30);
    t.check(`${path}: the first stop skips to the content`, list[0].href === '#main', list[0].what);
    t.check(`${path}: every stop shows its focus`, list.every((s) => s.seen), list.filter((s) => !s.seen).map((s) => s.what).join(', '));
    t.check(`${path}: every stop can be seen`, list.every((s) => s.inside), list.filter((s) => !s.inside).map((s) => s.what).join(', '));
    t.check(`${path}: the search box is reached`, list.some((s) => s.name === 'q'));
    t.check(`${path}: the content is reached within 30 stops`, list.some((s) => s.in === 'main'));
  }
  await page.goto(url + '/programmes');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  t.check('the skip link leads into the content', await page.evaluate(() => !!document.activeElement.closest('main')));
  await page.focus('#f-words');
  await page.keyboard.type('創薬');
  await Promise.all([page.waitForURL(/q=%E5%89%B5/), page.keyboard.press('Enter')]);
  t.check('a filter is applied by Enter', (await page.textContent('main')).includes('1件の事業'), await page.textContent('.above'));
  await context.close();
}

async function withoutScript(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
  const page = await context.newPage();
  const said = [];
  page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') said.push(m.text()); });
  await signIn(page, url);
  for (const path of ['/', '/programmes', '/programmes/1', '/programmes/4', '/programmes/1/roster', '/programmes/1/history', '/indicators/1', '/findings', '/documents',
    '/documents/1?of=asean', '/search?q=AI', '/ledger', '/settings', '/settings?part=rights']) {
    await page.goto(url + path);
    t.check(`${path} without script has its heading`, (await page.textContent('h1')).trim().length > 0);
  }
  t.check('the content security policy has nothing to say', said.length === 0, said.join('; '));
  await page.goto(url + '/programmes');
  await page.fill('[name=more]', '20');
  await Promise.all([page.waitForURL(/q=money/), page.click('form[aria-label] button')]);
  t.check('a filter works without script', (await page.textContent('main')).includes('件の事業'));
  await page.click('a.sort >> nth=2');
  t.check('and so does sorting', (await page.getAttribute('th[aria-sort]', 'aria-sort')) === 'ascending');
  await page.click('.lang a[hreflang=en]');
  t.check('the language switch keeps filter and order', /q=money/.test(page.url()) && /sort=money/.test(page.url()) && (await page.getAttribute('html', 'lang')) === 'en', page.url());
  await page.click('summary:has-text("Save and tidy searches")');
  await page.fill('#f-name', 'large requests');
  await Promise.all([page.waitForURL(/q=money/), page.click('form[action="/filters"] button')]);
  t.check('a filter is kept under its name', (await page.textContent('.chips')).includes('large requests'));
  await page.click('summary:has-text("Save and tidy searches")');
  await Promise.all([page.waitForURL(/\/programmes$/), page.click('form[action$="/drop"] button')]);
  t.check('and dropped again', !(await page.textContent('main')).includes('large requests'));
  await page.goto(url + '/ledger?verify=1&lang=ja');
  t.check('the ledger is verified on demand', (await page.textContent('.banner')).includes('つながっています'));
  await context.close();
}

async function onPaper(browser) {
  const context = await browser.newContext({ viewport: { width: 700, height: 1000 } });
  const page = await context.newPage();
  await signIn(page, url);
  await page.emulateMedia({ media: 'print' });
  for (const path of ['/programmes', '/programmes/4', '/indicators/1', '/findings']) {
    await page.goto(url + path);
    const seen = (sel) => page.evaluate((s) => [...document.querySelectorAll(s)].some((e) => e.getClientRects().length > 0), sel);
    t.check(`${path} on paper is the content alone`, !(await seen('.menu, .toc, .filters, .lang, .crumbs')) && (await seen('h1')));
    t.check(`${path} fits the width of the paper`, await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1), String(await page.evaluate(() => document.documentElement.scrollWidth)));
    const pdf = await page.pdf({ format: 'A4' });
    t.check(`${path} prints`, pdf.length > 10000 && pdf.subarray(0, 5).toString() === '%PDF-');
  }
  await page.goto(url + '/programmes/4');
  if (await page.$('details .long')) /* only the founding document brings texts that long */
    t.check('folded text is on the paper', await page.evaluate(() => document.querySelector('details .long').getBoundingClientRect().height > 10));
  else console.log('  skipped: no text is long enough to be folded (../shared is not here)');
  await context.close();
}

(async () => {
  const browser = await launch();
  await keyboard(browser);
  await withoutScript(browser);
  await onPaper(browser);
  await browser.close();
  t.end();
})().catch((e) => { console.log(String(e)); t.check('the walk ended', false, String(e)); t.end(); });
