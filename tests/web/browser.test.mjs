// The page in a real browser before the real stack.
//   node tests/web/browser.test.mjs
// CLEARWELL_URL: a stack that runs already. CLEARWELL_PRINT_DIGEST: the native program that the browser's bits are compared with.
// CLEARWELL_PICTURES: a folder for pictures of what some of the tests see.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';

import {accessibilityCases} from './accessibility_cases.mjs';
import {installationCase, textCase} from './app_cases.mjs';
import {phone, sliderOf, Visitor} from './browser_page.mjs';
import {chromium} from './browsers/chromium.mjs';
import {firefox} from './browsers/firefox.mjs';
import {flowCases} from './flow_cases.mjs';
import {phoneCases} from './phone_cases.mjs';
import {openStack} from './stack.mjs';

const reason = chromium.missing();
if (reason) {
  console.log(`skipped: ${reason} (scripts/bootstrap --tests installs it)`);
  process.exit(77);
}

// 396 kB by the Emscripten of Debian 12, some 59 kB more by that of Debian 13.
const mostBytes = 470_000;
const mostFirstFrame = 1000;

let stack;
const browsers = new Map(); // by kind, open from its first test on

before(async () => { stack = await openStack(); }, {timeout: 900_000});

after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  if (stack) await stack.close();
});

const browserOf = (kind) => {
  if (!browsers.has(kind)) browsers.set(kind, kind.launch());
  return browsers.get(kind);
};

/** Tests in a kind of browser, each with a visitor of its own, who must not find a complaint in the console. */
const visitIn = (kind, prefix) => (name, options, story) =>
  test(prefix + name, {timeout: 180_000, skip: kind.missing() || false}, async (t) => {
    const visitor = await Visitor.come(await browserOf(kind), options);
    try {
      await story(visitor, t);
      assert.deepEqual(visitor.complaints, []);
    } finally {
      await visitor.leave();
    }
  });

const everywhere = (kind, prefix) => {
  const visitThere = visitIn(kind, prefix);
  flowCases(visitThere, () => stack);
  phoneCases(kind, visitThere, () => stack);
  textCase(kind, prefix, () => stack);
};

everywhere(chromium, '');
const visit = visitIn(chromium, '');

visit('shows the first picture within a second', {}, async (visitor, t) => {
  const times = [];
  for (let visits = 0; visits < 5; ++visits) {
    const guest = await Visitor.come(await browserOf(chromium));
    await guest.page.goto(stack.url);
    times.push((await guest.until('a frame is drawn', (facts) => facts.frames > 0)).first_frame_ms);
    await guest.leave();
  }
  times.sort((a, b) => a - b);
  t.diagnostic(`first frame after ${times.map((time) => Math.round(time)).join(', ')} ms`);
  assert.ok(times[0] < mostFirstFrame, `first frame after ${times[0]} ms at best`);
});

visit('costs little to load', {}, async (visitor, t) => {
  const session = await visitor.context.newCDPSession(visitor.page);
  const sizes = new Map();
  const addresses = new Map();
  session.on('Network.requestWillBeSent', (event) => addresses.set(event.requestId, new URL(event.request.url)));
  session.on('Network.loadingFinished', (event) => sizes.set(event.requestId, event.encodedDataLength));
  await session.send('Network.enable');
  await visitor.open(stack.url);
  let whole = 0;
  for (const [id, address] of addresses) {
    if (address.protocol.startsWith('http') && !address.pathname.startsWith('/v1/')) whole += sizes.get(id) || 0;
  }
  t.diagnostic(`page with program and fonts: ${whole} bytes`);
  assert.ok(whole > 10_000 && whole <= mostBytes, `${whole} bytes`);
});

visit('draws nothing without a cause', {}, async (visitor) => {
  await visitor.open(stack.url);
  const {frames} = await visitor.quiet(3000); // the trends arrive one after another
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  assert.equal((await visitor.facts()).frames, frames);
});

visit('a slider moved by a finger changes the estimate, and the page stays where it is', phone, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=try');
  await visitor.dragByFinger(sliderOf(opened), 0.5, 0.95);
  await visitor.until('the estimate changed', (facts) => facts.estimate.margin_bits !== opened.estimate.margin_bits);
  assert.deepEqual(await visitor.page.evaluate(() => [scrollX, scrollY, visualViewport.scale]), [0, 0, 1]);
});

