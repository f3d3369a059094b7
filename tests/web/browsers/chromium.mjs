// Debian's Chromium, headless, driven by its own protocol. WebGL2 is drawn by SwiftShader.
import {playwright, whatIsMissing} from './packages.mjs';

const program = process.env.CLEARWELL_CHROMIUM || '/usr/bin/chromium';

const launching = (more) => ({
  executablePath: program,
  headless: true,
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', ...more],
});

/** \param more  further switches */
const launch = (...more) => playwright().chromium.launch(launching(more));

/** A browser of somebody who comes back: what it keeps lies in the folder. */
export const launchProfile = (folder) => playwright().chromium.launchPersistentContext(folder, launching([]));

export const chromium = {
  name: 'Chromium',
  missing: () => whatIsMissing(program),
  launch,
  launchWithoutWebGL: () => launch('--disable-3d-apis'),

  /** Makes the page's processor so many times as slow as this machine's. */
  async slowDown(page, times) {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', {rate: times});
  },

  screenshot: (page) => page.screenshot(),

  /** Chromium divides a wheel's way by the density of an emulated phone. */
  async scroll(page, pixels) { await page.mouse.wheel(0, pixels * await page.evaluate(() => devicePixelRatio)); },

  tap: (page, {x, y}) => page.touchscreen.tap(x, y),

  /** \param fingers  where each begins and where it ends */
  async swipe(page, fingers) {
    const session = await page.context().newCDPSession(page);
    const at = (share) => fingers.map(([from, to], id) => ({id, x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share}));
    await session.send('Input.dispatchTouchEvent', {type: 'touchStart', touchPoints: at(0)});
    for (let step = 1; step <= 8; ++step) {
      await session.send('Input.dispatchTouchEvent', {type: 'touchMove', touchPoints: at(step / 8)});
      await new Promise((resolve) => setTimeout(resolve, 16));
    }
    await session.send('Input.dispatchTouchEvent', {type: 'touchEnd', touchPoints: []});
    await session.detach();
  },
};
