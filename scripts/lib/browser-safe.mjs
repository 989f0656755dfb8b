import { builtinModules } from 'node:module';
import { relative, sep } from 'node:path';
import { root } from './paths.mjs';

/** The rooms that run in Node and in a browser alike (ARCHITECTURE.md, invariants). */
export const browserSafeRooms = ['network', 'language', 'manifests', 'diagram'];

const builtins = new Set(builtinModules);

/** Whether an import names a module of Node itself: `fs`, `node:fs`, `fs/promises`. */
const isNodeBuiltin = (specifier) => specifier.startsWith('node:') || builtins.has(specifier);

/**
 * Stops a build in which one of these rooms imports a Node built-in. esbuild does so by itself in a browser bundle; this
 * says it in Node bundles too, and names the rule.
 */
export const browserSafe = {
  name: 'browser-safe-rooms',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point' || !isNodeBuiltin(path)) return undefined;
      const room = relative(root, importer).split(sep)[0];
      if (!browserSafeRooms.includes(room)) return undefined;
      return { errors: [{ text: `${room}/ runs in browsers too and must not use Node's "${path}"` }] };
    });
  },
};