visit('a finger scrolls what is too long for a phone', phone, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=try');
  const slider = sliderOf(opened);
  const before = opened.widgets[slider].y;
  await visitor.swipe([{x: 60, y: 600}, {x: 62, y: 400}]);
  await visitor.until('the sliders moved up', (facts) => facts.widgets[slider].y < before - 100);
});

visit('two fingers zoom the chart and a double tap fits it', phone, async (visitor) => {
  const opened = await visitor.open(stack.url);
  const [left, middle, right] = [await visitor.place('chart', 0.4), await visitor.place('chart', 0.5), await visitor.place('chart', 0.6)];
  await visitor.swipe([left, await visitor.place('chart', 0.1)], [right, await visitor.place('chart', 0.9)]);
  const length = (facts) => facts.history.to - facts.history.from;
  await visitor.until('the chart shows fewer days', (facts) => length(facts) < length(opened) / 2);
  await Promise.all([0, 1].map(() => visitor.kind.tap(visitor.page, middle)));
  await visitor.until('the chart shows all days', (facts) => length(facts) === length(opened));
});

visit('the meters’ uncertainty gives a range, and the smallest change that turns the answer turns it', {}, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=try');
  assert.equal(opened.surroundings?.range ?? null, null);
  await visitor.click('uncertainty');
  await visitor.page.keyboard.type('20');
  const found = await visitor.until('the range is known', (facts) => facts.surroundings?.range);
  const {low, high} = found.surroundings.range;
  assert.ok(low <= found.estimate.probability && found.estimate.probability <= high, JSON.stringify(found.surroundings));
  if (!found.surroundings.turning_point) return;
  await visitor.click('turn');
  await visitor.until('the answer has turned', (facts) => facts.estimate.positive !== found.estimate.positive);
});

visit('a real sample of the plant can be tried, and its address leads back to it', {}, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=try');
  await visitor.until('the samples are there', (facts) => facts.samples > 1 && 'start' in facts.widgets);
  await visitor.click('start');
  await visitor.until('the list is open', (facts) => 'start/2' in facts.widgets);
  await visitor.click('start/2');
  const tried = await visitor.until('other values are tried', (facts) => facts.estimate.margin_bits !== opened.estimate.margin_bits);
  await visitor.quiet();
  const address = visitor.page.url();
  assert.match(address, /[#&]sample=\d+/);
  await visitor.page.goto('about:blank');
  await visitor.open(address);
  const again = await visitor.until('the sample is there again', (facts) => facts.estimate.margin_bits === tried.estimate.margin_bits);
  assert.deepEqual(again.estimate.values, tried.estimate.values);
});

visit('the model’s file can be kept', {}, async (visitor) => {
  const {model} = await visitor.open(stack.url + '#section=model');
  const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.click('download')]);
  assert.equal(download.suggestedFilename(), `${model.name}-${model.version}.onnx`);
});

visit('numbers are typed, also with a decimal comma, and pasted', {}, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=try');
  const feature = sliderOf(opened).slice('slider/'.length);
  const value = (facts) => facts.estimate.values[feature];
  await visitor.click(`field/${feature}`);
  await visitor.page.keyboard.type('8.1');
  await visitor.until('8.1 was taken', (facts) => value(facts) === 8.1);
  await visitor.page.keyboard.press('Control+A');
  await visitor.page.keyboard.insertText('7,4');
  await visitor.until('7,4 was taken', (facts) => value(facts) === 7.4);
  await visitor.page.keyboard.press('Backspace');
  await visitor.until('the last digit is gone', (facts) => value(facts) === 7);
  await visitor.page.keyboard.press('Control+A');
  await visitor.page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', '6.5');
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}));
  });
  await visitor.until('6.5 was pasted', (facts) => value(facts) === 6.5);
});

visit('a tap on a number field raises the keyboard, and a tap elsewhere lowers it', phone, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=try');
  const focused = () => visitor.page.evaluate(() => document.activeElement.id);
  await visitor.tap(sliderOf(opened).replace('slider/', 'field/'));
  assert.equal(await focused(), 'typing');
  await visitor.tap('tab/try');
  assert.equal(await focused(), 'canvas');
});

