/* guest.js URL FIRST INVITE -- what somebody meets who is not signed in or may not: signing in, the first link, an invitation,
 * pages that are refused. axe-core finds nothing, in both languages, at both widths; the forms are used by keys alone. */
const fs = require('fs');
const { launch, counter } = require('./browser.js');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [url, first, invite] = process.argv.slice(2);
const t = counter();
const password = process.env.PASSWORD;

async function look(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document));
  const why = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
  if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1)) why.push('the page scrolls sideways');
  t.check(what, why.length === 0, why.join('; '));
}

/* Tab until the field is reached; every stop on the way shows its focus. */
async function tabTo(page, name) {
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement, s = getComputedStyle(e);
      return { name: e.name || '', seen: parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none' };
    });
    if (!at.seen) return 'a stop without a visible focus';
    if (at.name === name) return '';
  }
  return 'not reached';
}

async function signIn(page, login, secret) {
  await page.goto(url + '/sign-in?lang=ja');
  const lost = (await tabTo(page, 'login')) || (await page.keyboard.type(login), await tabTo(page, 'password'));
  await page.keyboard.type(secret);
  const [answer] = await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  return { lost, status: answer.status() };
}

(async () => {
  const browser = await launch();
  for (const [size, width, height] of [['desktop', 1280, 900], ['phone', 360, 780]]) for (const lang of ['ja', 'en']) {
    const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true });
    const page = await context.newPage();
    for (const [what, address, status] of [['sign-in', url + '/sign-in', 200], ['the first link', first, 200], ['an invitation', invite, 200],
      ['a link that is none', url + '/invite/0000', 404], ['a page for which one must sign in', url + '/users', 200]]) {
      const answer = await page.goto(address + '?lang=' + lang);
      t.check(`${size} ${lang} ${what}: its status`, answer.status() === status, String(answer.status()));
      await look(page, `${size} ${lang} ${what}`);
    }
    await context.close();
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  const page = await context.newPage();
  let wrong = await signIn(page, 'officer', 'not the password');
  t.check('the form of signing in is reached by keys, its focus seen', wrong.lost === '', wrong.lost);
  t.check('a wrong password is refused', wrong.status === 401, String(wrong.status));
  await look(page, 'a wrong password');
  for (let i = 0; i < 7 && wrong.status !== 429; i++) wrong = await signIn(page, 'nobody', 'not the password');
  t.check('too many trials are stopped', wrong.status === 429, String(wrong.status));
  await look(page, 'too many trials');
  await page.goto(first + '?lang=ja');
  for (const name of ['name', 'password']) {
    const lost = await tabTo(page, name);
    t.check(`the first link: ${name} is reached by keys`, lost === '', lost);
  }
  const reader = await signIn(page, 'looker', password);
  t.check('who may only look signs in by keys', reader.status === 200, String(reader.status));
  for (const lang of ['ja', 'en']) {
    const answer = await page.goto(`${url}/users?lang=${lang}`);
    t.check(`a page that this person may not see, ${lang}`, answer.status() === 403, String(answer.status()));
    await look(page, `refused, ${lang}`);
    await page.goto(`${url}/nothing?lang=${lang}`);
    await look(page, `not found, ${lang}`);
  }
  await browser.close();
  t.end();
})().catch((e) => { t.check('the walk ended', false, String(e)); t.end(); });
