// The page's history chart beside uPlot: the same points, the same size, the same scripted zoom and pan, in one run.
//   node tests/bench/chart.mjs [POINTS…]        by default 1000000 and 10000000
// CLEARWELL_URL as in tests/web/browser.test.mjs. WebGL is drawn by SwiftShader; a frame is the time from one animation frame to
// the next, at best 16.7 ms, while every one of them moves the chart. uPlot holds all points; the page gets what the server sends,
// the months' files and, where an hour is too coarse, smallest, mean and largest of each bucket of the dates on the chart, which are
// taken from the same points here, in place of the database. uPlot's canvas is drawn by SwiftShader, too, and once more, in another
// Chromium, by the processor itself, which suits it better. CLEARWELL_UPLOT: "first" leaves sizes after the first to the page alone,
// "none" all of them. CLEARWELL_MINUTES: for so long the chart of the last size is moved on and on, and the browser's memory told each minute.
import {readFileSync} from 'node:fs';

import {Visitor} from '../web/browser_page.mjs';
import {chromium} from '../web/browsers/chromium.mjs';
import {packageFile} from '../web/browsers/packages.mjs';
import {openStack} from '../web/stack.mjs';

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000_000, 10_000_000];
const rounds = 3;
const steps = 20; // of each: in, there, back, out
const zoomOfStep = 1.08;
const panOfStep = 6; // pixels
const years = 2;

/** A day's swing, a slow drift and noise, one value every few seconds; seconds since 1970. */
const makePoints = (count) => {
  const times = new Float64Array(count);
  const values = new Float64Array(count);
  const end = Date.UTC(2026, 0, 1) / 1000;
  const step = (years * 365 * 86400) / count;
  let seed = 1;
  let drift = 0;
  for (let i = 0; i < count; ++i) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; // Numerical Recipes
    const noise = seed / 2 ** 32 - 0.5;
    drift += noise * 0.002;
    times[i] = end - (count - i) * step;
    values[i] = 1 + 0.3 * Math.sin((times[i] / 86400) * 2 * Math.PI) + Math.sin(drift) * 0.4 + noise * 0.2;
  }
  return {times, values, step};
};

/** What the server would answer. */
const buckets = ({times, values, step}, from, to, most) => {
  const index = (time) => Math.min(times.length, Math.max(0, Math.ceil((time - times[0]) / step)));
  const [first, last] = [index(from), index(to)];
  const length = Math.max(1, Math.ceil((last - first) / most));
  const found = [];
  for (let i = first; i < last; i += length) {
    const stop = Math.min(last, i + length);
    let [min, max, sum] = [Infinity, -Infinity, 0];
    for (let k = i; k < stop; ++k) {
      min = Math.min(min, values[k]);
      max = Math.max(max, values[k]);
      sum += values[k];
    }
    found.push({time: new Date(times[i] * 1000).toISOString(), source: 'instrument', min, max, mean: sum / (stop - i), count: stop - i, non_detects: 0});
  }
  return found;
};

// common/history/tile.proto
const varint = (number) => {
  const bytes = [];
  for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) + 128);
  return Buffer.from([...bytes, number]);
};
const numberField = (field, number) => Buffer.concat([varint(field * 8), varint(number)]);
const bytesField = (field, bytes) => Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
const levelField = (seconds, bins) => {
  const skipped = bins.map(({index}, i) => index - (i === 0 ? 0 : bins[i - 1].index + 1));
  const integers = (numbers) => Buffer.concat(numbers.map(varint));
  const doubles = (name) => Buffer.from(Float64Array.from(bins, (bin) => bin[name]).buffer);
  return bytesField(2, Buffer.concat([numberField(1, seconds), bytesField(2, integers(skipped)), bytesField(3, integers(bins.map(({count}) => count))),
    bytesField(4, doubles('min')), bytesField(5, doubles('max')), bytesField(6, doubles('mean'))]));
};

