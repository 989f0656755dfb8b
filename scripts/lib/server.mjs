import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { projectNode } from './paths.mjs';

/** The only address the editor listens on: it gives whoever reaches it a shell's power, and asks for no password. */
export const loopback = '127.0.0.1';

const readyWithinMs = 60_000;

/** A port that is free now on the loopback. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, loopback, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Whether nothing listens on this port of the loopback. */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(false));
    probe.listen(port, loopback, () => probe.close(() => resolve(true)));
  });
}

/**
 * Starts the editor's server with its own data below `dataDir` and answers when it serves pages.
 * @param {{ vscode: string, dataDir: string, port: number, settings?: object, extra?: string[], env?: Record<string, string>, log?: (text: string) => void }} options
 */
export async function startServer({ vscode, dataDir, port, settings = {}, extra = [], env = {}, log = () => {} }) {
  await writeSettings(dataDir, settings);
  const args = [join(vscode, 'out', 'server-main.js'), ...serverArguments(dataDir, port), ...extra];
  // A process group of its own: Ctrl-C reaches this process only, which then ends the server in order.
  const child = spawn(projectNode(), args, {
    env: { ...serverEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => log(String(data)));
  const ended = new Promise((resolve) => child.on('exit', resolve));
  // A driver that breaks off must not leave the server behind.
  const atExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', atExit);
  ended.then(() => process.off('exit', atExit));
  await untilServing(port, ended).catch(async (error) => {
    await stop(child, ended);
    throw error;
  });
  return { port, ended, stop: () => stop(child, ended) };
}

function serverArguments(dataDir, port) {
  const own = (name) => join(dataDir, name);
  return [
    ...['--host', loopback, '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
    ...['--disable-workspace-trust', '--telemetry-level', 'off', '--disable-getting-started-override'],
    ...['--server-data-dir', own('server'), '--user-data-dir', own('user'), '--extensions-dir', own('extensions')],
  ];
}

/** Variables of an editor this runs inside of would make the server take itself for that editor's child. */
function serverEnv() {
  const env = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name));
  return Object.fromEntries(env);
}

/** Settings that a person has changed since an earlier start stay as they are. */
async function writeSettings(dataDir, settings) {
  const file = join(dataDir, 'user', 'User', 'settings.json');
  await mkdir(dirname(file), { recursive: true });
  await mkdir(join(dataDir, 'extensions'), { recursive: true });
  if (!existsSync(file)) await writeFile(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}

async function untilServing(port, ended) {
  const deadline = Date.now() + readyWithinMs;
  let gone = false;
  ended.then(() => {
    gone = true;
  });
  while (Date.now() < deadline) {
    if (gone) throw new Error('The editor stopped while starting');
    const answer = await fetch(`http://${loopback}:${port}/version`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The editor did not answer on port ${port} within ${readyWithinMs / 1000} s`);
}

/** Ends the server and the extension hosts it started. */
async function stop(child, ended) {
  signalGroup(child, 'SIGTERM');
  const late = setTimeout(() => signalGroup(child, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(late);
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}
