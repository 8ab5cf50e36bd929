/* tokens.js [--check] -- writes assets/tokens.css: the design tokens (@digital-go-jp/design-tokens) that our
 * style sheets name, and no others. --check writes nothing and fails when the file is not what it would write.
 * SPDX-License-Identifier: Apache-2.0 */
const fs = require('fs');
const path = require('path');
const assets = path.join(__dirname, '..', '..', 'assets');
const from = require.resolve('@digital-go-jp/design-tokens/dist/tokens.css');
const release = JSON.parse(fs.readFileSync(path.join(path.dirname(from), '..', 'package.json'), 'utf8'));
const all = new Map(fs.readFileSync(from, 'utf8').split('\n').flatMap((l) => {
  const m = /^\s*(--[\w-]+):\s*(.+);\s*$/.exec(l);
  return m ? [[m[1], m[2]]] : [];
}));
const used = new Set();
const use = (text) => {
  for (const [, name] of text.matchAll(/var\((--(?:color|font|line-height|border-radius|elevation)-[\w-]+)/g)) {
    if (!all.has(name)) throw new Error(`${name} is no token of ${release.name} ${release.version}`);
    if (used.has(name)) continue;
    used.add(name);
    use(all.get(name));
  }
};
for (const f of fs.readdirSync(assets).sort())
  if (f.endsWith('.css') && f !== 'tokens.css') use(fs.readFileSync(path.join(assets, f), 'utf8'));
const out = `/* Made by tools/tokens/tokens.js from ${release.name} ${release.version} (${release.license}, ${release.author}); do not edit. */\n`
  + `:root {\n${[...all].filter(([n]) => used.has(n)).map(([n, v]) => `  ${n}: ${v};\n`).join('')}}\n`;
const file = path.join(assets, 'tokens.css');
if (process.argv[2] !== '--check') fs.writeFileSync(file, out);
else if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== out) {
  console.error('assets/tokens.css is not up to date: run npm ci and node tokens.js in tools/tokens');
  process.exit(1);
}
