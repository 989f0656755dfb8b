/**
 * The bundled host: a real VS Code that npm can install (code-server), for machines without a desktop one and for the
 * tests. It is 620 MB, so it lies in the user's cache, once for all clones.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceNativeAddons } from './host-addons.mjs';
import { cacheDir } from './paths.mjs';
import { folderSize, withProgress } from './progress.mjs';
import { npm } from './run.mjs';

/** code-server's version, and what we do to it after the installation; the revision grows when that changes. */
const version = '4.139.1';
const revision = 1;
const approximateMegabytes = 620;

const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** The folder with VS Code's server inside an installed host. */
const vscodeIn = (host) => join(host, 'node_modules', 'code-server', 'lib', 'vscode');

const hostDir = (cache) => join(cache, `host-${version}-${revision}`);

/** The installed host's VS Code folder, or undefined when there is none or only a part of one. */
export async function findHost(cache = cacheDir()) {
  const dir = hostDir(cache);
  const marker = await readFile(join(dir, 'complete.json'), 'utf8').catch(() => undefined);
  if (!marker || !existsSync(join(vscodeIn(dir), 'out', 'server-main.js'))) return undefined;
  const { version: installed, platform } = JSON.parse(marker);
  return installed === version && platform === `${process.platform}-${process.arch}` ? vscodeIn(dir) : undefined;
}

/**
 * Installs the host when it is missing and answers its VS Code folder. A new host is put together beside its place and
 * moved there when complete: a broken-off installation is never mistaken for a host, and two at once do no harm.
 */
export async function ensureHost({ cache = cacheDir(), log = console.log } = {}) {
  const found = await findHost(cache);
  if (found) return found;
  await mkdir(cache, { recursive: true });
  await removeLeftovers(cache);
  const place = hostDir(cache);
  log(`Installing a VS Code for the browser (code-server ${version}), about ${approximateMegabytes} MB, into ${place}`);
  const started = Date.now();
  const partial = join(cache, `partial-${process.pid}`);
  try {
    await install(partial, log);
    await moveInto(partial, place, cache);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  log(`  done: ${await folderSize(place)} MB in ${seconds} s`);
  return vscodeIn(place);
}

async function install(dir, log) {
  await mkdir(dir, { recursive: true });
  const dependencies = { 'code-server': version };
  await writeFile(join(dir, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const vscode = vscodeIn(dir);
  const step = (title, cwd, args) =>
    withProgress({ title, dir, log }, () => npm(['install', ...args, ...quietly], { cwd, quiet: true }));
  await step('[1/3] editor', dir, []);
  await step('[2/3] its libraries', vscode, ['--omit=dev']);
  await step('[3/3] its extensions', join(vscode, 'extensions'), ['--omit=dev']);
  await replaceNativeAddons(vscode);
  const platform = `${process.platform}-${process.arch}`;
  await writeFile(join(dir, 'complete.json'), JSON.stringify({ version, revision, platform }));
}

async function moveInto(partial, place, cache) {
  // Someone else may have finished first: theirs is as good as ours. A broken one has to go.
  if (await findHost(cache)) return;
  await rm(place, { recursive: true, force: true });
  await rename(partial, place).catch(async (error) => {
    if (!(await findHost(cache))) throw error;
  });
}

/** Partial installations of processes that are gone, and hosts of other versions. */
async function removeLeftovers(cache) {
  for (const name of await readdir(cache)) {
    const pid = /^partial-(\d+)$/.exec(name)?.[1];
    const stale = pid ? !alive(Number(pid)) : name.startsWith('host-') && join(cache, name) !== hostDir(cache);
    if (stale) await rm(join(cache, name), { recursive: true, force: true });
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
