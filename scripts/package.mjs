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

/** What the extension cannot do without; a name forgotten in .vscodeignore would be noticed only by its users. */
const needed = [
  'package.json',
  'README.md',
  'LICENSE',
  'language-configuration.json',
  'syntaxes/knet.tmLanguage.json',
  'dist/client/extension.cjs',
  'dist/client/extension.web.cjs',
  'dist/server/node.cjs',
  'dist/server/worker.js',
  'dist/graphviz.js',
  'dist/webview/preview.js',
];
const unwanted = /^dist\/(cli|test)\/|\.map$|\.ts$|^node_modules\/|^examples\//;

async function main() {
  const built = await runScript('build.mjs', ['--minify', '--no-cli']);
  if (built.code !== 0) return ['the build failed'];
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const packagePath = join(root, `${name}-${version}.vsix`);
  // The libraries are in the bundles. Links in the README stay as they are: there is no repository address to put
  // before them.
  const how = { cwd: root, dependencies: false };
  await createVSIX({ ...how, packagePath, rewriteRelativeLinks: false, allowMissingRepository: true });
  const files = await listFiles(how);
  const megabytes = (await stat(packagePath)).size / 1e6;
  console.log(`${name}-${version}.vsix: ${megabytes.toFixed(2)} MB, ${files.length} files`);
  for (const file of files.sort()) console.log(`  ${file} ${Math.ceil((await stat(join(root, file))).size / 1000)} KB`);
  return problems(files, megabytes);
}

function problems(files, megabytes) {
  const tooLarge = megabytes > largestMegabytes ? [`larger than ${largestMegabytes} MB`] : [];
  const missing = needed.filter((file) => !files.includes(file)).map((file) => `lacks ${file}`);
  const wrong = files.filter((file) => unwanted.test(file)).map((file) => `must not carry ${file}`);
  return [...tooLarge, ...missing, ...wrong];
}

const found = await main().catch((error) => [error.message]);
for (const problem of found) console.error(`The package: ${problem}`);
process.exitCode = found.length > 0 ? 1 : 0;
