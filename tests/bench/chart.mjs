// The page's history chart beside uPlot: the same points, the same size, the same scripted zoom and pan, in one run.
//   node tests/bench/chart.mjs [POINTS…]        by default 1000000 and 10000000
// CLEARWELL_URL as in tests/web/browser.test.mjs. WebGL is drawn by SwiftShader; a frame is the time from one animation frame to
// the next, at best 16.7 ms, while every one of them moves the chart. uPlot holds all points; the
// page gets what the server sends for the dates on the chart, smallest, mean and largest of each bucket, which is taken from the same
// points here, in place of the database. uPlot's canvas is drawn by SwiftShader, too, and once more, in another Chromium, by the
// processor itself, which suits it better.
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

/** What has just been started still tidies its database. */
const untilIdle = async () => {
  const busy = () => { const [user, nice, system] = readFileSync('/proc/stat', 'utf8').split(/\s+/).slice(1, 4).map(Number); return user + nice + system; };
  for (let calm = 0; calm < 5;) {
    const before = busy();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    calm = busy() - before < 20 ? calm + 1 : 0; // hundredths of a second of one processor
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
  const charts = [ours, await openUplot(browser, 'uPlot', points, ours.rect),
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
  for (const chart of charts) await chart.close();
}
await browser.close();
await browserOfCanvas.close();
await stack.close();
