// Pictures of the page for people to look at: node tests/web/screenshots.mjs [FOLDER [NAME…]]
// CLEARWELL_URL as in browser.test.mjs; FOLDER is web/screenshots unless given, and all are taken unless some are named.
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {desktop, phone, Visitor} from './browser_page.mjs';
import {chromium} from './browsers/chromium.mjs';
import {withPalette} from './palette_png.mjs';
import {publish, score} from './public_answer.mjs';
import {openStack} from './stack.mjs';

const folder = process.argv[2] || new URL('../../web/screenshots', import.meta.url).pathname;
const dark = {colorScheme: 'dark'};
const spanish = {locale: 'es-AR'};

/** Where an answer that anybody may see is computed again. */
const replay = async () => {
  const visitor = await Visitor.come(browser);
  const opened = await visitor.open(stack.url);
  await visitor.leave();
  const token = stack.plantToken(opened.plant);
  const number = await score(stack, token, opened);
  await publish(stack, token, number);
  return `#section=replay&inference=${number}`;
};

const pictures = [
  {name: 'desktop-plants', options: desktop, hash: '#section=plants&parameter=turbidity'},
  {name: 'desktop-plants-dark', options: {...desktop, ...dark}, hash: '#section=plants&parameter=turbidity', pointAt: 'chart'},
  {name: 'desktop-compare', options: {...desktop, viewport: {width: 1280, height: 1100}}, hash: '#section=plants&parameter=turbidity&with=ph&range=1m', turns: 1},
  {name: 'desktop-find-spanish', options: {...desktop, ...spanish}, hash: '#section=plants&parameter=nitrate&find=rio'},
  {name: 'phone-find', options: phone, hash: '#section=plants&list=open'},
  {name: 'phone-plants-dark-spanish', options: {...phone, ...dark, ...spanish}, hash: '#section=plants&parameter=turbidity', turns: 3},
  {name: 'desktop-try', options: desktop, hash: '#section=try', missing: true},
  {name: 'desktop-try-dark-spanish', options: {...desktop, ...dark, ...spanish}, hash: '#section=try'},
  {name: 'desktop-try-uncertain', options: desktop, hash: '#section=try', type: {uncertainty: '10'}},
  {name: 'desktop-model', options: desktop, hash: '#section=model'},
  {name: 'desktop-model-figures', options: desktop, hash: '#section=model&view=figures'},
  {name: 'desktop-model-plots', options: desktop, hash: '#section=model&view=figures', turns: 2},
  {name: 'desktop-model-data-dark-spanish', options: {...desktop, ...dark, ...spanish}, hash: '#section=model&view=data'},
  {name: 'desktop-model-history', options: desktop, hash: '#section=model&view=history'},
  {name: 'phone-model', options: phone, hash: '#section=model'},
  {name: 'phone-model-figures', options: phone, hash: '#section=model&view=figures'},
  {name: 'phone-model-plots', options: phone, hash: '#section=model&view=figures', turns: 4},
  {name: 'phone-model-data', options: phone, hash: '#section=model&view=data'},
  {name: 'phone-plants', options: phone, hash: '#section=plants&parameter=turbidity'},
  {name: 'phone-chart', options: phone, hash: '#section=plants&parameter=turbidity', turns: 4},
  {name: 'phone-try', options: phone, hash: '#section=try'},
  {name: 'phone-try-dark-spanish', options: {...phone, ...dark, ...spanish}, hash: '#section=try'},
  {name: 'phone-firm', options: phone, hash: '#section=try', turns: 24},
  {name: 'phone-contributions', options: phone, hash: '#section=try', turns: 40},
  {name: 'desktop-replay', options: desktop, hash: replay},
];

const only = process.argv.slice(3);
const stack = await openStack();
const browser = await chromium.launch();
mkdirSync(folder, {recursive: true});
for (const picture of pictures.filter(({name}) => only.length === 0 || only.includes(name))) {
  const hash = typeof picture.hash === 'function' ? await picture.hash() : picture.hash;
  const visitor = await Visitor.come(browser, picture.options);
  const facts = await visitor.open(stack.url + hash);
  if (picture.missing) {
    const switches = Object.keys(facts.widgets).filter((name) => name.startsWith('missing/'));
    await visitor.click(switches.sort((a, b) => facts.widgets[a].y - facts.widgets[b].y)[2]);
  }
  for (let turn = 0; turn < (picture.turns || 0); ++turn) {
    await visitor.page.mouse.move(200, 600);
    await visitor.page.mouse.wheel(0, 300);
    await visitor.quiet();
  }
  for (const [field, text] of Object.entries(picture.type || {})) {
    await visitor.click(field);
    await visitor.page.keyboard.type(text);
    await visitor.quiet();
  }
  if (picture.pointAt) {
    const at = await visitor.place(picture.pointAt, 0.63);
    await visitor.page.mouse.move(at.x, at.y);
  }
  await visitor.quiet();
  const file = join(folder, picture.name + '.png');
  writeFileSync(file, withPalette(await visitor.page.screenshot()));
  await visitor.leave();
  console.log(file);
}
await browser.close();
await stack.close();
