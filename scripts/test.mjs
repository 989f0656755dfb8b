/**
 * `npm test`: installs what is missing and runs every test. Ends with "N passed, N failed" over all of them; a step that
 * is no set of tests, such as the type check, counts as one. Needs Node 20 and nothing installed.
 */
import { ensureHost } from './lib/host.mjs';
import { ensureModules } from './lib/modules.mjs';
import { runScript, runTool } from './lib/run.mjs';
import { finish, forgetResults, readResults, runVitest, Tally } from './lib/tally.mjs';

const tally = new Tally('all');

function heading(title) {
  console.log(`\n=== ${title}`);
  return Date.now();
}

/** A step that passes or fails as a whole. */
async function step(title, work) {
  const started = heading(title);
  const code = await work().catch((error) => {
    console.error(error);
    return 1;
  });
  if (code === 0) tally.pass(`${title}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  else tally.fail(title, `ended with ${code}`);
  return code === 0;
}

const tool = async (entry, ...args) => (await runTool(entry, args)).code;
const script = async (name, ...args) => (await runScript(name, args)).code;

/** A script that counts by itself. */
async function suites(title, name, ...args) {
  heading(title);
  const code = await script(`${name}.mjs`, ...args);
  const results = await readResults(name.replace(/^test-/, ''));
  if (results) tally.add(results);
  if (!results || (code !== 0 && results.failed === 0)) tally.fail(title, `ended with ${code} before its tests did`);
}

await forgetResults();
heading('what is needed');
await ensureModules();
const noHost = await ensureHost().then(
  () => undefined,
  (error) => error.message,
);
const built = await step('build', () => script('build.mjs'));
await step('types', () => tool('typescript/bin/tsc', '-p', '.'));
await step('types of the webviews', () => tool('typescript/bin/tsc', '-p', 'client/webview'));
await step('format and lint', () => tool('@biomejs/biome/bin/biome', 'check', '.'));
heading('unit tests');
await runVitest([], tally);
// After the package: what it built, minified, is what the suites in VS Code run.
await step('package', () => script('package.mjs'));
if (noHost) tally.missing('in VS Code', `it cannot be installed: ${noHost}`);
else if (built) await suites('in VS Code', 'test-vscode', '--built');
else tally.fail('in VS Code', 'there is no build to run');

heading('all');
if (tally.skipped > 0) console.log(`${tally.skipped} skipped`);
await finish(tally);
