// node pack.mjs SOURCES BUILD DIST: gives every file a name with the hash of its content, so that it may be kept for
// ever, writes the page and the service worker that name them, and lays compressed twins beside them.
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {brotliCompressSync, constants, gzipSync} from 'node:zlib';

const [sources, build, dist] = process.argv.slice(2);

const write = (name, bytes) => {
  const target = join(dist, name);
  writeFileSync(target, bytes);
  const brotli = brotliCompressSync(bytes, {
    params: {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length},
  });
  writeFileSync(target + '.br', brotli);
  writeFileSync(target + '.gz', gzipSync(bytes, {level: 9}));
  return brotli.length;
};

const hashed = (name, bytes) => {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const dot = name.lastIndexOf('.');
  return `/assets/${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
};

rmSync(dist, {recursive: true, force: true});
mkdirSync(join(dist, 'assets'), {recursive: true});

const places = {};
let total = 0;
const add = (name, bytes) => {
  places[name] = hashed(name, bytes);
  places[name + ':bytes'] = String(bytes.length);
  total += write(places[name].slice(1), bytes);
};

const fill = (name, values) =>
  readFileSync(join(sources, name), 'utf8').replace(/\{\{([^}]+)\}\}/g, (place, key) => {
    if (!(key in values)) throw new Error(`${name}: nothing to put into ${place}`);
    return values[key];
  });

for (const name of ['clearwell.wasm', 'clearwell.js']) add(name, readFileSync(join(build, name)));
for (const name of ['boot.js', 'style.css', 'icon.svg', 'icon_tile.svg']) add(name, readFileSync(join(sources, name)));
add('manifest.webmanifest', Buffer.from(fill('manifest.webmanifest', places)));

const page = Buffer.from(fill('shell.html', places));
total += write('index.html', page);
const files = ['/', ...Object.keys(places).filter((key) => !key.includes(':')).map((key) => places[key])];
const name = createHash('sha256').update(page).digest('hex').slice(0, 12);
write('service_worker.js', Buffer.from(fill('service_worker.js', {build: name, files: JSON.stringify(files)})));

console.log(`page: ${total} bytes by brotli`);
