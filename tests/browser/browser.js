/* browser.js -- Debian's chromium, and signing in as the officer of the tests. */
const { chromium } = require('playwright-core');
exports.launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
exports.signIn = async (page, url) => {
  await page.goto(url + '/sign-in?lang=ja');
  await page.fill('[name=login]', 'officer');
  await page.fill('[name=password]', process.env.PASSWORD);
  await Promise.all([page.waitForURL(url + '/'), page.click('main button')]);
};
exports.counter = () => {
  let passed = 0, failed = 0;
  return {
    check: (what, good, more) => { if (good) passed++; else { failed++; console.log(`NOT: ${what}${more ? ': ' + more : ''}`); } },
    end: () => console.log(`COUNT ${passed} ${failed}`),
  };
};
