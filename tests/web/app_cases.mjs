// The page as something to install, and where nothing can be drawn.
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';

import {faults} from './accessibility_cases.mjs';
import {Visitor} from './browser_page.mjs';
import {launchProfile} from './browsers/chromium.mjs';

const timeout = 180_000;

/** Chromium alone tells what it finds of that. */
export const installationCase = (stackOf) => {
  test('the browser finds nothing that keeps the page from being installed', {timeout}, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clearwell-profile-')); // a private window installs nothing
    const context = await launchProfile(folder);
    try {
      const page = await context.newPage();
      await page.goto(stackOf().url);
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      const session = await context.newCDPSession(page);
      const {errors, data, url} = await session.send('Page.getAppManifest');
      assert.deepEqual(errors, []);
      assert.deepEqual((await session.send('Page.getInstallabilityErrors')).installabilityErrors, []);
      const {icons} = JSON.parse(data);
      assert.deepEqual(icons.map(({purpose}) => purpose), ['any', 'maskable']);
      const addresses = [url, ...icons.map(({src}) => new URL(src, url).href)];
      const kept = await page.evaluate((all) => Promise.all(all.map(async (address) => (await caches.match(address))?.status)), addresses);
      assert.deepEqual(kept, [200, 200, 200], 'the service worker has all of it');
    } finally {
      await context.close();
      rmSync(folder, {recursive: true, force: true});
    }
  });
};

export const textCase = (kind, prefix, stackOf) => {
  test(`${prefix}without WebGL2 the text is the page`, {timeout, skip: kind.missing() || false}, async () => {
    const browser = await kind.launchWithoutWebGL();
    const visitor = await Visitor.come(browser);
    const {page} = visitor;
    const link = (name) => page.getByRole('link', {name}).first().click();
    try {
      const opened = await visitor.open(stackOf().url);
      assert.equal(opened.frames, 0);
      assert.equal(await page.locator('canvas').isVisible(), false);
      await page.getByText('offers no WebGL2').waitFor();
      await page.getByRole('table', {name: /^Latest results of/}).waitFor();
      assert.deepEqual(await faults(page), []);
      await visitor.picture('text-plant');

      const {plants} = await (await fetch(`${stackOf().url}v1/plants`)).json();
      const other = plants.find(({id}) => id !== opened.plant);
      await link(new RegExp(`^${other.name}`));
      await page.getByRole('heading', {level: 1, name: other.name}).waitFor();
      await link(/^Turbidity, history/);
      await page.getByRole('heading', {level: 2, name: 'Turbidity, history'}).waitFor();
      await page.goBack();
      await visitor.until('back is the parameter before', (facts) => facts.parameter !== 'turbidity');

      await link('Try it');
      await page.getByRole('table', {name: 'Values of the estimate'}).waitFor();
      await link('Model');
      await link('Figures');
      await page.getByRole('heading', {name: /How good it is/}).waitFor();
      assert.deepEqual(await faults(page), []);

      await page.getByRole('button', {name: 'Español'}).click();
      await page.getByText('no ofrece WebGL2').waitFor();
      await page.getByRole('link', {name: 'Plantas'}).waitFor();
      await visitor.picture('text-model-spanish');
      assert.deepEqual(visitor.complaints, []);
    } finally {
      await browser.close();
    }
  });
};
