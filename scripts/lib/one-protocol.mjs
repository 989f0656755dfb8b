import { join } from 'node:path';
import { root } from './paths.mjs';

const server = join(root, 'node_modules', 'vscode-languageserver', 'lib', 'common');
const seen = Symbol('one-protocol');

/**
 * Puts the protocol's packages into a server bundle once. Langium asks for them in other versions and as ES modules, the
 * server's library for its own and as CommonJS: without this each is there twice, 50 KB gzipped.
 */
export const oneProtocol = {
  name: 'one-protocol',
  setup(build) {
    const filter = /^vscode-(languageserver-protocol|languageserver-types|jsonrpc)(\/|$)/;
    build.onResolve({ filter }, ({ path, pluginData }) =>
      pluginData === seen
        ? undefined
        : build.resolve(path, { resolveDir: server, kind: 'import-statement', pluginData: seen }),
    );
  },
};
