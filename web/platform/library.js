// The browser's side of web/platform. A library file for Emscripten's linker (--js-library): the C preprocessor does
// not touch it, as it would touch EM_JS. Members are plain functions: this linker spoils arrows there. Functions named cw_… are called from browser.cpp, _cw_… are in browser.cpp.

mergeInto(LibraryManager.library, {
  $cw: {
    canvas: null,
    input: null, // invisible text field: source of typed and composed text, and of paste
    observer: null,
    fetched: [], // addresses that a service worker should keep
    twin: null, // the text beside the drawing, while it is written
    blank: '\u200b', // a character for the phone's backspace to delete
    keys: ['', 'Tab', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Insert', 'Delete',
      'Backspace', 'Space', 'Enter', 'Escape', 'KeyA', 'KeyC', 'KeyV', 'KeyX', 'KeyY', 'KeyZ'],

    withText: (text, use) => {
      const length = lengthBytesUTF8(text) + 1;
      const pointer = _malloc(length);
      stringToUTF8(text, pointer, length);
      use(pointer);
      _free(pointer);
    },
    given: (text) => { // the C++ side frees it
      const length = lengthBytesUTF8(text) + 1;
      const pointer = _malloc(length);
      stringToUTF8(text, pointer, length);
      return pointer;
    },
    kind: (event) => (event.pointerType === 'touch' ? 1 : event.pointerType === 'pen' ? 2 : 0),
    place: (event) => {
      const box = cw.canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    },

    // Inside the gesture, because a phone shows its keyboard only there.
    settle: () => {
      if (_cw_settle()) {
        if (document.activeElement !== cw.input) cw.input.focus({preventScroll: true});
      } else if (document.activeElement !== cw.canvas) {
        cw.canvas.focus({preventScroll: true});
      }
    },

    listenToPointers: () => {
      const canvas = cw.canvas;
      canvas.addEventListener('pointermove', (event) => {
        const at = cw.place(event);
        _cw_pointer_moved(cw.kind(event), event.pointerId, at[0], at[1]);
      });
      canvas.addEventListener('pointerdown', (event) => {
        event.preventDefault();
        try { canvas.setPointerCapture(event.pointerId); } catch (gone) { /* the pointer left in the meantime */ }
        const at = cw.place(event);
        _cw_pointer_pressed(cw.kind(event), event.pointerId, at[0], at[1], event.button);
        cw.settle();
      });
      canvas.addEventListener('pointerup', (event) => {
        const at = cw.place(event);
        _cw_pointer_released(cw.kind(event), event.pointerId, at[0], at[1], event.button);
        cw.settle();
      });
      canvas.addEventListener('pointercancel', () => _cw_pointer_cancelled());
      canvas.addEventListener('pointerleave', () => _cw_pointer_left());
      canvas.addEventListener('contextmenu', (event) => event.preventDefault());
      canvas.addEventListener('wheel', (event) => {
        event.preventDefault();
        const at = cw.place(event);
        _cw_wheel(at[0], at[1], event.deltaY, event.deltaMode, event.ctrlKey ? 1 : 0);
      }, {passive: false});
    },

    onKey: (event, down) => {
      if (event.isComposing || event.keyCode === 229) return;
      const modifiers = (event.ctrlKey ? 1 : 0) | (event.shiftKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0);
      const command = event.ctrlKey || event.metaKey;
      // Letters arrive as text, and what is pasted by the paste event: of those keys only the modifiers count.
      const asText = event.code.indexOf('Key') === 0 && (!command || event.code === 'KeyV');
      const key = asText ? 0 : Math.max(0, cw.keys.indexOf(event.code === 'NumpadEnter' ? 'Enter' : event.code));
      // Escape leads out of the drawing, to the same values as text. In a text field it first leaves the field.
      if (down && event.code === 'Escape' && document.activeElement === cw.canvas) {
        document.getElementById('twin').focus();
        event.preventDefault();
        return;
      }
      _cw_key(key, down ? 1 : 0, modifiers);
      if (!down || key === 0) return;
      const typed = document.activeElement === cw.input && event.code === 'Space';
      if (!typed) event.preventDefault();
      cw.followFocus();
    },

    // The keyboard may have opened or left a text field; that shows after the next frame.
    followFocus: () => setTimeout(() => {
      const inside = document.activeElement === cw.canvas || document.activeElement === cw.input;
      if (inside) cw.settle();
    }, 50),

    takeText: () => {
      const text = cw.input.value.split(cw.blank).join('');
      if (text) cw.withText(text, (pointer) => _cw_text(pointer));
      cw.input.value = cw.blank;
    },

    listenToText: () => {
      for (const element of [cw.canvas, cw.input]) {
        element.addEventListener('keydown', (event) => cw.onKey(event, true));
        element.addEventListener('keyup', (event) => cw.onKey(event, false));
        element.addEventListener('focus', () => _cw_focus_changed(1));
        element.addEventListener('blur', () => _cw_focus_changed(0));
      }
      const input = cw.input;
      input.value = cw.blank;
      input.addEventListener('compositionend', () => cw.takeText());
      input.addEventListener('input', (event) => {
        if (event.isComposing) return;
        if (event.inputType === 'deleteContentBackward') { // phones send no key for it
          _cw_key(cw.keys.indexOf('Backspace'), 1, 0);
          _cw_key(cw.keys.indexOf('Backspace'), 0, 0);
          input.value = cw.blank;
          return;
        }
        cw.takeText();
      });
      input.addEventListener('paste', (event) => {
        event.preventDefault();
        cw.withText(event.clipboardData.getData('text/plain'), (pointer) => _cw_pasted(pointer));
      });
    },

    // The store is as many device pixels as the canvas covers. The browser knows them exactly, where the box of the
    // observer is in device pixels at all: an emulated density is not in it.
    fit: (entry) => {
      const canvas = cw.canvas;
      const exact = entry && entry.devicePixelContentBoxSize && entry.devicePixelContentBoxSize[0];
      const pixels = (length, known) => {
        const computed = Math.max(1, Math.round(length * (window.devicePixelRatio || 1)));
        return known && Math.abs(known - computed) <= 1 ? known : computed;
      };
      const width = pixels(canvas.clientWidth, exact && exact.inlineSize);
      const height = pixels(canvas.clientHeight, exact && exact.blockSize);
      if (canvas.width === width && canvas.height === height) return;
      canvas.width = width;
      canvas.height = height;
      _cw_resized();
    },

    listenToSize: () => {
      cw.fit();
      const observer = new ResizeObserver((entries) => cw.fit(entries[0]));
      try {
        observer.observe(cw.canvas, {box: 'device-pixel-content-box'});
      } catch (unknown) {
        observer.observe(cw.canvas);
      }
      cw.observer = observer;
    },

    listenToPage: () => {
      cw.canvas.addEventListener('webglcontextlost', (event) => {
        event.preventDefault(); // otherwise it never comes back
        _cw_context_lost();
      });
      cw.canvas.addEventListener('webglcontextrestored', () => _cw_context_restored());
      window.addEventListener('hashchange', () => cw.withText(location.hash, (pointer) => _cw_address_changed(pointer)));
      window.addEventListener('popstate', () => cw.withText(location.hash, (pointer) => _cw_address_changed(pointer)));
      window.addEventListener('online', () => _cw_connection_changed(1));
      window.addEventListener('offline', () => _cw_connection_changed(0));
      document.addEventListener('visibilitychange', () => _cw_visibility_changed(document.hidden ? 0 : 1));
    },

    // What no service worker saw on its way, it is told afterwards to keep.
    keepForLater: (url) => {
      cw.fetched.push(url);
      navigator.serviceWorker.ready.then((registration) => {
        if (cw.fetched.length) registration.active.postMessage({keep: cw.fetched.splice(0)});
      });
    },

    stored: (key) => {
      try { return localStorage.getItem('clearwell.' + key); } catch (refused) { return null; }
    },
    store: (key, value) => {
      try { localStorage.setItem('clearwell.' + key, value); } catch (refused) { /* it is only remembered less long */ }
    },
  },

  cw_listen__deps: ['$cw', 'malloc', 'free'],
  cw_listen: function() {
    cw.canvas = document.getElementById('canvas');
    cw.input = document.getElementById('typing');
    cw.listenToPointers();
    cw.listenToText();
    cw.listenToSize();
    cw.listenToPage();
  },

  cw_canvas_width: function() { return document.getElementById('canvas').clientWidth; },
  cw_canvas_height: function() { return document.getElementById('canvas').clientHeight; },
  cw_store_width: function() { return document.getElementById('canvas').width; },
  cw_store_height: function() { return document.getElementById('canvas').height; },
  cw_text_scale: function() { return (parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16; },

  cw_copy: function(text) {
    if (navigator.clipboard) navigator.clipboard.writeText(UTF8ToString(text)).catch(() => {});
  },

  cw_download: function(fileName, mediaType, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([UTF8ToString(text)], {type: UTF8ToString(mediaType)}));
    link.download = UTF8ToString(fileName);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000); // some browsers read it only after a while
  },
  cw_typing_of: function(numbers) {
    const mode = numbers ? 'decimal' : 'search';
    const input = document.getElementById('typing');
    if (input.inputMode !== mode) input.inputMode = mode;
  },

  cw_fetch__deps: ['$cw'],
  cw_fetch: function(request, urlPointer) {
    const url = UTF8ToString(urlPointer);
    const unseen = navigator.serviceWorker && !navigator.serviceWorker.controller; // at the start: control may come meanwhile
    const answer = (status, bytes, storedAt) => {
      const pointer = _malloc(bytes.length || 1);
      HEAPU8.set(bytes, pointer); // HEAPU8 afresh: growing memory replaces it
      _cw_fetched(request, status, pointer, bytes.length, storedAt);
      _free(pointer);
    };
    fetch(url)
      .then((response) => response.arrayBuffer().then((body) => {
        if (response.ok && unseen) cw.keepForLater(url);
        const storedAt = Date.parse(response.headers.get('x-clearwell-stored-at') || '');
        answer(response.status, new Uint8Array(body), storedAt ? storedAt / 1000 : 0);
      }))
      .catch(() => answer(0, new Uint8Array(0), 0));
  },

  cw_download_address: function(url, fileName) {
    const link = document.createElement('a');
    link.href = UTF8ToString(url);
    link.download = UTF8ToString(fileName);
    link.click();
  },

  cw_location_hash__deps: ['$cw'],
  cw_location_hash: function() { return cw.given(location.hash); },
  cw_set_location_hash: function(hash, newEntry) {
    const wanted = '#' + UTF8ToString(hash);
    if (location.hash === wanted) return;
    if (newEntry) history.pushState(null, '', wanted);
    else history.replaceState(null, '', wanted);
  },

  cw_language__deps: ['$cw'],
  cw_language: function() { return cw.given(cw.stored('language') || navigator.language || 'en'); },
  cw_prefers_dark__deps: ['$cw'],
  cw_prefers_dark: function() {
    const chosen = cw.stored('theme');
    return (chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches) ? 1 : 0;
  },
  cw_reduced_motion: function() { return (matchMedia('(prefers-reduced-motion: reduce)').matches ? 1 : 0); },
  cw_online: function() { return (navigator.onLine ? 1 : 0); },
  cw_set_language__deps: ['$cw'],
  cw_set_language: function(code, chosen) {
    const language = UTF8ToString(code);
    document.documentElement.lang = language;
    for (const element of document.querySelectorAll('[data-es]')) element.textContent = element.dataset[language];
    if (chosen) cw.store('language', language);
  },
  cw_set_theme__deps: ['$cw'],
  cw_set_theme: function(dark, chosen) {
    const theme = dark ? 'dark' : 'light';
    document.documentElement.dataset.theme = theme;
    if (chosen) cw.store('theme', theme);
  },

  cw_now: function() { return performance.now(); },
  cw_wall_clock: function() { return Math.floor(Date.now() / 1000); },
  cw_utc_offset: function(zone, time) {
    try {
      const date = new Date(time * 1000);
      const part = {};
      const format = new Intl.DateTimeFormat('en-US', {timeZone: UTF8ToString(zone), hourCycle: 'h23', year: 'numeric',
        month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric'});
      for (const piece of format.formatToParts(date)) part[piece.type] = Number(piece.value);
      return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) / 1000 - Math.floor(time);
    } catch (unknown) {
      return 0;
    }
  },

  // textContent only: what arrives over the network stays text.
  cw_twin_begin__deps: ['$cw'],
  cw_twin_begin: function(statusPointer, title) {
    const status = UTF8ToString(statusPointer);
    const line = document.getElementById('status');
    if (line.textContent !== status) line.textContent = status;
    cw.twin = document.createDocumentFragment();
    cw.twin.appendChild(document.createElement('h1')).textContent = UTF8ToString(title);
  },
  cw_twin_add: function(tag, text) {
    cw.twin.appendChild(document.createElement(UTF8ToString(tag))).textContent = UTF8ToString(text);
  },
  cw_twin_link: function(words, hash) {
    const last = cw.twin.lastElementChild;
    const list = last.tagName === 'UL' ? last : cw.twin.appendChild(document.createElement('ul'));
    const link = list.appendChild(document.createElement('li')).appendChild(document.createElement('a'));
    link.textContent = UTF8ToString(words);
    link.href = '#' + UTF8ToString(hash);
  },
  cw_twin_table: function() {
    const headings = cw.twin.querySelectorAll('h1, h2');
    const table = cw.twin.appendChild(document.createElement('table'));
    table.setAttribute('aria-label', headings[headings.length - 1].textContent);
  },
  cw_twin_cell: function(text, newRow) {
    const table = cw.twin.lastElementChild;
    const row = newRow ? table.appendChild(document.createElement('tr')) : table.lastElementChild;
    const words = UTF8ToString(text);
    const header = words && (newRow || row === table.firstElementChild); // an empty corner heads nothing
    const cell = row.appendChild(document.createElement(header ? 'th' : 'td'));
    if (header) cell.scope = row === table.firstElementChild ? 'col' : 'row';
    cell.textContent = words;
  },
  cw_twin_end: function() {
    const text = document.getElementById('text');
    const wasInside = text.contains(document.activeElement);
    text.replaceChildren(cw.twin);
    if (wasInside) document.getElementById('twin').focus(); // the link that was pressed is gone
  },
  cw_show_canvas: function() { return document.body.classList.add('drawn'); },
  cw_show_text: function() { return document.documentElement.classList.add('text'); },
});
