// node tests/bench/wasm.mjs VECTORS ONNXRUNTIME_DIST FAMILY…      (run by run_wasm)
// Each gets its bytes from memory, so that no network is measured. The page's own code is in the same module as the predictor
// and calls it there, so that is how it is timed; onnxruntime-web is called from JavaScript, as whoever uses it does.
import {execFileSync} from 'node:child_process';
import {createServer} from 'node:http';
import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {brotliCompressSync} from 'node:zlib';

import {chromium} from '../web/browsers/chromium.mjs';

const [vectors, onnxruntime, ...families] = process.argv.slice(2);
const root = new URL('../..', import.meta.url).pathname;
const native = join(root, 'build/release/tests/bench/wasm_predictor');
const own = join(root, 'build/wasm/tests/bench');

const files = new Map([
  ['/', [Buffer.from('<!doctype html><title>bench</title>'), 'text/html']],
  ...['wasm_predictor.js', 'wasm_predictor.wasm'].map((name) => [`/${name}`, [readFileSync(join(own, name)), typeOf(name)]]),
  ...['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'].map((name) =>
    [`/${name}`, [readFileSync(join(onnxruntime, name)), typeOf(name)]]),
  ...families.flatMap((family) => [`${family}.onnx`, `${family}.rows.f32`].map((name) =>
    [`/${name}`, [readFileSync(join(vectors, name)), 'application/octet-stream']])),
]);

function typeOf(name) {
  return name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
}

const serve = () => new Promise((resolve) => {
  const server = createServer((request, response) => {
    const file = files.get(request.url);
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, {'Content-Type': file[1]}).end(file[0]);
  }).listen(0, '127.0.0.1', () => resolve(server));
});

/** Runs in the page: answers, and milliseconds to the first one from bytes in memory, and microseconds a row. */
const measure = async ({family, who}) => {
  const bytes = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
  const model = await bytes(`/${family}.onnx`);
  const raw = await bytes(`/${family}.rows.f32`);
  const rows = new Float32Array(raw.buffer);
  const many = 1000;

  const startOwn = async () => {
    const module = await window.Clearwell({wasmBinary: window.ownBinary});
    const at = (size) => module._malloc(size);
    const put = (array, address) => module.HEAPU8.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), address);
    const modelAt = at(model.length);
    put(model, modelAt);
    const width = module._load_model(modelAt, model.length);
    if (width === 0) throw new Error(`the predictor refuses ${family}`);
    const [in_, out] = [at(rows.byteLength), at(rows.byteLength)];
    const predict = (first, n) => {
      put(rows.subarray(first * width, (first + n) * width), in_);
      module._predict_rows(in_, n, out);
      return new Float32Array(module.HEAPU8.buffer, out, n);
    };
    const each = (n) => { put(rows.subarray(0, n * width), in_); module._predict_each(in_, n, out); };
    return {width, one: (row) => predict(row, 1), each, many: (n) => predict(0, n)};
  };
  const startPeer = async () => {
    const session = await window.ort.InferenceSession.create(model);
    const width = session.inputMetadata[0].shape[1];
    const predict = async (first, n) => {
      const input = new window.ort.Tensor('float32', rows.subarray(first * width, (first + n) * width), [n, width]);
      const {probabilities} = await session.run({float_input: input});
      return probabilities.data;
    };
    const each = async (n) => { for (let row = 0; row < n; ++row) await predict(row, 1); };
    return {width, one: (row) => predict(row, 1), each, many: (n) => predict(0, n)};
  };

  const begin = performance.now();
  const engine = await (who === 'own' ? startOwn() : startPeer());
  await engine.one(0);
  const start = performance.now() - begin;
  const found = await engine.many(rows.length / engine.width);
  const answers = who === 'own' ? Array.from(found) : Array.from(found).filter((_, i) => i % 2 === 1); // of the positive class

  const calls = who === 'own' ? 20 : 1; // a browser's clock is too coarse for one of ours
  const median = async (run) => {
    const rounds = [];
    for (let round = 0; round < 31; ++round) {
      const before = performance.now();
      for (let call = 0; call < calls; ++call) await run();
      rounds.push((performance.now() - before) * 1000 / many / calls);
    }
    return rounds.sort((a, b) => a - b)[15];
  };
  return {answers, start, one: await median(() => engine.each(many)), many: await median(() => engine.many(many))};
};

