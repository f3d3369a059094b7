// The page /docs in a real browser, from the server itself and through nginx; needs no built page.
//   CLEARWELL_PROGRAM=build/release/clearwell node tests/web/docs.test.mjs
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';

import {phone, Visitor} from './browser_page.mjs';
import {chromium} from './browsers/chromium.mjs';
import {freePort} from './stack.mjs';

const reason = chromium.missing();
if (reason) {
  console.log(`skipped: ${reason} (scripts/bootstrap --tests installs it)`);
  process.exit(77);
}

const template = (name) => readFileSync(new URL(`../../deploy/nginx/${name}.conf.in`, import.meta.url), 'utf8');
const children = [];
let folder;
let browser;
let urls; // by the name of the way in

/** Starts a program and returns what follows `marker`, up to a blank, in what it writes to stderr. */
const start = (program, args, marker) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {stdio: ['ignore', 'ignore', 'pipe'], env: {...process.env, PATH: `${process.env.PATH}:/usr/sbin`}});
    children.push(child);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [, rest] = said.split(marker);
      if (rest !== undefined && /\s/.test(rest)) resolve(rest.split(/\s/)[0]);
    });
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${said}`)));
  });

const startNginx = async (upstream) => {
  const port = await freePort();
  const filled = (name) =>
    template(name)
      .replaceAll('@RUN_DIR@', folder).replaceAll('@LOG_DIR@', folder).replaceAll('@WEB_ROOT@', folder)
      .replaceAll('@USER_LINE@', '').replaceAll('@UPSTREAM@', upstream).replaceAll('@LISTEN@', `127.0.0.1:${port}`)
      .replace('error_log', '# error_log');
  for (const name of ['nginx', 'clearwell']) writeFileSync(join(folder, `${name}.conf`), filled(name));
  start('nginx', ['-e', 'stderr', '-c', join(folder, 'nginx.conf')], '\0').catch(() => {});
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; !(await fetch(url + 'healthz').catch(() => null)); ++tries) {
    assert.ok(tries < 200, 'nginx does not answer');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return url;
};

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clearwell-docs-'));
  chmodSync(folder, 0o755);
  const server = await start(process.env.CLEARWELL_PROGRAM,
    ['--data-dir', folder, 'serve', '--listen', '127.0.0.1:0', '--retrain-at', 'off'], 'event=ready address=http://');
  urls = {server: `http://${server}/`, nginx: await startNginx(server)};
  browser = await chromium.launch();
}, {timeout: 60_000});

after(async () => {
  if (browser) await browser.close();
  for (const child of children.reverse()) {
    const ended = child.exitCode === null && new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, {recursive: true, force: true});
});

for (const way of ['server', 'nginx']) {
  for (const [screen, options] of [['desktop', {}], ['phone', phone]]) {
    test(`every route is shown, by ${way}, on a ${screen}`, {timeout: 60_000}, async () => {
      const visitor = await Visitor.come(browser, options);
      const asked = [];
      visitor.page.on('request', (request) => asked.push(request.url()));
      await visitor.page.goto(urls[way] + 'docs');
      await visitor.page.waitForSelector('.opblock');
      const shown = await visitor.page.locator('.opblock').evaluateAll((blocks) => blocks.map((block) =>
        `${block.querySelector('.opblock-summary-method').textContent} ${block.querySelector('.opblock-summary-path').dataset.path}`));
      const {paths} = await (await fetch(urls[way] + 'openapi.json')).json();
      const described = Object.entries(paths).flatMap(([path, operations]) =>
        Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`));
      assert.deepEqual(shown.sort(), described.sort());
      await visitor.page.locator('.opblock-summary').first().click();
      await visitor.page.waitForSelector('.responses-wrapper');
      assert.equal(await visitor.page.locator('.try-out').count(), 0);
      assert.deepEqual(visitor.complaints, []);
      assert.deepEqual(asked.filter((url) => !url.startsWith(urls[way]) && !url.startsWith('data:')), []);
      await visitor.leave();
    });
  }

  test(`the policy by ${way} allows no script but its own, and a file that is known is not sent again`, async () => {
    const page = await fetch(urls[way] + 'docs');
    assert.match(page.headers.get('content-security-policy'), /^default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.doesNotMatch(await page.text(), /<script>|<style|\son\w+=|style=/);
    const script = await fetch(urls[way] + 'docs/swagger-ui-bundle.js');
    assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
    const again = await fetch(urls[way] + 'docs/swagger-ui-bundle.js', {headers: {'If-None-Match': script.headers.get('etag')}});
    assert.equal(again.status, 304);
    assert.equal((await fetch(urls[way] + 'docs/no.js')).status, 404);
    assert.equal((await fetch(urls[way] + 'docs/')).status, 404);
  });
}