visit('begins in the language of the browser', {locale: 'es-AR'}, async (visitor) => {
  assert.equal((await visitor.open(stack.url)).language, 'es');
});

visit('a finger on the map chooses a plant', phone, async (visitor) => {
  const opened = await visitor.open(stack.url);
  await visitor.tap('plant_picker');
  const other = Object.keys((await visitor.until('the map is open', (facts) => 'map' in facts.widgets)).widgets)
    .find((name) => name.startsWith('map/') && name !== `map/${opened.plant}`);
  await visitor.tap(other);
  await visitor.until('it is open', (facts) => facts.plant === other.slice('map/'.length));
  await visitor.page.waitForFunction((id) => location.hash.includes(id), other.slice('map/'.length));
  await visitor.page.goBack();
  await visitor.until('back is the open list', (facts) => 'map' in facts.widgets);
});

visit('gives every row its trend', {}, async (visitor) => {
  const opened = await visitor.open(stack.url);
  const {parameters} = await (await fetch(`${stack.url}v1/plants/${opened.plant}`)).json();
  await visitor.until('all are there', (facts) => facts.history.trends === parameters.length);
});

/** Presses the button for the chart's values. \return  name and rows of the file */
const downloadedRows = async (visitor) => {
  const arriving = visitor.page.waitForEvent('download');
  await visitor.click('download_csv');
  const file = await arriving;
  const rows = readFileSync(await file.path(), 'utf8').trim().split('\r\n').map((line) => line.split(','));
  return {name: file.suggestedFilename(), rows};
};

/** The files of a plant's turbidity; a stack that was just started still writes them. */
const monthsOver = async (plant) => {
  for (let seconds = 0; seconds < 150; ++seconds) {
    const list = await (await fetch(`${stack.url}v1/plants/${plant}/history/tiles?parameter=turbidity`)).json();
    if (list.months_without_tile.length === 0) return list;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error('after 150 s there are still months without a file');
};

visit('takes months that are over from their files, draws what the server would tell, and keeps them', {}, async (visitor) => {
  const {plants} = await (await fetch(`${stack.url}v1/plants`)).json();
  const {tiles, open_month: openMonth} = await monthsOver(plants[0].id);
  assert.ok(tiles.length > 12, `${tiles.length} months`);
  const asked = [];
  visitor.page.on('request', (request) => asked.push(new URL(request.url())));
  const files = () => asked.map(({pathname}) => pathname).filter((path) => path.startsWith('/v1/history/tiles/'));
  const answers = () => asked.filter((url) => url.pathname.endsWith('/history') && url.searchParams.get('points') !== '120'); // not the trends
  const all = await visitor.open(`${stack.url}#section=plants&plant=${plants[0].id}&parameter=turbidity&range=all`);
  assert.deepEqual(files().sort(), tiles.map(({url}) => url).sort());
  assert.deepEqual(answers().map((url) => url.search), [`?parameter=turbidity&from=${openMonth}-01T00%3A00%3A00Z&resolution=hour`]);

  const {rows} = await downloadedRows(visitor);
  const told = await (await fetch(`${stack.url}v1/plants/${plants[0].id}/history?parameter=turbidity&points=500`)).json();
  const numbers = ({time, source, min, max, count, non_detects: nonDetects}) => [source, time, min, max, count, nonDetects];
  assert.deepEqual(rows.slice(1).map(([, , , source, time, min, , max, count, nonDetects]) => [source, time, +min, +max, +count, +nonDetects]),
    told.buckets.map(numbers));
  told.buckets.forEach(({mean}, i) => assert.ok(Math.abs(rows[i + 1][6] - mean) <= 1e-8 * Math.abs(mean), `${rows[i + 1]}: ${mean}`));

  const before = asked.length;
  for (let times = 0; times < 3; ++times) await visitor.click('zoom/in');
  await visitor.until('there are more values for a day', ({history}) =>
    history.buckets_shown / (history.to - history.from) > 2 * (all.history.buckets_shown / (all.history.to - all.history.from)));
  const near = await visitor.quiet();
  assert.deepEqual(asked.slice(before).map(String).filter((url) => url.includes('/v1/')), []);

  await visitor.page.waitForFunction(async (count) => (await (await caches.open('clearwell-tiles')).keys()).length === count, tiles.length);
  await visitor.page.waitForFunction(async () => (await (await caches.open('clearwell-data')).keys()).some(({url}) => url.includes('resolution=hour')));
  await stack.cut();
  try {
    await visitor.page.reload();
    const {from, buckets_shown: shown} = near.history; // the address has whole days
    await visitor.until('the same is drawn', ({history}) => history && Math.abs(history.from - from) <= 86400 && Math.abs(history.buckets_shown - shown) < 0.05 * shown);
    await visitor.click('span/1'); // nobody has looked at the year as a whole
    await visitor.until('the year is drawn', ({history}) => history && history.to - history.from > 360 * 86400 && history.to - history.from < 400 * 86400);
  } finally {
    await stack.mend();
  }
  visitor.complaints = visitor.complaints.filter((text) => !/net::ERR_|Failed to fetch/.test(text));
});

visit('compares two parameters, and the file holds both', {}, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=plants&parameter=turbidity&with=ph&range=1m');
  await visitor.until('the second is drawn', (facts) => facts.history.compared === 'ph' && 'chart/compared' in facts.widgets);
  const shown = await visitor.quiet();
  const {name, rows} = await downloadedRows(visitor);
  assert.match(name, new RegExp(`^${opened.plant}-turbidity-ph-20\\d\\d-.*\\.csv$`));
  assert.equal(rows[0].join(), 'plant,parameter,unit,source,time,min,mean,max,count,non_detects,simulated');
  assert.equal(rows.filter((row) => row[1] === 'turbidity').length, shown.history.buckets_shown);
  assert.ok(rows.some((row) => row[1] === 'ph'));
});