/** Values that are in order of time, in buckets of so many seconds since `begin`. */
const binned = (values, begin, seconds) => {
  const bins = [];
  for (const {time, count, min, max, mean} of values) {
    const index = Math.floor((time - begin) / seconds);
    const last = bins.at(-1);
    if (!last || last.index !== index) { bins.push({index, time, count, min, max, mean}); continue; }
    last.mean = (last.mean * last.count + mean * count) / (last.count + count);
    last.min = Math.min(last.min, min);
    last.max = Math.max(last.max, max);
    last.count += count;
    last.mean = Math.min(last.max, Math.max(last.min, last.mean));
  }
  return bins;
};

/** The files of the months, by name. */
const tilesOf = ({times, values}, parameter) => {
  const files = new Map();
  for (let at = 0; at < times.length;) {
    const first = new Date(times[at] * 1000);
    const [year, month] = [first.getUTCFullYear(), first.getUTCMonth()];
    const [begin, end] = [Date.UTC(year, month) / 1000, Date.UTC(year, month + 1) / 1000];
    const single = function* () { for (; at < times.length && times[at] < end; ++at) yield {time: times[at], count: 1, min: values[at], max: values[at], mean: values[at]}; };
    const hours = binned(single(), begin, 3600);
    const levels = [[3600, hours], [86400, binned(hours, begin, 86400)], [end - begin, binned(hours, begin, end - begin)]];
    const series = Buffer.concat([numberField(1, 2), ...levels.map(([seconds, bins]) => levelField(seconds, bins))]);
    files.set(`${year}-${String(month + 1).padStart(2, '0')}`, Buffer.concat([numberField(1, 1), bytesField(2, Buffer.from('bench')),
      bytesField(3, Buffer.from(parameter)), numberField(4, year), numberField(5, month + 1), bytesField(6, series)]));
  }
  return files;
};

const answerTiles = (tiles) => async (route) => {
  const {pathname} = new URL(route.request().url());
  if (pathname.endsWith('.tile')) return route.fulfill({body: tiles.get(pathname.slice(-12, -5)), contentType: 'application/protobuf'});
  const list = [...tiles.keys()].map((month) => ({month, sha256: month, url: `/v1/history/tiles/${month}.tile`, bytes: tiles.get(month).length}));
  return route.fulfill({json: {tiles: list, months_without_tile: [], open_month: '2026-01'}});
};

const answerFrom = (points) => async (route) => {
  const query = new URL(route.request().url()).searchParams;
  const seconds = (name, otherwise) => (query.has(name) ? Date.parse(query.get(name)) / 1000 : otherwise);
  const from = seconds('from', points.times[0]);
  const to = seconds('to', points.times[points.times.length - 1] + 1);
  const iso = (time) => new Date(time * 1000).toISOString();
  await route.fulfill({json: {
    plant_id: 'bench', parameter: query.get('parameter'), title: {en: 'Turbidity', es: 'Turbidez'}, unit: 'NTU', decimals: 2,
    simulated: true, from: iso(from), to: iso(to), limits: [], bucket_seconds: {laboratory: null, instrument: 3600},
    buckets: buckets(points, from, to, Number(query.get('points') || 500)),
  }});
};

/** Runs in the browser: moves the chart once a frame and takes the time between frames, milliseconds. */
const timed = async ({steps, zoomOfStep, panOfStep, rect}) => {
  const move = window.benchMove(rect);
  const script = [...Array(steps).fill(['zoom', zoomOfStep]), ...Array(steps).fill(['pan', panOfStep]),
    ...Array(steps).fill(['pan', -panOfStep]), ...Array(steps).fill(['zoom', 1 / zoomOfStep])];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const times = [];
  await frame();
  let before = performance.now();
  for (const [what, amount] of script) {
    move[what](amount);
    await frame();
    const now = performance.now();
    times.push(now - before);
    before = now;
  }
  move.end();
  return times;
};

