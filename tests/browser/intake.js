/* intake.js URL FOLDER PAPER LONG -- a paper from its upload to the record, as an officer sees it: desktop and phone, both
 * languages, with the keyboard; axe-core on every state of the page. LONG keeps the worker busy, so that the next waits. */
const { chromium } = require('playwright-core');
const fs = require('fs');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [url, folder, paper, long] = process.argv.slice(2);
const text = fs.readFileSync(paper, 'utf8');
let passed = 0, failed = 0;
const check = (what, good, why = '') => { if (good) passed++; else { failed++; console.log(`NOT ${what} ${why}`); } };

async function look(page, what, shot) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  const why = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
  if (wide) why.push('the page scrolls sideways');
  check(what, why.length === 0, why.join('; '));
  if (shot) await page.screenshot({ path: `${folder}/${shot}.png`, fullPage: true });
}

async function send(page, name, content) {
  await page.goto(url + '/import');
  await page.setInputFiles('#file', { name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  await Promise.all([page.waitForURL(/\/import\/\d+$/), page.click('main form button')]);
  return page.url();
}

(async () => {
  fs.mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu',
    '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  let no = 0;
  for (const [size, width, height] of [['desktop', 1280, 900], ['phone', 360, 780]]) for (const lang of ['ja', 'en']) {
    const where = `${size} ${lang}`, name = `海底観測網の高度化 その${++no}`, mine = text.replaceAll('海底観測網の高度化', name);
    const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(url + '/sign-in?lang=' + lang);
    await page.fill('[name=login]', 'officer');
    await page.fill('[name=password]', process.env.PASSWORD);
    await Promise.all([page.waitForURL(url + '/'), page.click('main button')]);

    await page.goto(url + '/import');
    await look(page, `${where}: the upload form`, `import-${lang}-${size}`);
    await send(page, 'long.txt', fs.readFileSync(long, 'utf8') + '\n'.repeat(no));
    const at = await send(page, '報告書.txt', mine);
    check(`${where}: it waits behind the long one`, await page.locator('progress').count() === 1);
    await page.goto(at + '?watch=0');
    await look(page, `${where}: a page that waits`);
    await page.goto(at);
    await page.waitForSelector('input[name=p0]', { timeout: 120000 });
    check(`${where}: the page shows by itself that it was read`, page.url() === at);
    await look(page, `${where}: what the paper says`, `paper-${lang}-${size}`);
    check(`${where}: findings with the lines behind them`, await page.locator('.lines li.on').count() > 0);
    await page.focus('main form button:not(.second)');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    check(`${where}: accepted with the keyboard`, await page.locator('.banner.good').count() === 1);
    await look(page, `${where}: accepted`);

    await send(page, '報告書2.txt', mine.replace('総額', '総額（見込み）').replaceAll('課長', '室長') + '\n');
    await page.waitForSelector('input[name=p0]', { timeout: 120000 });
    check(`${where}: a changed paper shows before and after`, await page.locator('del, ins').count() > 0);
    await look(page, `${where}: a difference`, `difference-${lang}-${size}`);
    await page.uncheck('[name=p0]');
    await Promise.all([page.waitForNavigation(), page.click('main form button:not(.second)')]);
    check(`${where}: nothing chosen is said over the paper`, await page.locator('[role=alert]').count() === 1);
    await look(page, `${where}: nothing chosen`);
    await Promise.all([page.waitForURL(url + '/import'), page.click('main form button.second')]);
    check(`${where}: dropped`, (await page.locator('table tbody tr').first().innerText()).includes(lang === 'ja' ? '取り下げ' : 'dropped'));
    await look(page, `${where}: the list`);

    await send(page, 'prose.txt', `ただの文章です ${no}。`);
    await page.waitForSelector('.banner.error', { timeout: 120000 });
    await look(page, `${where}: a refused paper`, `refused-${lang}-${size}`);
    await page.goto(url + '/api');
    await look(page, `${where}: the page of the API`);
    await context.close();
  }

  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await plain.newPage();
  await page.goto(url + '/sign-in?lang=ja');
  await page.fill('[name=login]', 'officer');
  await page.fill('[name=password]', process.env.PASSWORD);
  await Promise.all([page.waitForURL(url + '/'), page.click('main button')]);
  await send(page, '報告書.txt', text.replaceAll('海底観測網の高度化', '脚本のない事業'));
  await page.waitForSelector('input[name=p0]', { timeout: 120000 });
  await Promise.all([page.waitForNavigation(), page.click('main form button:not(.second)')]);
  check('without script it is the same', await page.locator('.banner.good').count() === 1);
  await browser.close();
  console.log(`COUNT ${passed} ${failed}`);
})().catch((e) => { console.log(String(e)); console.log(`COUNT ${passed} ${failed + 1}`); });
