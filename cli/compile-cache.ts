import module from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Has Node keep what it has compiled of knet for the next run (Node 22.8 and newer; on Node 20 nothing happens). A folder that
 * cannot be written is no reason to complain. `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE` have their say first.
 */
export function keepCompiled(): void {
  const folder = process.env.NODE_COMPILE_CACHE || cacheFolder();
  if (folder) module.enableCompileCache?.(folder);
}

/**
 * In the user's own folder: Node would take one of all users, in which somebody else could put code. For the same reason none
 * that is relative (https://specifications.freedesktop.org/basedir-spec): code must not come with what is checked.
 */
function cacheFolder(): string | undefined {
  const places = [process.env.XDG_CACHE_HOME, ownCaches()].filter((place) => place !== undefined);
  const place = places.find((one) => isAbsolute(one));
  return place && join(place, 'knet', 'compiled');
}

function ownCaches(): string | undefined {
  const { env, platform } = process;
  if (platform === 'win32' && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  const home = homeFolder();
  if (home === undefined) return undefined;
  if (platform === 'win32') return join(home, 'AppData', 'Local');
  return platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
}

/** A container may run as a user of whom the system knows nothing; then Node throws. */
function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
