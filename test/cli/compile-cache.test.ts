/// <reference types="node" />
import module from 'node:module';
import { homedir } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { keepCompiled } from '../../cli/compile-cache.ts';

vi.mock('node:os', () => ({ homedir: vi.fn<typeof homedir>() }));

afterEach(() => vi.unstubAllGlobals());

function folderFor(env: NodeJS.ProcessEnv, platform: string, home: () => string): unknown {
  const enable = vi.spyOn(module, 'enableCompileCache').mockReset();
  vi.mocked(homedir).mockImplementation(home);
  vi.stubGlobal('process', { ...process, env, platform });
  keepCompiled();
  return enable.mock.calls.map(([folder]) => folder);
}

const ann = () => '/home/ann';
const none = () => '';
const unknown = () => {
  throw new Error('uv_os_homedir returned ENOENT');
};

test.each<[what: string, env: NodeJS.ProcessEnv, platform: string, home: () => string, folders: string[]]>([
  ['the folder that is asked for', { NODE_COMPILE_CACHE: '/kept' }, 'linux', unknown, ['/kept']],
  ["the user's folder", {}, 'linux', ann, ['/home/ann/.cache/knet/compiled']],
  ["a Mac user's folder", {}, 'darwin', ann, ['/home/ann/Library/Caches/knet/compiled']],
  ['another of the user', { XDG_CACHE_HOME: '/fast' }, 'linux', ann, ['/fast/knet/compiled']],
  ['no folder of what is checked', { XDG_CACHE_HOME: 'x' }, 'linux', ann, ['/home/ann/.cache/knet/compiled']],
  ['none for a user whose folder has no name', { XDG_CACHE_HOME: 'x' }, 'linux', none, []],
  ['none for a user whom the system does not know', {}, 'linux', unknown, []],
])('%s', (_, env, platform, home, folders) => expect(folderFor(env, platform, home)).toEqual(folders));
