// The main ways through the page on an old phone: 360 × 640 at three device pixels, a finger, and, where the browser can be told
// so, a processor four times as slow and the dark colours.
import assert from 'node:assert/strict';

import {slowPhone, uppermost} from './browser_page.mjs';
import {publish, score} from './public_answer.mjs';

const leastTarget = 44;

/** What a finger presses is large enough, and nothing stands out of the screen's sides. */
const assertFits = ({widgets}) => {
  for (const [name, {x, width, height}] of Object.entries(widgets)) {
    assert.ok(x >= 0 && x + width <= slowPhone.viewport.width, `${name} from ${x} to ${x + width}`);
    if (!name.startsWith('map/')) assert.ok(Math.min(width, height) > leastTarget - 1, `${name}: ${width} × ${height}`);
  }
};

export const phoneCases = (kind, visit, stackOf) => {
  const screen = kind.slowDown ? 'slow phone' : 'small phone';
  const onPhone = (name, story, options = {}) => visit(`on a ${screen}: ${name}`, {...slowPhone, ...options}, story);

  onPhone('the law’s answer comes first', async (visitor, t) => {
    const opened = await visitor.open(stackOf().url);
    t.diagnostic(`first frame after ${Math.round(opened.first_frame_ms)} ms`);
    assert.deepEqual(opened.problems, []);
    assert.deepEqual(opened.font_densities, [slowPhone.deviceScaleFactor, slowPhone.deviceScaleFactor]);
    assertFits(opened);
    assert.ok((await visitor.page.getByRole('status').textContent()).length > 20);
    await visitor.picture('old-phone-home');
  });

  onPhone('a plant is found by its name and opened', async (visitor) => {
    const opened = await visitor.open(stackOf().url);
    const {plants} = await (await fetch(`${stackOf().url}v1/plants`)).json();
    const other = plants.find(({id}) => id !== opened.plant);
    await visitor.tap('plant_picker');
    await visitor.until('the list is open', (facts) => 'find' in facts.widgets);
    assertFits(await visitor.quiet());
    await visitor.tap('find');
    await visitor.page.keyboard.insertText(other.name);
    await visitor.until('only that one is found', (facts) => facts.found === 1);
    await visitor.quiet(); // what was found is drawn where it stays
    await visitor.picture('old-phone-find');
    await visitor.tap(`plant/${other.id}`);
    await visitor.until('it is open', (facts) => facts.plant === other.id && facts.history);
    await visitor.picture('old-phone-plant');
  });

  onPhone('a row opens its history, two fingers zoom it, a tap reads it', async (visitor) => {
    const opened = await visitor.open(stackOf().url);
    delete opened.widgets[`parameter/${opened.parameter}`];
    const parameter = uppermost(opened, 'parameter/');
    await visitor.tap(`parameter/${parameter}`);
    await visitor.until('its history is there', (facts) => facts.history?.parameter === parameter);
    await visitor.bringIntoSight('chart');
    const before = await visitor.quiet();
    const length = (facts) => facts.history.to - facts.history.from;
    const at = (share) => visitor.place('chart', share);
    await visitor.swipe([await at(0.4), await at(0.1)], [await at(0.6), await at(0.9)]);
    await visitor.until('the chart shows fewer days', (facts) => length(facts) < length(before) / 2);
    await visitor.tap('chart');
    await visitor.until('the ruler stands', (facts) => facts.history.ruler !== null);
    assertFits(await visitor.quiet());
    await visitor.picture('old-phone-chart');
  });

  onPhone('a value is dragged and typed, and the estimate follows', async (visitor) => {
    const opened = await visitor.open(`${stackOf().url}#section=try`);
    assertFits(opened);
    await visitor.picture('old-phone-try');
    const feature = uppermost(opened, 'slider/');
    await visitor.dragByFinger(`slider/${feature}`, 0.5, 0.9);
    const dragged = await visitor.until('the estimate changed', (facts) => facts.estimate.margin_bits !== opened.estimate.margin_bits);
    await visitor.tap(`field/${feature}`);
    await visitor.page.keyboard.insertText('8,1');
    await visitor.until('8,1 was taken', (facts) => facts.estimate.values[feature] === 8.1);
    await visitor.quiet(); // with the field still in use
    assert.notEqual((await visitor.facts()).estimate.values[feature], dragged.estimate.values[feature]);
    await visitor.picture('old-phone-typed');
  });

  onPhone('the model shows its card, figures, data and history', async (visitor) => {
    await visitor.open(`${stackOf().url}#section=model`);
    for (const [button, view] of ['card', 'figures', 'data', 'history'].entries()) {
      await visitor.tap(`view/${button}`);
      await visitor.page.waitForFunction((name) => location.hash.includes(`view=${name}`), view);
      const facts = await visitor.quiet();
      assert.deepEqual(facts.problems, []);
      assertFits(facts);
      await visitor.picture(`old-phone-model-${view}`);
    }
  });

  onPhone('a public answer is computed again, in Spanish', async (visitor) => {
    const stack = stackOf();
    const opened = await visitor.open(stack.url);
    const token = stack.plantToken(opened.plant);
    const number = await score(stack, token, opened);
    await publish(stack, token, number);
    await visitor.page.goto('about:blank');
    await visitor.open(`${stack.url}#section=replay&inference=${number}`);
    await visitor.until('the bits are the same', (facts) => facts.replay === true);
    assertFits(await visitor.quiet());
    await visitor.picture('old-phone-replay');
  }, {colorScheme: 'dark', locale: 'es-AR'});
};
