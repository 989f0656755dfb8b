/**
 * What is built from what. Those for `node` may use Node; the others run in a browser or a web worker, where a Node
 * built-in does not resolve and esbuild stops.
 */

import { parse } from 'node:path';
import { oneProtocol } from './one-protocol.mjs';

/** Chevrotain 13 calls `Object.groupBy`; Node 20, which VS Code 1.100 and many a shell still have, lacks it. */
const node20 = { inject: ['scripts/lib/node20.js'] };
/** What browsers get of it is the same as ES modules, of which only what is used goes into a bundle. */
const yaml = { alias: { yaml: './node_modules/yaml/browser/index.js' } };
const node = { platform: 'node', target: 'node20', ...node20, ...yaml };
const browser = { platform: 'browser', target: 'es2023' };
const server = { plugins: [oneProtocol] };
const extension = { format: 'cjs', external: ['vscode'] };

/** The extension itself, what it starts, and the pages it shows. */
export const extensionBundles = [
  { entry: 'client/extension.ts', outfile: 'dist/client/extension.cjs', ...node, ...extension },
  // `.cjs`, because in a package of type "module" VS Code takes any other ending for an ES module, which its worker host
  // refuses.
  { entry: 'client/extension.web.ts', outfile: 'dist/client/extension.web.cjs', ...browser, ...extension },
  { entry: 'server/node.ts', outfile: 'dist/server/node.cjs', ...node, ...server, format: 'cjs' },
  { entry: 'server/worker.ts', outfile: 'dist/server/worker.js', ...browser, ...server, format: 'iife' },
  // One file for Node's and the browser's workers, loaded when the first diagram is drawn: the wasm in it is 800 KB.
  { entry: 'diagram/layout/worker.ts', outfile: 'dist/graphviz.js', ...browser, format: 'iife' },
  { entry: 'client/webview/preview/main.ts', outfile: 'dist/webview/preview.js', ...browser, format: 'iife' },
];

/**
 * The command line, for a plain Node 20. In parts, so that a verb loads what it needs: Graphviz is a third of the whole.
 * `require` is given back to the CommonJS packages in the parts.
 */
export const commandLineBundle = {
  entry: 'cli/main.ts',
  outfile: 'dist/cli/knet.mjs',
  ...node,
  ...server,
  format: 'esm',
  splitting: true,
  banner: {
    js: [
      "import { createRequire as knetCreateRequire } from 'node:module';",
      'const require = knetCreateRequire(import.meta.url);',
    ].join('\n'),
  },
};

/** What esbuild is told of where a bundle goes. One in parts has `outfile` for the first of them, and its folder for the others. */
export function outputOf({ entry, outfile, splitting }) {
  if (!splitting) return { entryPoints: [entry], outfile };
  const { dir, name, ext } = parse(outfile);
  return { entryPoints: [{ in: entry, out: name }], outdir: dir, outExtension: { '.js': ext } };
}
