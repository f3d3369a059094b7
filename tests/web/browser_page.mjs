// A person at the page: sees what the page tells of itself, presses where its widgets are, by mouse or by finger.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {chromium} from './browsers/chromium.mjs';
import {firefox} from './browsers/firefox.mjs';
import {withPalette} from './palette_png.mjs';

const kindOf = (browser) => ({chromium, firefox})[browser.browserType().name()];

/** What follows `prefix` in the name of the widget that is highest on the page. */
export const uppermost = ({widgets}, prefix) =>
  Object.keys(widgets)
    .filter((name) => name.startsWith(prefix))
    .reduce((best, name) => (widgets[name].y < widgets[best].y ? name : best))
    .slice(prefix.length);

export const sliderOf = (facts) => `slider/${uppermost(facts, 'slider/')}`;

export const desktop = {viewport: {width: 1280, height: 800}, deviceScaleFactor: 1};
/** An old phone: small, dense, and its processor four times as slow as this machine's. */
export const slowPhone = {viewport: {width: 360, height: 640}, deviceScaleFactor: 3, hasTouch: true, isMobile: true, slowdown: 4};
export const phone = {viewport: {width: 390, height: 844}, deviceScaleFactor: 3, hasTouch: true, isMobile: true};

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Visitor {
  static async come(browser, {slowdown = 1, ...options} = {}) {
    const kind = kindOf(browser);
    const context = await browser.newContext({locale: 'en-US', colorScheme: 'light', ...desktop, ...options});
    const page = await context.newPage();
    if (slowdown > 1) await kind.slowDown?.(page, slowdown);
    return new Visitor(kind, context, page, slowdown);
  }

  constructor(kind, context, page, slowdown) {
    this.kind = kind; // of browser
    this.context = context;
    this.page = page;
    this.slowdown = slowdown; // how many times as long as on this machine anything takes
    this.complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  leave() { return this.context.close(); }

  facts() {
    return this.page.evaluate(() => (window.clearwell ? JSON.parse(clearwell.UTF8ToString(clearwell._cw_state_json())) : {frames: 0, widgets: {}}));
  }

  /** Waits until the page's facts satisfy `holds`, and returns them. */
  async until(what, holds, seconds = 30 * this.slowdown) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const facts = await this.facts();
      if (holds(facts)) return facts;
      if (Date.now() > deadline) throw new Error(`after ${seconds} s still not: ${what}; the page says ${JSON.stringify({...facts, widgets: Object.keys(facts.widgets)})}`);
      await pause(50);
    }
  }

  /** Opens the page and waits until everything has arrived and nothing is drawn any more. */
  async open(url) {
    await this.page.goto(url);
    await this.until('model and plants are there', (facts) => facts.model && facts.plants > 0 && facts.model.seal !== 'running');
    return this.quiet();
  }

  /** Waits until the page has nothing to do, and again so many milliseconds later, in which what was pressed reaches it. */
  async quiet(milliseconds = 400) {
    let before = -1;
    for (;;) {
      const facts = await this.facts();
      if (facts.resting && facts.frames === before) return facts;
      before = facts.resting ? facts.frames : -1;
      await pause(milliseconds);
    }
  }

  screenshot() { return this.kind.screenshot(this.page); }

  /** A picture for people to look at, where CLEARWELL_PICTURES names a folder. */
  async picture(name) {
    if (!process.env.CLEARWELL_PICTURES) return;
    await this.quiet();
    writeFileSync(join(process.env.CLEARWELL_PICTURES, `${this.kind.name.toLowerCase()}-${name}.png`), withPalette(await this.screenshot()));
  }

  /** Scrolls, as with a wheel, until what lies below the window is in sight. */
  async bringIntoSight(name) {
    let box = (await this.until(`the widget ${name} is on the page`, (facts) => name in facts.widgets)).widgets[name];
    const {height} = this.page.viewportSize();
    const inBar = /^(tab\/|language|theme|footer_hash)/.test(name);
    const below = () => box.y + box.height - (height - 70);
    while (!inBar && below() > 0) {
      await this.page.mouse.move(box.x + box.width / 2, height / 2);
      await this.kind.scroll(this.page, below() + 20);
      const {widgets} = await this.quiet();
      if (widgets[name].y === box.y) return; // the end of what scrolls
      box = widgets[name];
    }
  }

  async place(name, share = 0.5) {
    await this.bringIntoSight(name);
    const box = (await this.facts()).widgets[name];
    return {x: box.x + box.width * share, y: box.y + box.height / 2};
  }

  async click(name) {
    const at = await this.place(name);
    await this.page.mouse.click(at.x, at.y);
  }

  async dragByMouse(name, from, to) {
    const begin = await this.place(name, from);
    const end = await this.place(name, to);
    await this.page.mouse.move(begin.x, begin.y);
    await this.page.mouse.down();
    await this.page.mouse.move(end.x, end.y, {steps: 5});
    await this.page.mouse.up();
  }

  async tap(name) { await this.kind.tap(this.page, await this.place(name)); }

  /** Each finger goes from its first to its last point in steps. */
  swipe(...fingers) { return this.kind.swipe(this.page, fingers); }

  async dragByFinger(name, from, to) { await this.swipe([await this.place(name, from), await this.place(name, to)]); }
}
