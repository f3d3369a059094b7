// The page in a real browser before the real stack.
//   node tests/web/browser.test.mjs
// CLEARWELL_URL: a stack that runs already. CLEARWELL_PRINT_DIGEST: the native program that the browser's bits are compared with.
// CLEARWELL_PICTURES: a folder for pictures of what some of the tests see.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';

import {accessibilityCases} from './accessibility_cases.mjs';
import {appCases} from './app_cases.mjs';
import {launchBrowser, phone, Visitor, whyNoBrowser} from './browser_page.mjs';
import {phoneCases} from './phone_cases.mjs';
import {publish, score} from './public_answer.mjs';
import {openStack} from './stack.mjs';

const reason = whyNoBrowser();
if (reason) {
  console.log(`skipped: ${reason} (scripts/bootstrap --tests installs it)`);
  process.exit(77);
}

// 389 kB by the Emscripten of Debian 12; by that of Debian 13 59 kB more.
const mostBytes = 450_000;
const mostFirstFrame = 1000;
/** The uppermost slider, which is in sight. */
const sliderOf = (facts) =>
  Object.keys(facts.widgets)
    .filter((name) => name.startsWith('slider/'))
    .reduce((best, name) => (facts.widgets[name].y < facts.widgets[best].y ? name : best));

let stack;
let browser;

before(async () => {
  stack = await openStack();
  browser = await launchBrowser();
}, {timeout: 900_000});

after(async () => {
  if (browser) await browser.close();
  if (stack) await stack.close();
});

/** A test with a visitor of its own, who must not find a complaint in the console. */
const visit = (name, options, story) =>
  test(name, {timeout: 180_000}, async (t) => {
    const visitor = await Visitor.come(browser, options);
    try {
      await story(visitor, t);
      assert.deepEqual(visitor.complaints, []);
    } finally {
      await visitor.leave();
    }
  });

visit('draws plants, history and model, and the seal holds', {}, async (visitor) => {
  const facts = await visitor.open(stack.url);
  assert.deepEqual(facts.problems, []);
  assert.ok(facts.history.laboratory + facts.history.instrument > 10, JSON.stringify(facts.history));
  assert.ok('chart' in facts.widgets);
  assert.equal(facts.model.sha256_is_published, true);
  assert.equal(facts.model.seal, 'equal');
  assert.equal(await visitor.page.evaluate(() => document.body.classList.contains('drawn')), true);
});

