/**
 * Runs the suites in a real VS Code: `npm run test:vscode [-- node|web|person …]`.
 *   node    mocha suites in the extension host
 *   web     the same suites, with the extension and the suites in the web worker extension host
 *   person  what a person sees, driven through Chromium
 * Builds first; `--built` says that this has been done. KNET_HOST_LOG=1 prints what the editor's server says.
 */
import { findChromium } from '../test/vscode/support/browser.ts';
import { runInside } from '../test/vscode/support/inside.ts';
import { ensureHost } from './lib/host.mjs';
import { runScript } from './lib/run.mjs';
import { bundleSuites } from './lib/suites.mjs';
import { finish, runVitest, Tally } from './lib/tally.mjs';

async function inside(form, tally) {
  const entry = await bundleSuites(form);
  console.log(`In the ${form === 'web' ? 'web worker' : 'Node'} extension host`);
  const outcome = await runInside(form, entry);
  for (const title of outcome.passed) tally.pass(title);
  for (const title of outcome.skipped) tally.skip(title);
  for (const { title, message } of outcome.failed) tally.fail(title, message);
}

const person = (tally) => runVitest(['--config', 'test/vscode/vitest.config.ts'], tally);

async function step(name, tally) {
  const work = name === 'person' ? person(tally) : inside(name, tally);
  await work.catch((error) => tally.fail(`suites "${name}" ran`, error.stack));
}

const asked = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const tally = new Tally('vscode');
if (!findChromium()) tally.missing('suites in VS Code', 'no Chromium on this machine; CHROMIUM can name one');
else if (!process.argv.includes('--built') && (await runScript('build.mjs')).code !== 0) tally.fail('build');
else {
  await ensureHost();
  for (const name of asked.length ? asked : ['node', 'web', 'person']) await step(name, tally);
}
await finish(tally);
