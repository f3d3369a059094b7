// Keeps the page usable without a network: its files are taken from this device first, data from the network first.
'use strict';

const shell = 'clearwell-shell-{{build}}'; // a new build has a new name, and takes the old files away
const data = 'clearwell-data';
const files = {{files}};
const mostAnswers = 200;

const isData = (url) => url.pathname.startsWith('/v1/') || url.pathname === '/version';

const withTime = async (response) => {
  const headers = new Headers(response.headers);
  headers.set('x-clearwell-stored-at', new Date().toISOString());
  return new Response(await response.arrayBuffer(), {status: response.status, headers});
};

const keep = async (request, response) => {
  const cache = await caches.open(data);
  await cache.put(request, await withTime(response));
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - mostAnswers))) await cache.delete(old);
};

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
  if (isData(url)) {
    event.respondWith(dataAnswer(event));
  } else if (url.pathname === '/' || url.pathname.startsWith('/assets/')) {
    event.respondWith(fileAnswer(event.request));
  }
});
