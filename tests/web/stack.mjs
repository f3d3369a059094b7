// The real stack behind a wire that a test can cut: nginx, the server, its database, simulated plants, a trained model.
// CLEARWELL_URL names one that already runs, with its CLEARWELL_DATA_DIR; without it scripts/start is started on a free
// port with an empty folder.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const root = new URL('../..', import.meta.url).pathname;

const listening = (server, port = 0) =>
  new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server.address().port)));

const isFree = (port) => {
  const server = net.createServer();
  return listening(server, port).then(() => new Promise((resolve) => server.close(() => resolve(true))), () => false);
};

/** A port for nginx whose successor, the server's, is free too. Below the range that outgoing connections draw from
 *  (32768 on): one of those could take the port while the models are still training. */
export const freePort = async () => {
  for (;;) {
    const port = 20000 + 2 * Math.floor(Math.random() * 6000);
    if (await isFree(port) && await isFree(port + 1)) return port;
  }
};

const startStack = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clearwell-browser-'));
  const port = await freePort();
  const child = spawn(join(root, 'scripts/start'), ['--no-install', '--port', String(port)], {
    cwd: root,
    env: {...process.env, CLEARWELL_DATA_DIR: folder},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      said += chunk;
      if (said.includes('Clearwell is ready')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`scripts/start ended with ${code}:\n${said}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, {recursive: true, force: true});
  };
  return {port, folder, stop};
};

/** A wire to 127.0.0.1:port with an address of its own; cut() leaves nobody answering there, mend() brings it back. */
const layWire = async (targetPort) => {
  const sockets = new Set();
  const connect = (socket) => {
    const onward = net.connect(targetPort, '127.0.0.1');
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on('error', () => {}).on('close', () => {
        sockets.delete(end);
        socket.destroy();
        onward.destroy();
      });
    }
    socket.pipe(onward).pipe(socket);
  };
  let server = net.createServer(connect);
  const port = await listening(server);
  const cut = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  const mend = async () => {
    server = net.createServer(connect);
    await listening(server, port);
  };
  return {url: `http://127.0.0.1:${port}/`, cut, mend};
};

export const openStack = async () => {
  const given = process.env.CLEARWELL_URL;
  const stack = given
    ? {port: Number(new URL(given).port || 80), folder: process.env.CLEARWELL_DATA_DIR, stop: async () => {}}
    : await startStack();
  const wire = await layWire(stack.port);
  const close = async () => {
    await wire.cut().catch(() => {});
    await stack.stop();
  };
  /** A token of a plant, as its operator makes one. */
  const plantToken = (plant) =>
    execFileSync(join(root, 'build/release/clearwell'), ['token', 'create', '--role', 'plant', '--name', `browser test of ${plant}`, '--plant', plant], {
      cwd: root,
      env: {...process.env, CLEARWELL_DATA_DIR: stack.folder},
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  return {...wire, plantToken, close};
};