/** In a page of its own, so that nothing is warm: once to begin with, then three times. */
const ask = async (browser, address, family, who) => {
  const runs = [];
  for (let run = 0; run < 4; ++run) {
    const page = await browser.newPage();
    await page.goto(address);
    if (who === 'own') {
      await page.addScriptTag({url: '/wasm_predictor.js'});
      await page.evaluate(async () => { window.ownBinary = await (await fetch('/wasm_predictor.wasm')).arrayBuffer(); });
    } else {
      await page.evaluate(async () => {
        window.ort = await import('/ort.wasm.min.mjs');
        window.ort.env.wasm.numThreads = 1;
        window.ort.env.wasm.wasmBinary = await (await fetch('/ort-wasm-simd-threaded.wasm')).arrayBuffer();
      });
    }
    runs.push(await page.evaluate(measure, {family, who}));
    await page.close();
  }
  runs.shift();
  const middle = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[1];
  return {answers: runs[0].answers, start: middle('start'), one: middle('one'), many: middle('many')};
};

const askNative = (family) => {
  const out = join(vectors, `${family}.probabilities.f32`);
  const said = execFileSync(native, [join(vectors, `${family}.onnx`), join(vectors, `${family}.rows.f32`), out], {encoding: 'utf8'});
  const answers = readFileSync(out);
  return {...JSON.parse(said), answers: new Float32Array(answers.buffer, answers.byteOffset, answers.length / 4)};
};

const compare = (family, expected, own, peer) => {
  own.answers.forEach((value, row) => {
    if (!Object.is(Math.fround(value), expected[row])) throw new Error(`${family}, row ${row}: ${value} in the browser, ${expected[row]} natively`);
  });
  const furthest = Math.max(...peer.answers.map((value, row) => Math.abs(value - expected[row])).filter((gap) => !Number.isNaN(gap)));
  if (furthest > 1e-6) throw new Error(`${family}: onnxruntime-web answers otherwise by up to ${furthest}`);
  console.log(`${family}: ${expected.length} rows, the browser's bits are the native ones, onnxruntime-web within ${furthest.toExponential(1)}`);
};

const sizes = (folder, names) => {
  const sum = (size) => names.reduce((bytes, name) => bytes + size(join(folder, name)), 0);
  return {plain: sum((path) => statSync(path).size), brotli: sum((path) => brotliCompressSync(readFileSync(path)).length)};
};

const server = await serve();
const address = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch();
const times = (a, b) => `${(a / b).toFixed(1)} times`;
const ours = sizes(own, ['wasm_predictor.js', 'wasm_predictor.wasm']);
const theirs = sizes(onnxruntime, ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']);
console.log(`bytes: ${ours.plain}, by brotli ${ours.brotli}; onnxruntime-web ${theirs.plain}, by brotli ${theirs.brotli}: ` +
  `${times(theirs.plain, ours.plain)} and ${times(theirs.brotli, ours.brotli)} as many`);
for (const family of families) {
  const expected = askNative(family);
  const found = await ask(browser, address, family, 'own');
  const peer = await ask(browser, address, family, 'peer');
  compare(family, expected.answers, found, peer);
  console.log(`  start       ${found.start.toFixed(1)} ms, onnxruntime-web ${peer.start.toFixed(1)} ms: ${times(peer.start, found.start)} as long`);
  for (const what of ['one', 'many']) {
    console.log(`  ${what === 'one' ? 'one row    ' : '1,000 rows '} ${found[what].toFixed(3)} us a row, natively ${expected[what].toFixed(3)}: ` +
      `${times(found[what], expected[what])} as long; onnxruntime-web ${peer[what].toFixed(3)}: ${times(peer[what], found[what])} as long`);
  }
}
await browser.close();
server.close();
