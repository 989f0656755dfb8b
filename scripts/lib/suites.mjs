import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './paths.mjs';

const forms = {
  node: { outfile: 'dist/test/node/index.cjs', platform: 'node' },
  web: { outfile: 'dist/test/web/index.cjs', platform: 'browser' },
};

/** Bundles the suites that run inside an extension host and answers the file's absolute path. */
export async function bundleSuites(form) {
  const { outfile, platform } = forms[form];
  await rm(join(root, outfile), { force: true });
  const what = { absWorkingDir: root, entryPoints: ['test/vscode/suites/index.ts'], outfile, bundle: true };
  // Mocha's file would take the bundle's `module` for its own and replace what the bundle exports.
  const define = { module: 'undefined', exports: 'undefined' };
  const how = { format: 'cjs', platform, external: ['vscode'], define, logLevel: 'warning', sourcemap: 'inline' };
  await build({ ...what, ...how });
  return join(root, outfile);
}