visit('a tap puts the ruler on the chart, the arrow keys move it', phone, async (visitor) => {
  await visitor.open(stack.url + '#section=plants&parameter=turbidity');
  await visitor.tap('chart');
  const {history} = await visitor.until('the ruler stands', (facts) => facts.history.ruler !== null);
  await visitor.page.keyboard.press('ArrowLeft');
  await visitor.until('it moved', (facts) => facts.history.ruler < history.ruler);
});

visit('is sharp on a dense screen', phone, async (visitor) => {
  await visitor.open(stack.url);
  assert.deepEqual(await visitor.page.evaluate(() => [canvas.width, canvas.height]), [1170, 2532]);
});

visit('follows the window’s size', {}, async (visitor) => {
  const opened = await visitor.open(stack.url);
  await visitor.page.setViewportSize({width: 500, height: 700});
  await visitor.until('the phone’s bar is at the bottom', (facts) => facts.widgets['tab/try'].y > 600);
  assert.ok(opened.widgets['tab/try'].y < 100);
});

visit('comes back after the graphics card took its context', {}, async (visitor) => {
  await visitor.open(stack.url);
  const before = await visitor.screenshot();
  const {frames} = await visitor.facts();
  await visitor.page.evaluate(async () => {
    const lose = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
    const event = (name) => new Promise((resolve) => canvas.addEventListener(name, resolve, {once: true}));
    const lost = event('webglcontextlost');
    lose.loseContext();
    await lost;
    const restored = event('webglcontextrestored');
    setTimeout(() => lose.restoreContext(), 50);
    await restored;
  });
  await visitor.until('it draws again', (facts) => facts.frames > frames);
  await visitor.quiet();
  assert.ok(before.equals(await visitor.screenshot()), 'the picture is another one');
  visitor.complaints = visitor.complaints.filter((text) => !text.includes('CONTEXT_LOST_WEBGL'));
});

visit('the keyboard alone opens another section', {}, async (visitor) => {
  await visitor.open(stack.url);
  await visitor.page.keyboard.press('Tab');
  for (let tabs = 0; tabs < 12; ++tabs) {
    await visitor.page.keyboard.press('Tab');
    await visitor.page.keyboard.press('Space');
    if ((await visitor.quiet()).section !== 0) return;
  }
  assert.fail('no section opened');
});

accessibilityCases(visit, () => stack);
installationCase(() => stack);

everywhere(firefox, 'in Firefox: ');
