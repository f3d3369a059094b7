// Starts the page: looks whether the browser can draw it, fetches the program with progress, and hands over to it.
'use strict';

(() => {
  const stored = (key) => {
    try { return localStorage.getItem('clearwell.' + key); } catch (refused) { return null; }
  };
  const language = (stored('language') || navigator.language || 'en').slice(0, 2) === 'es' ? 'es' : 'en';
  const say = (english, spanish) => (language === 'es' ? spanish : english);

  document.documentElement.lang = language;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = stored('theme') || (dark ? 'dark' : 'light');
  for (const element of document.querySelectorAll('[data-es]')) element.textContent = element.dataset[language];

  // Where nothing can be drawn; the drawing has a switch of its own.
  const speak = document.getElementById('speak');
  speak.lang = language === 'es' ? 'en' : 'es';
  speak.addEventListener('click', () => {
    try { localStorage.setItem('clearwell.language', speak.lang); } catch (refused) { return; }
    location.reload();
  });

  const trouble = (message) => {
    document.body.classList.remove('drawn');
    for (const gone of document.querySelectorAll('.skeleton, progress')) gone.remove();
    const line = document.getElementById('trouble');
    line.textContent = message;
    line.hidden = false;
  };

  const program = document.querySelector('link[data-bytes]');

  // The response again, counted on its way through. Its length header counts compressed bytes, so the size comes from the page.
  const counted = (response) => {
    const progress = document.getElementById('progress');
    const whole = Number(program.dataset.bytes);
    let received = 0;
    const counter = new TransformStream({
      transform(chunk, controller) {
        received += chunk.length;
        progress.value = received / whole;
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(counter), {headers: {'Content-Type': 'application/wasm'}});
  };

  const instantiateWasm = (imports, done) => {
    fetch(program.href, {credentials: 'same-origin'})
      .then((response) => {
        if (!response.ok) throw new Error('HTTP ' + response.status);
        return WebAssembly.instantiateStreaming(counted(response), imports);
      })
      .then((result) => done(result.instance, result.module))
      .catch((error) => trouble(say('The program of this page did not arrive (', 'El programa de esta página no llegó (') + error.message +
        say('). Reload to try again.', '). Recargue para reintentar.')));
    return {};
  };

  const keepOffline = () => {
    if (navigator.serviceWorker) navigator.serviceWorker.register('/service_worker.js').catch(() => {});
  };

  if (typeof WebAssembly !== 'object' || !WebAssembly.instantiateStreaming || typeof TransformStream !== 'function') {
    trouble(say('This browser is too old for the page: it lacks WebAssembly. The data is also at /v1/plants.',
      'Este navegador es demasiado antiguo: no tiene WebAssembly. Los datos también están en /v1/plants.'));
    return;
  }
  createClearwell({
    canvas: document.getElementById('canvas'),
    instantiateWasm,
    onAbort: () => trouble(say('The program of this page stopped. Reload to go on.', 'El programa de esta página se detuvo. Recargue para seguir.')),
  }).then((module) => {
    window.clearwell = module;
    keepOffline();
  });
})();
