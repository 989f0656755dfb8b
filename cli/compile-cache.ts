import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Has Node keep what it has compiled of knet for the next run (Node 22.8 and newer; on Node 20 nothing happens). A folder that
 * cannot be written is no reason to complain. `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE` have their say first.
 */
export function keepCompiled(): void {
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE || cacheFolder());
}

/** In the user's own folder: Node would take one of all users, in which somebody else could put code. */
function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA } = process.env, platform = process.platform): string {
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'knet', 'compiled');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'knet', 'compiled');
  if (platform === 'win32')
    return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'knet', 'cache', 'compiled');
  return join(homedir(), '.cache', 'knet', 'compiled');
}