visit('shows the first picture within a second', {}, async (visitor, t) => {
  const times = [];
  for (let visits = 0; visits < 5; ++visits) {
    const guest = await Visitor.come(browser);
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

visit('a slider moved by mouse changes the estimate', {}, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=try');
  await visitor.dragByMouse(sliderOf(opened), 0.5, 0.95);
  const moved = await visitor.until('the estimate changed', (facts) => facts.estimate.margin_bits !== opened.estimate.margin_bits);
  assert.notDeepEqual(moved.estimate.values, opened.estimate.values);
  assert.notDeepEqual(moved.estimate.contributions, opened.estimate.contributions);
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
  await Promise.all([0, 1].map(() => visitor.page.touchscreen.tap(middle.x, middle.y)));
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

visit('the model tells its figures, its data and its history, in the drawing and in the text', {}, async (visitor) => {
  const headings = {figures: /How good it is/, data: /What it learned from/, history: /Which version answered/};
  for (const [view, heading] of Object.entries(headings)) {
    await visitor.page.goto('about:blank');
    const facts = await visitor.open(`${stack.url}#section=model&view=${view}`);
    assert.deepEqual(facts.problems, []);
    await visitor.page.waitForFunction((source) => new RegExp(source).test(document.getElementById('twin').textContent), heading.source);
  }
});

visit('a public answer is computed again from its link, to the bit', {}, async (visitor) => {
  const opened = await visitor.open(stack.url);
  const token = stack.plantToken(opened.plant);
  const number = await score(stack, token, opened);
  const link = `${stack.url}#section=replay&inference=${number}`;
  const status = visitor.page.getByRole('status');
  await visitor.page.goto('about:blank');
  await visitor.open(link);
  assert.match(await status.textContent(), /is not public/);
  assert.equal((await visitor.facts()).replay, null);
  visitor.complaints = visitor.complaints.filter((text) => !text.includes('404')); // as it should be

  const {margin_bits: bits, probability_bits: probabilityBits} = await publish(stack, token, number);
  await visitor.page.goto('about:blank');
  await visitor.open(link);
  await visitor.until('the answer is computed again', (facts) => facts.replay !== null);
  await visitor.quiet();
  assert.equal((await visitor.facts()).replay, true);
  assert.match(await status.textContent(), /the same bits/);
  const told = await visitor.page.getByRole('table').first().textContent();
  assert.equal(told.split(bits).length - 1, 2, told);
  assert.equal(told.split(probabilityBits).length - 1, 2, told);
  assert.match(visitor.page.url(), new RegExp(`section=replay.*inference=${number}`));

  await visitor.picture('replay');
  await visitor.click('language');
  await visitor.until('the language is Spanish', (facts) => facts.language === 'es');
  await visitor.quiet();
  await visitor.picture('replay-spanish');
  assert.match(await status.textContent(), /los mismos bits/);
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

visit('speaks Spanish when asked', {}, async (visitor) => {
  await visitor.open(stack.url);
  await visitor.click('language');
  await visitor.until('the language is Spanish', (facts) => facts.language === 'es');
  await visitor.quiet();
  assert.equal(await visitor.page.getAttribute('html', 'lang'), 'es');
  assert.match(await visitor.page.getByRole('status').textContent(), /límite|muestras|juzgar/);
});

visit('begins in the language of the browser', {locale: 'es-AR'}, async (visitor) => {
  assert.equal((await visitor.open(stack.url)).language, 'es');
});

visit('an address leads to a plant, a parameter and a span, and follows the page', {}, async (visitor) => {
  const plants = (await (await fetch(stack.url + 'v1/plants')).json()).plants;
  const plant = plants[plants.length - 1].id;
  const {parameters} = await (await fetch(`${stack.url}v1/plants/${plant}`)).json();
  const parameter = parameters[parameters.length - 1].parameter;
  const opened = await visitor.open(`${stack.url}#section=plants&plant=${plant}&parameter=${parameter}&range=all`);
  assert.deepEqual([opened.plant, opened.parameter], [plant, parameter]);
  await visitor.page.evaluate((id) => { location.hash = `#section=plants&plant=${id}`; }, plants[0].id);
  await visitor.until('the address was followed', (facts) => facts.plant === plants[0].id);
  await visitor.click('tab/try');
  await visitor.until('the section is open', (facts) => facts.section === 1);
  await visitor.quiet();
  assert.match(await visitor.page.evaluate(() => location.hash), /^#section=try/);
  await visitor.page.goBack();
  await visitor.until('back is where it was', (facts) => facts.section === 0);
});

visit('finds a plant by a name without its accents', {}, async (visitor) => {
  const opened = await visitor.open(stack.url);
  const {plants} = await (await fetch(stack.url + 'v1/plants')).json();
  const accented = plants.find((plant) => plant.name.normalize('NFD') !== plant.name);
  await visitor.click('find');
  await visitor.page.keyboard.type(accented.name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase());
  await visitor.until('only that one is found', (facts) => facts.found === 1);
  await visitor.quiet(); // what was found is drawn where it stays
  await visitor.click(`plant/${accented.id}`);
  const chosen = await visitor.until('it is open', (facts) => facts.plant === accented.id && facts.history);
  assert.equal(chosen.found, opened.plants);
  await visitor.page.waitForFunction((id) => location.hash.includes(id), accented.id);
  await visitor.page.goBack();
  await visitor.until('back is the plant before', (facts) => facts.plant === opened.plant);
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

visit('loads finer data where the chart is zoomed in, and keeps the view in its address', {}, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=plants&parameter=turbidity&range=all');
  const density = (facts) => facts.history.buckets_shown / (facts.history.to - facts.history.from);
  for (let times = 0; times < 5; ++times) await visitor.click('zoom/in');
  await visitor.until('there are more values for a day', (facts) => density(facts) > 4 * density(opened));
  const {history} = await visitor.quiet();
  await visitor.page.reload();
  const again = await visitor.until('the same dates are back', (facts) => facts.history && facts.history.to - facts.history.from < 2 * (history.to - history.from));
  assert.ok(Math.abs(again.history.from - history.from) <= 86400, `${again.history.from} and ${history.from}`);
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
  const before = await visitor.page.screenshot();
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
  assert.ok(before.equals(await visitor.page.screenshot()), 'the picture is another one');
  visitor.complaints = visitor.complaints.filter((text) => !text.includes('CONTEXT_LOST_WEBGL'));
});

visit('tells a screen reader what it shows, and the keyboard leads there', {}, async (visitor) => {
  const opened = await visitor.open(stack.url);
  const {parameters} = await (await fetch(`${stack.url}v1/plants/${opened.plant}`)).json();
  const results = visitor.page.getByRole('table', {name: /^Latest results of/});
  assert.equal(await results.getByRole('row').count(), parameters.length + 1);
  for (const {title, latest} of parameters) {
    const row = results.getByRole('row').filter({has: visitor.page.getByRole('rowheader', {name: title.en, exact: true})});
    if (latest) assert.ok((await row.textContent()).includes(latest.text), `${title.en}: ${latest.text}`);
  }
  assert.ok((await visitor.page.getByRole('status').textContent()).length > 20);
  await visitor.page.keyboard.press('Tab');
  assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'canvas');
  await visitor.page.keyboard.press('Escape');
  assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'twin');
  assert.ok(await visitor.page.evaluate(() => document.getElementById('twin').clientHeight > 100), 'the text is seen');
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

visit('computes the bits that the native build computes, 10,000 rows', {}, async (visitor, t) => {
  const program = process.env.CLEARWELL_PRINT_DIGEST;
  if (!program) return t.skip('CLEARWELL_PRINT_DIGEST is not set');
  await visitor.open(stack.url);
  const {models} = await (await fetch(stack.url + 'v1/models')).json();
  const facts = await visitor.facts();
  const version = models.find((known) => known.name === facts.model.name && known.version === facts.model.version);
  const folder = mkdtempSync(join(tmpdir(), 'clearwell-digest-'));
  const file = join(folder, 'model.onnx');
  writeFileSync(file, Buffer.from(await (await fetch(new URL(version.model_url, stack.url))).arrayBuffer()));
  const native = execFileSync(program, [file, '10000'], {encoding: 'utf8'}).trim();
  rmSync(folder, {recursive: true});
  const inBrowser = await visitor.page.evaluate(() => clearwell.UTF8ToString(clearwell._cw_parity_digest(10000)));
  assert.match(native, /^[0-9a-f]{64}$/);
  assert.equal(inBrowser, native);
});

visit('predicts without a network, also after a reload', {}, async (visitor) => {
  const opened = await visitor.open(stack.url + '#section=try');
  const slider = sliderOf(opened);
  // What the worker keeps: the model and the lists.
  await visitor.page.waitForFunction(async () => {
    if (!navigator.serviceWorker.controller) return false;
    const kept = await (await caches.open('clearwell-data')).keys();
    return kept.some((request) => request.url.endsWith('model.onnx')) && kept.some((request) => request.url.includes('/history'));
  });
  await stack.cut();
  try {
    await visitor.dragByMouse(slider, 0.5, 0.9);
    await visitor.until('the estimate changed', (facts) => facts.estimate.margin_bits !== opened.estimate.margin_bits);
    await visitor.page.reload();
    const again = await visitor.open(visitor.page.url());
    assert.equal(again.model.sha256, opened.model.sha256);
    assert.equal(again.model.seal, 'equal');
    assert.ok(again.stored_at > 1.7e9, 'the page says that its data is a copy');
    await visitor.dragByMouse(slider, 0.5, 0.1);
    await visitor.until('the estimate changed', (facts) => facts.estimate.margin_bits !== again.estimate.margin_bits);
    await visitor.click('tab/plants');
    await visitor.until('the history is there', (facts) => facts.history !== null);
  } finally {
    await stack.mend();
  }
  visitor.complaints = visitor.complaints.filter((text) => !/net::ERR_|Failed to fetch/.test(text));
});

accessibilityCases(visit, () => stack);
phoneCases(visit, () => stack);
appCases(() => stack);
