/**
 * `npm start`: installs what is missing, builds, and opens VS Code on examples/ with the extension in it. The desktop
 * VS Code when there is one, else a bundled one in the browser. Needs Node 20 and nothing installed.
 *
 *   --no-open    serve it for a browser and print the address, but open nothing
 *   --browser    in the browser, even with a desktop VS Code
 *   --port N     on this port of 127.0.0.1 (0: any free one)
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDesk } from './lib/desk.mjs';
import { ensureHost } from './lib/host.mjs';
import { ensureModules } from './lib/modules.mjs';
import { desktopCode, openInBrowser, startDesktopCode } from './lib/open.mjs';
import { root } from './lib/paths.mjs';
import { runScript } from './lib/run.mjs';
import { freePort, isFree, startServer } from './lib/server.mjs';
import { calmSettings, registerExtension, remoteUri, workbenchUrl } from './lib/workbench.mjs';

/** Browsers keep a page's state by its port: the same one each time brings the layout back. */
const usualPort = 8495;
const folder = join(root, 'examples');
const firstFile = join(folder, 'flannel-vxlan.knet');

function readOptions() {
  const options = { 'no-open': { type: 'boolean' }, browser: { type: 'boolean' }, port: { type: 'string' } };
  const { values } = parseArgs({ options });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536))
    throw new Error(`--port ${values.port} is no port`);
  return { open: !values['no-open'], browser: values.browser || values['no-open'] || port !== undefined, port };
}

async function choosePort(wanted) {
  if (wanted === 0) return freePort();
  if (await isFree(wanted ?? usualPort)) return wanted ?? usualPort;
  if (wanted !== undefined) throw new Error(`Port ${wanted} is taken; --port 0 takes any free one`);
  return freePort();
}

async function serve({ open, port: wanted }) {
  const vscode = await ensureHost();
  const data = await openDesk();
  await registerExtension(data);
  const logFile = createWriteStream(join(data, 'server.log'));
  const port = await choosePort(wanted);
  // Listened to from here on, or a Ctrl-C at the wrong moment would leave the server behind.
  const told = toldToStop();
  const server = await startServer({
    vscode,
    dataDir: data,
    port,
    settings: calmSettings,
    log: (text) => logFile.write(text),
  });
  const url = workbenchUrl(port, { folder, payload: [['openFile', remoteUri(port, firstFile)]] });
  console.log(`knet is ready: ${url}`);
  console.log('Ctrl-C ends it.');
  if (open) openInBrowser(url);
  const asked = await Promise.race([told, server.ended.then(() => false)]);
  await server.stop();
  if (!asked) throw new Error(`The editor has ended by itself; ${join(data, 'server.log')} may say why`);
}

/** Ctrl-C, a signal, or the end of the npm that started this. */
function toldToStop() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(true));
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && resolve(true), 1000).unref();
  });
}

async function main() {
  const options = readOptions();
  await ensureModules();
  const built = await runScript('build.mjs');
  if (built.code !== 0) return built.code;
  if (!options.browser && (await desktopCode())) {
    console.log('Opening VS Code on examples/');
    return startDesktopCode(['--new-window', `--extensionDevelopmentPath=${root}`, folder, firstFile]);
  }
  await serve(options);
  return 0;
}

process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});
