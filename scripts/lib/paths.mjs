import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this script belongs to. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Where downloads that are too large for a checkout are kept, so that every clone on a machine shares them.
 * `XDG_CACHE_HOME` wins everywhere, because that is how a person or a CI says where caches go.
 */
export function cacheDir(env = process.env, platform = process.platform) {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'knet');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'knet');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'knet', 'cache');
  return join(homedir(), '.cache', 'knet');
}

/**
 * The Node that the build, the tests and the bundled editor run on: npm's `node` package, a dev dependency. A person's
 * own Node may be 20, on which neither Langium's generator nor the editor runs.
 */
export function projectNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = join(root, 'node_modules', 'node', 'bin', name);
  return existsSync(own) ? own : process.execPath;
}
