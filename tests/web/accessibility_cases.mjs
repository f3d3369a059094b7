// What axe-core finds in the page's HTML: the text of every view as the keyboard brings it up, and the first screen.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';

import {packageFile} from './browsers/packages.mjs';

const axe = readFileSync(packageFile('axe-core', 'axe.min.js'), 'utf8');
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const views = ['section=plants&parameter=turbidity&with=ph', 'section=plants&list=open', 'section=try', 'section=model',
  'section=model&view=figures', 'section=model&view=data', 'section=model&view=history', 'section=replay'];

/** What is wrong with what is seen of the page now, each with where it is. */
export const faults = async (page) => {
  await page.evaluate(axe);
  const {violations, passes} = await page.evaluate((values) => axe.run(document, {runOnly: {type: 'tag', values}}), levels);
  assert.ok(passes.some(({id}) => id === 'color-contrast'), 'no contrast was looked at: nothing is seen of the text');
  return violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) => `${id} ${target.join(' ')}: ${failureSummary}`));
};

const showText = async (visitor) => {
  await visitor.page.evaluate(() => document.getElementById('twin').focus());
  await visitor.quiet();
};

export const accessibilityCases = (visit, stackOf) => {
  for (const [name, options] of Object.entries({light: {}, 'dark, in Spanish': {colorScheme: 'dark', locale: 'es-AR'}})) {
    visit(`the text of every view keeps WCAG 2.2 AA (${name})`, options, async (visitor) => {
      for (const view of views) {
        await visitor.page.goto('about:blank');
        await visitor.open(`${stackOf().url}#${view}`);
        await showText(visitor);
        assert.deepEqual(await faults(visitor.page), [], view);
      }
    });
  }

  visit('the first screen keeps WCAG 2.2 AA before the program is there', {}, async (visitor) => {
    await visitor.page.route('**/*.wasm', () => {}); // it never comes
    await visitor.page.goto(stackOf().url);
    await visitor.page.getByRole('progressbar').waitFor();
    assert.deepEqual(await faults(visitor.page), []);
  });

  visit('a fault in the text is found', {}, async (visitor) => {
    await visitor.open(stackOf().url);
    await showText(visitor);
    await visitor.page.evaluate(() => {
      const twin = document.getElementById('text');
      twin.appendChild(document.createElement('img')).src = '/favicon.svg?';
      twin.querySelector('h2').style.color = 'var(--line)';
    });
    const found = (await faults(visitor.page)).map((fault) => fault.split(' ')[0]);
    assert.deepEqual([...new Set(found)].sort(), ['color-contrast', 'image-alt']);
    visitor.complaints = visitor.complaints.filter((text) => !text.includes('404'));
  });
};
