// The main ways through the page, in every browser.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {sliderOf} from './browser_page.mjs';
import {publish, score} from './public_answer.mjs';

export const flowCases = (visit, stackOf) => {
  visit('draws plants, history and model, and the seal holds', {}, async (visitor) => {
    const facts = await visitor.open(stackOf().url);
    assert.deepEqual(facts.problems, []);
    assert.ok(facts.history.laboratory + facts.history.instrument > 10, JSON.stringify(facts.history));
    assert.ok('chart' in facts.widgets);
    assert.equal(facts.model.sha256_is_published, true);
    assert.equal(facts.model.seal, 'equal');
    assert.equal(await visitor.page.evaluate(() => document.body.classList.contains('drawn')), true);
  });

  visit('finds a plant by a name without its accents', {}, async (visitor) => {
    const opened = await visitor.open(stackOf().url);
    const {plants} = await (await fetch(stackOf().url + 'v1/plants')).json();
    const accented = plants.find((plant) => plant.name.normalize('NFD') !== plant.name);
    await visitor.click('find');
    await visitor.page.keyboard.type(accented.name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase());
    await visitor.until('only that one is found', (facts) => facts.found === 1);
    await visitor.quiet(); // what was found is drawn where it stays
    await visitor.click(`plant/${accented.id}`);
    const chosen = await visitor.until('it is open', (facts) => facts.plant === accented.id && facts.history);
    assert.equal(chosen.found, opened.plants);
    await visitor.page.waitForFunction((id) => location.hash.includes(id), accented.id);
    await visitor.page.goBack();
    await visitor.until('back is the plant before', (facts) => facts.plant === opened.plant);
  });

  visit('tells a screen reader what it shows, and the keyboard leads there', {}, async (visitor) => {
    const opened = await visitor.open(stackOf().url);
    const {parameters} = await (await fetch(`${stackOf().url}v1/plants/${opened.plant}`)).json();
    const results = visitor.page.getByRole('table', {name: /^Latest results of/});
    assert.equal(await results.getByRole('row').count(), parameters.length + 1);
    for (const {title, latest} of parameters) {
      const row = results.getByRole('row').filter({has: visitor.page.getByRole('rowheader', {name: title.en, exact: true})});
      if (latest) assert.ok((await row.textContent()).includes(latest.text), `${title.en}: ${latest.text}`);
    }
    assert.ok((await visitor.page.getByRole('status').textContent()).length > 20);
    await visitor.page.keyboard.press('Tab');
    assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'canvas');
    await visitor.page.keyboard.press('Escape');
    assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'twin');
    assert.ok(await visitor.page.evaluate(() => document.getElementById('twin').clientHeight > 100), 'the text is seen');
  });

  visit('loads finer data where the chart is zoomed in, and keeps the view in its address', {}, async (visitor) => {
    const opened = await visitor.open(stackOf().url + '#section=plants&parameter=turbidity&range=all');
    const density = (facts) => facts.history.buckets_shown / (facts.history.to - facts.history.from);
    for (let times = 0; times < 5; ++times) await visitor.click('zoom/in');
    await visitor.until('there are more values for a day', (facts) => density(facts) > 4 * density(opened));
    const {history} = await visitor.quiet();
    await visitor.page.reload();
    const again = await visitor.until('the same dates are back', (facts) => facts.history && facts.history.to - facts.history.from < 2 * (history.to - history.from));
    assert.ok(Math.abs(again.history.from - history.from) <= 86400, `${again.history.from} and ${history.from}`);
  });

  visit('a slider moved by mouse changes the estimate', {}, async (visitor) => {
    const opened = await visitor.open(stackOf().url + '#section=try');
    await visitor.dragByMouse(sliderOf(opened), 0.5, 0.95);
    const moved = await visitor.until('the estimate changed', (facts) => facts.estimate.margin_bits !== opened.estimate.margin_bits);
    assert.notDeepEqual(moved.estimate.values, opened.estimate.values);
    assert.notDeepEqual(moved.estimate.contributions, opened.estimate.contributions);
  });

  visit('computes the bits that the native build computes, 10,000 rows', {}, async (visitor, t) => {
    const program = process.env.CLEARWELL_PRINT_DIGEST;
    if (!program) return t.skip('CLEARWELL_PRINT_DIGEST is not set');
    await visitor.open(stackOf().url);
    const {models} = await (await fetch(stackOf().url + 'v1/models')).json();
    const facts = await visitor.facts();
    const version = models.find((known) => known.name === facts.model.name && known.version === facts.model.version);
    const folder = mkdtempSync(join(tmpdir(), 'clearwell-digest-'));
    const file = join(folder, 'model.onnx');
    writeFileSync(file, Buffer.from(await (await fetch(new URL(version.model_url, stackOf().url))).arrayBuffer()));
    const native = execFileSync(program, [file, '10000'], {encoding: 'utf8'}).trim();
    rmSync(folder, {recursive: true});
    const inBrowser = await visitor.page.evaluate(() => clearwell.UTF8ToString(clearwell._cw_parity_digest(10000)));
    assert.match(native, /^[0-9a-f]{64}$/);
    assert.equal(inBrowser, native);
  });

  visit('the model tells its figures, its data and its history, in the drawing and in the text', {}, async (visitor) => {
    const headings = {figures: /How good it is/, data: /What it learned from/, history: /Which version answered/};
    for (const [view, heading] of Object.entries(headings)) {
      await visitor.page.goto('about:blank');
      const facts = await visitor.open(`${stackOf().url}#section=model&view=${view}`);
      assert.deepEqual(facts.problems, []);
      await visitor.page.waitForFunction((source) => new RegExp(source).test(document.getElementById('twin').textContent), heading.source);
    }
  });

  visit('a public answer is computed again from its link, to the bit', {}, async (visitor) => {
    const stack = stackOf();
    const opened = await visitor.open(stack.url);
    const token = stack.plantToken(opened.plant);
    const number = await score(stack, token, opened);
    const link = `${stack.url}#section=replay&inference=${number}`;
    const status = visitor.page.getByRole('status');
    await visitor.page.goto('about:blank');
    await visitor.open(link);
    assert.match(await status.textContent(), /is not public/);
    assert.equal((await visitor.facts()).replay, null);
    visitor.complaints = visitor.complaints.filter((text) => !text.includes('404')); // as it should be

    const {margin_bits: bits, probability_bits: probabilityBits} = await publish(stack, token, number);
    await visitor.page.goto('about:blank');
    await visitor.open(link);
    await visitor.until('the answer is computed again', (facts) => facts.replay !== null);
    await visitor.quiet();
    assert.equal((await visitor.facts()).replay, true);
    assert.match(await status.textContent(), /the same bits/);
    const told = await visitor.page.getByRole('table').first().textContent();
    assert.equal(told.split(bits).length - 1, 2, told);
    assert.equal(told.split(probabilityBits).length - 1, 2, told);
    assert.match(visitor.page.url(), new RegExp(`section=replay.*inference=${number}`));

    await visitor.picture('replay');
    await visitor.click('language');
    await visitor.until('the language is Spanish', (facts) => facts.language === 'es');
    await visitor.quiet();
    await visitor.picture('replay-spanish');
    assert.match(await status.textContent(), /los mismos bits/);
  });

  visit('speaks Spanish when asked', {}, async (visitor) => {
    await visitor.open(stackOf().url);
    await visitor.click('language');
    await visitor.until('the language is Spanish', (facts) => facts.language === 'es');
    await visitor.quiet();
    assert.equal(await visitor.page.getAttribute('html', 'lang'), 'es');
    assert.match(await visitor.page.getByRole('status').textContent(), /límite|muestras|juzgar/);
  });

  visit('an address leads to a plant, a parameter and a span, and follows the page', {}, async (visitor) => {
    const plants = (await (await fetch(stackOf().url + 'v1/plants')).json()).plants;
    const plant = plants[plants.length - 1].id;
    const {parameters} = await (await fetch(`${stackOf().url}v1/plants/${plant}`)).json();
    const parameter = parameters[parameters.length - 1].parameter;
    const opened = await visitor.open(`${stackOf().url}#section=plants&plant=${plant}&parameter=${parameter}&range=all`);
    assert.deepEqual([opened.plant, opened.parameter], [plant, parameter]);
    await visitor.page.evaluate((id) => { location.hash = `#section=plants&plant=${id}`; }, plants[0].id);
    await visitor.until('the address was followed', (facts) => facts.plant === plants[0].id);
    await visitor.click('tab/try');
    await visitor.until('the section is open', (facts) => facts.section === 1);
    await visitor.quiet();
    assert.match(await visitor.page.evaluate(() => location.hash), /^#section=try/);
    await visitor.page.goBack();
    await visitor.until('back is where it was', (facts) => facts.section === 0);
  });

  visit('predicts without a network, also after a reload', {}, async (visitor) => {
    const stack = stackOf();
    const opened = await visitor.open(stack.url + '#section=try');
    const slider = sliderOf(opened);
    // What the worker keeps: the model and the lists.
    await visitor.page.waitForFunction(async () => {
      if (!navigator.serviceWorker.controller) return false;
      const kept = await (await caches.open('clearwell-data')).keys();
      return kept.some((request) => request.url.endsWith('model.onnx')) && kept.some((request) => request.url.includes('/history'));
    });
    await stack.cut();
    try {
      await visitor.dragByMouse(slider, 0.5, 0.9);
      await visitor.until('the estimate changed', (facts) => facts.estimate.margin_bits !== opened.estimate.margin_bits);
      await visitor.page.reload();
      const again = await visitor.open(visitor.page.url());
      assert.equal(again.model.sha256, opened.model.sha256);
      assert.equal(again.model.seal, 'equal');
      assert.ok(again.stored_at > 1.7e9, 'the page says that its data is a copy');
      await visitor.dragByMouse(slider, 0.5, 0.1);
      await visitor.until('the estimate changed', (facts) => facts.estimate.margin_bits !== again.estimate.margin_bits);
      await visitor.click('tab/plants');
      await visitor.until('the history is there', (facts) => facts.history !== null);
    } finally {
      await stack.mend();
    }
    visitor.complaints = visitor.complaints.filter((text) => !/net::ERR_|Failed to fetch/.test(text));
  });
};
