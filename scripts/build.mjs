/**
 * Builds everything into dist/: `npm run build [-- --minify] [-- --no-cli]`.
 * An entry that is not there yet is skipped and named.
 */
import { existsSync } from 'node:fs';
import { chmod, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { browserSafe } from './lib/browser-safe.mjs';
import { commandLineBundle, extensionBundles, outputOf } from './lib/bundles.mjs';
import { writeNotices } from './lib/notices.mjs';
import { root } from './lib/paths.mjs';
import { runScript } from './lib/run.mjs';

const options = new Set(process.argv.slice(2));
const minify = options.has('--minify');

async function bundle({ entry, outfile, plugins = [], ...how }) {
  if (!existsSync(join(root, entry))) {
    console.log(`  skipped ${outfile}: there is no ${entry}`);
    return undefined;
  }
  const common = { absWorkingDir: root, bundle: true, logLevel: 'warning', legalComments: 'none', metafile: true };
  const maps = { sourcemap: !minify, sourcesContent: false };
  const result = await build({
    ...common,
    ...maps,
    minify,
    plugins: [browserSafe, ...plugins],
    ...how,
    ...outputOf({ entry, outfile, ...how }),
  });
  const written = Object.keys(result.metafile.outputs).filter((path) => !path.endsWith('.map'));
  const sizes = await Promise.all(written.map(async (path) => (await stat(join(root, path))).size));
  const all = sizes.reduce((sum, size) => sum + size);
  console.log(`  ${outfile} ${Math.ceil(all / 1000)} KB${written.length > 1 ? ` in ${written.length} files` : ''}`);
  return result.metafile;
}

async function buildAll() {
  const bundles = options.has('--no-cli') ? extensionBundles : [...extensionBundles, commandLineBundle];
  // The parts of a bundle have names of their own in each build.
  for (const { outfile, splitting } of bundles)
    await rm(join(root, splitting ? dirname(outfile) : outfile), { recursive: true, force: true });
  // Each is finished though another fails, so that one broken room does not keep the others from being tried.
  const results = await Promise.allSettled(bundles.map(bundle));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  const metafiles = results.flatMap(({ value }) => value ?? []);
  if (minify) await writeNotices(metafiles, 'dist/notices.txt');
  const commandLine = join(root, commandLineBundle.outfile);
  if (existsSync(commandLine)) await chmod(commandLine, 0o755);
}

const generated = await runScript('generate.mjs');
if (generated.code !== 0) process.exit(generated.code);
console.log(minify ? 'Building, minified' : 'Building');
await buildAll().catch((error) => {
  // esbuild has printed its errors already; anything else has not been seen yet.
  if (!error.errors) console.error(error);
  process.exit(1);
});
