// Debian's Firefox, driven by WebDriver BiDi. Headless it offers no WebGL, so it draws to a screen in memory, by Mesa's llvmpipe.
// What BiDi does not offer is left to Chromium: a slower processor, a dark colour scheme, the bytes on the wire.
import {spawn} from 'node:child_process';

import {playwright, whatIsMissing} from './packages.mjs';

const program = process.env.CLEARWELL_FIREFOX || '/usr/bin/firefox-esr';
const screenProgram = '/usr/bin/Xvfb';

/** A screen that nobody sees. \return  its name, and the process that ends it */
const openScreen = async () => {
  const screen = spawn(screenProgram, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {stdio: ['ignore', 'ignore', 'ignore', 'pipe']});
  process.once('exit', () => screen.kill());
  const number = await new Promise((resolve, reject) => {
    screen.stdio[3].once('data', resolve);
    screen.once('error', reject).once('exit', (code) => reject(new Error(`${screenProgram} ended with ${code}`)));
  });
  return {name: `:${String(number).trim()}`, screen};
};

const launch = async (settings = {}) => {
  const {name, screen} = await openScreen();
  const browser = await playwright().firefox.launch({
    channel: 'moz-firefox', // that is: by BiDi
    executablePath: program,
    headless: false,
    env: {...process.env, DISPLAY: name},
    firefoxUserPrefs: settings,
  });
  browser.once('disconnected', () => screen.kill());
  return browser;
};

/** The page's own BiDi session, for what Playwright does not pass on to BiDi. */
const sessionOf = (page) => page._connection.toImpl(page).delegate._session;

/** \param fingers  what each does, step by step at the same time as the others */
const perform = (page, fingers) => {
  const session = sessionOf(page);
  const actions = fingers.map((steps, id) => ({type: 'pointer', id: `finger ${id}`, parameters: {pointerType: 'touch'}, actions: steps}));
  return session.send('input.performActions', {context: session.sessionId, actions});
};
const move = ({x, y}, duration = 0) => ({type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration});
const down = {type: 'pointerDown', button: 0};
const up = {type: 'pointerUp', button: 0};
const rest = (steps) => Array(steps).fill({type: 'pause'});

/** As from a real screen, fingers come and go one after another: of two at once Firefox forgets one where the page prevents the default. */
const swipe = (page, fingers) => {
  const last = fingers.length - 1;
  return perform(page, fingers.map(([from, to], id) => [move(from), ...rest(id), down, ...rest(last - id), move(to, 130), ...rest(id), up]));
};

/** Playwright's own first puts a style into the page, which the page's policy forbids. */
const screenshot = async (page) => {
  const session = sessionOf(page);
  const {data} = await session.send('browsingContext.captureScreenshot', {context: session.sessionId});
  return Buffer.from(data, 'base64');
};

export const firefox = {
  name: 'Firefox',
  missing: () => whatIsMissing(program, screenProgram),
  launch: () => launch(),
  launchWithoutWebGL: () => launch({'webgl.disabled': true}),
  tap: (page, at) => perform(page, [[move(at), down, up]]),
  swipe,
  screenshot,
  scroll: (page, pixels) => page.mouse.wheel(0, Math.round(pixels)),
};