const openPage = async (browser, stack, points) => {
  const visitor = await Visitor.come(browser, {viewport: {width: 1200, height: 800}, serviceWorkers: 'block'});
  await visitor.page.route('**/history?*', answerFrom(points));
  await visitor.page.route('**/history/tiles**', answerTiles(tilesOf(points, 'turbidity')));
  await visitor.open(`${stack.url}#section=plants&parameter=turbidity&range=all`);
  await visitor.bringIntoSight('chart');
  await visitor.quiet(2000);
  await visitor.page.evaluate(() => {
    window.benchMove = (rect) => {
      const canvas = document.getElementById('canvas');
      let x = rect.x + rect.width / 2;
      const clientY = rect.y + rect.height / 2;
      const fire = (Kind, name, more) =>
        canvas.dispatchEvent(new Kind(name, {clientX: x, clientY, bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse', ...more}));
      let pressed = false;
      fire(PointerEvent, 'pointermove', {});
      return {
        // The page reads a wheel with Ctrl as a pinch, 200 pixels a doubling.
        zoom: (factor) => {
          if (pressed) fire(PointerEvent, 'pointerup', {button: 0});
          pressed = false;
          x = rect.x + rect.width / 2;
          fire(WheelEvent, 'wheel', {ctrlKey: true, deltaY: factor > 1 ? -200 * (factor - 1) : 200 * (1 / factor - 1)});
        },
        pan: (pixels) => {
          if (!pressed) fire(PointerEvent, 'pointerdown', {button: 0});
          pressed = true;
          x += pixels;
          fire(PointerEvent, 'pointermove', {});
        },
        end: () => { if (pressed) fire(PointerEvent, 'pointerup', {button: 0}); },
      };
    };
  });
  const rect = (await visitor.facts()).widgets.chart;
  const drawn = async () => (await visitor.facts()).frames;
  const dates = async () => { const {history} = await visitor.facts(); return history.to - history.from; };
  return {name: 'page', page: visitor.page, rect, drawn, dates, close: () => visitor.leave()};
};

const openUplot = async (browser, name, points, rect) => {
  const context = await browser.newContext({viewport: {width: 1200, height: 800}});
  const page = await context.newPage();
  await page.addScriptTag({path: packageFile('uplot', 'dist/uPlot.iife.min.js').pathname});
  await page.addStyleTag({path: packageFile('uplot', 'dist/uPlot.min.css').pathname});
  await page.evaluate(() => { window.parts = [[], []]; });
  const part = 500_000; // a message holds no ten million numbers at once
  for (let at = 0; at < points.times.length; at += part) {
    const pack = (numbers) => Buffer.from(numbers.buffer, numbers.byteOffset + at * 8, Math.min(part, numbers.length - at) * 8).toString('base64');
    await page.evaluate(([times, values]) => {
      const unpack = (text) => new Float64Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
      window.parts[0].push(unpack(times));
      window.parts[1].push(unpack(values));
    }, [pack(points.times), pack(points.values)]);
  }
  await page.evaluate(({width, height}) => {
    const whole = (parts) => {
      const all = new Float64Array(parts.reduce((sum, {length}) => sum + length, 0));
      let at = 0;
      for (const numbers of parts) { all.set(numbers, at); at += numbers.length; }
      return all;
    };
    const data = window.parts.map(whole);
    window.parts = null;
    window.drawn = 0;
    const chart = new uPlot({
      width, height, scales: {y: {range: [0, 2.2]}}, series: [{}, {stroke: '#0b6e99'}], legend: {show: false}, hooks: {draw: [() => { ++window.drawn; }]},
    }, data, document.body);
    window.dates = () => chart.scales.x.max - chart.scales.x.min;
    window.benchMove = () => ({
      zoom: (factor) => {
        const {min, max} = chart.scales.x;
        const [middle, half] = [(min + max) / 2, (max - min) / 2 / factor];
        chart.setScale('x', {min: middle - half, max: middle + half});
      },
      pan: (pixels) => {
        const {min, max} = chart.scales.x;
        const shift = (pixels * (max - min)) / width;
        chart.setScale('x', {min: min - shift, max: max - shift});
      },
      end: () => {},
    });
  }, rect);
  return {name, page, rect, drawn: () => page.evaluate(() => window.drawn), dates: () => page.evaluate(() => window.dates()), close: () => context.close()};
};

const share = (times, part) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(part * times.length))];
const ms = (time) => time.toFixed(1).padStart(8);

/** What has just been started still tidies its database; a machine that others use is not waited for longer than two minutes. */
const untilIdle = async () => {
  const busy = () => { const [user, nice, system] = readFileSync('/proc/stat', 'utf8').split(/\s+/).slice(1, 4).map(Number); return user + nice + system; };
  for (let calm = 0, seconds = 0; calm < 5 && seconds < 120; ++seconds) {
    const before = busy();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    calm = busy() - before < 20 ? calm + 1 : 0; // hundredths of a second of one processor
  }
};

/** What the browser's processes hold, by kind, after what is garbage was taken away. */
const memory = async (browser, {page}) => {
  const ofPage = await page.context().newCDPSession(page);
  await ofPage.send('HeapProfiler.collectGarbage');
  await ofPage.detach();
  const ofBrowser = await browser.newBrowserCDPSession();
  const {processInfo} = await ofBrowser.send('SystemInfo.getProcessInfo');
  await ofBrowser.detach();
  const kilobytes = new Map();
  for (const {id, type} of processInfo) {
    const [, pss] = /^Pss: +(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'));
    kilobytes.set(type, (kilobytes.get(type) || 0) + Number(pss));
  }
  return ['renderer', 'GPU'].map((type) => `${type} ${Math.round(kilobytes.get(type) / 1024)} MB`).join(', ');
};

const use = async (browser, chart, minutes) => {
  const begin = Date.now();
  for (let minute = 0; minute <= minutes; ++minute) {
    let moves = 0;
    for (; Date.now() < begin + minute * 60_000; moves += 4 * steps) await chart.page.evaluate(timed, {steps, zoomOfStep, panOfStep, rect: chart.rect});
    console.log(`after ${minute} minutes of use, ${moves} moves in the last: ${await memory(browser, chart)}`);
  }
};

const stack = await openStack();
await untilIdle();
const browser = await chromium.launch();
const browserOfCanvas = await chromium.launch('--disable-accelerated-2d-canvas');
console.log('points      chart          frames drawn   median ms   p95 ms   frames in 10 s without input');
for (const count of sizes) {
  const points = makePoints(count);
  const ours = await openPage(browser, stack, points);
  const alone = {first: count !== sizes[0], none: true}[process.env.CLEARWELL_UPLOT];
  const charts = alone ? [ours] : [ours, await openUplot(browser, 'uPlot', points, ours.rect),
    await openUplot(browserOfCanvas, 'uPlot, no GL', points, ours.rect)];
  const times = new Map(charts.map((chart) => [chart, []]));
  const drawn = new Map(charts.map((chart) => [chart, 0]));
  for (let round = 0; round < rounds; ++round) {
    for (const chart of charts) {
      console.error(`${count} points, ${chart.name}, round ${round + 1} of ${rounds}`);
      await chart.page.bringToFront();
      const [framesBefore, lengthBefore] = [await chart.drawn(), await chart.dates()];
      times.get(chart).push(...await chart.page.evaluate(timed, {steps, zoomOfStep, panOfStep, rect: chart.rect}));
      drawn.set(chart, drawn.get(chart) + await chart.drawn() - framesBefore);
      await new Promise((resolve) => setTimeout(resolve, 2000)); // what was asked for meanwhile arrives
      const back = await chart.dates() / lengthBefore;
      if (Math.abs(back - 1) > 0.1) throw new Error(`${chart.name} did not come back to its dates: ${back}`);
    }
  }
  for (const chart of charts) {
    await chart.page.bringToFront();
    const before = await chart.drawn();
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const idle = await chart.drawn() - before;
    const all = times.get(chart);
    console.log(`${String(count).padEnd(11)} ${chart.name.padEnd(14)} ${`${drawn.get(chart)} of ${all.length}`.padEnd(12)} ${ms(share(all, 0.5))}  ${ms(share(all, 0.95))}   ${idle}`);
  }
  if (count === sizes.at(-1) && process.env.CLEARWELL_MINUTES) await use(browser, ours, Number(process.env.CLEARWELL_MINUTES));
  for (const chart of charts) await chart.close();
}
await browser.close();
await browserOfCanvas.close();
await stack.close();
