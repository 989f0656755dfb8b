/**
 * `npm run package`: builds, minified, and packs knet-<version>.vsix. Fails when the package is larger than it may be,
 * lacks something that the extension loads, or carries something that only the command line needs.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX, listFiles } from '@vscode/vsce';
import { root } from './lib/paths.mjs';
import { runScript } from './lib/run.mjs';

const largestMegabytes = 2.5;

/** What the extension loads and its manifest does not name; a name forgotten in .vscodeignore only users would notice. */
const loaded = [
  'package.json',
  'package.nls.json',
  'README.md',
  'LICENSE',
  'l10n/bundle.l10n.json',
  'dist/server/node.cjs',
  'dist/server/worker.js',
  'dist/graphviz.js',
  'dist/webview/preview.js',
  'dist/webview/preview.css',
  'dist/notices.txt',
];

/** The files that a manifest names: every string in these parts of it that is a relative path. */
function namedBy({ main, browser, icon, contributes }) {
  const strings = (value) =>
    typeof value === 'string'
      ? [value]
      : value && typeof value === 'object'
        ? Object.values(value).flatMap(strings)
        : [];
  return [...strings({ main, browser, contributes }).filter((one) => one.startsWith('./')), ...strings({ icon })].map(
    (one) => one.replace(/^\.\//, ''),
  );
}

const unwanted = /^dist\/(cli|test)\/|\.map$|\.ts$|^node_modules\/|^examples\//;

async function main() {
  const built = await runScript('build.mjs', ['--minify', '--no-cli']);
  if (built.code !== 0) return ['the build failed'];
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  const packagePath = join(root, `${name}-${version}.vsix`);
  // The libraries are in the bundles. Links in the README stay as they are: there is no repository address to put
  // before them.
  const how = { cwd: root, dependencies: false };
  await createVSIX({ ...how, packagePath, rewriteRelativeLinks: false, allowMissingRepository: true });
  const files = await listFiles(how);
  const megabytes = (await stat(packagePath)).size / 1e6;
  console.log(`${name}-${version}.vsix: ${megabytes.toFixed(2)} MB, ${files.length} files`);
  for (const file of files.sort()) console.log(`  ${file} ${Math.ceil((await stat(join(root, file))).size / 1000)} KB`);
  return problems(files, [...loaded, ...namedBy(manifest)], megabytes);
}

function problems(files, needed, megabytes) {
  const tooLarge = megabytes > largestMegabytes ? [`larger than ${largestMegabytes} MB`] : [];
  const missing = needed.filter((file) => !files.includes(file)).map((file) => `lacks ${file}`);
  const wrong = files.filter((file) => unwanted.test(file)).map((file) => `must not carry ${file}`);
  return [...tooLarge, ...missing, ...wrong];
}

const found = await main().catch((error) => [error.message]);
for (const problem of found) console.error(`The package: ${problem}`);
process.exitCode = found.length > 0 ? 1 : 0;
