// Keeps the page usable without a network: its files and the months of a history that are over, whose names are hashes of
// what is in them, are taken from this device first, other data from the network first.
'use strict';

const shell = 'clearwell-shell-{{build}}'; // a new build has a new name, and takes the old files away
const data = 'clearwell-data';
const tiles = 'clearwell-tiles';
const files = {{files}};
const mostAnswers = 200;
const mostTiles = 1000; // up to 20 kB each

const isTile = (url) => url.pathname.startsWith('/v1/history/tiles/');
const isData = (url) => url.pathname.startsWith('/v1/') || url.pathname === '/version';

const withTime = async (response) => {
  const headers = new Headers(response.headers);
  headers.set('x-clearwell-stored-at', new Date().toISOString());
  return new Response(await response.arrayBuffer(), {status: response.status, headers});
};

const keepIn = async (name, most, request, response) => {
  const cache = await caches.open(name);
  await cache.put(request, response);
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - most))) await cache.delete(old);
};

// A tile is never out of date, so it needs no time.
const keep = async (request, response) =>
  (isTile(new URL(request.url)) ? keepIn(tiles, mostTiles, request, response) : keepIn(data, mostAnswers, request, await withTime(response)));

const dataAnswer = async (event) => {
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keep(event.request, response.clone()));
    return response;
  } catch (offline) {
    const kept = await (await caches.open(data)).match(event.request);
    if (kept) return kept;
    throw offline;
  }
};

const tileAnswer = async (event) => {
  const kept = await (await caches.open(tiles)).match(event.request);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(keep(event.request, response.clone()));
  return response;
};

const fileAnswer = async (request) => {
  const cache = await caches.open(shell);
  const page = request.mode === 'navigate' ? '/' : request;
  return (await cache.match(page)) || fetch(request);
};

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('clearwell-shell-') && name !== shell) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

// What a page fetched before this worker controlled it.
self.addEventListener('message', (event) => {
  const keepAll = async (urls) => {
    for (const url of urls) {
      const response = await fetch(url);
      if (response.ok) await keep(new Request(url), response);
    }
  };
  if (event.data && event.data.keep) event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (isTile(url)) {
    event.respondWith(tileAnswer(event));
  } else if (isData(url)) {
    event.respondWith(dataAnswer(event));
  } else if (url.pathname === '/' || url.pathname.startsWith('/assets/')) {
    event.respondWith(fileAnswer(event.request));
  }
});
