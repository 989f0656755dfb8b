/**
 * `npm run mutate [-- NAME…]`: puts mistakes into the engine of reachability, one at a time, and looks whether a test notices
 * each. A mistake is a patch in test/mutations with a sentence and the test that has to fail. It is a failure when that test
 * passes, and when the patch no longer applies. The checkout is left alone: everything happens in a copy.
 */
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './lib/paths.mjs';
import { run, runTool } from './lib/run.mjs';

const PATCHES = join(root, 'test/mutations');
/** What the tests read. */
const COPIED = [
  'analysis',
  'cli',
  'diagram',
  'docs/schemas',
  'examples',
  'lab',
  'language',
  'manifests',
  'network',
  'server',
];
const COPIED_TESTS = ['test/network/reachability', 'test/language/support', 'test/support'];
const COPIED_FILES = ['package.json', 'tsconfig.json', 'vitest.config.ts'];
const WORKERS = 2;
/** Output without colours, to be read. */
const PLAIN = { ...process.env, NO_COLOR: '1' };

async function copy() {
  const folder = await mkdtemp(join(tmpdir(), 'knet-mutate-'));
  for (const path of [...COPIED, ...COPIED_TESTS, ...COPIED_FILES]) {
    await cp(join(root, path), join(folder, path), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** The file of the test that a patch names, and which of its tests. */
async function testOf(patch) {
  const found = /^Killed by: (\S+)(?: \((.+)\))?$/m.exec(await readFile(patch, 'utf8'));
  if (!found) throw new Error(`${patch} does not say which test kills it`);
  return found[2] ? [found[1], '--testNamePattern', found[2]] : [found[1]];
}

const apply = (folder, patch, ...how) => run('git', ['apply', ...how, patch], { cwd: folder, quiet: true });
const test = (folder, which) =>
  runTool('vitest/vitest.mjs', ['run', '--bail', '1', '--no-cache', ...which], {
    cwd: folder,
    quiet: true,
    env: PLAIN,
  });

/** What became of one mistake: `undefined` when it was noticed, else why not. */
async function tryOne(folder, patch) {
  const { code, output } = await apply(folder, patch);
  if (code !== 0) return `does not apply: ${output.trim()}`;
  const result = await test(folder, await testOf(patch));
  await apply(folder, patch, '--reverse');
  if (result.code === 0) return 'no test noticed it';
  return /AssertionError|Property failed/.test(result.output) ? undefined : `the test broke down:\n${result.output}`;
}

async function main(wanted) {
  const names = (await readdir(PATCHES)).filter((name) => name.endsWith('.patch')).sort();
  const patches = names.filter((name) => wanted.length === 0 || wanted.includes(basename(name, '.patch')));
  const folders = await Promise.all(Array.from({ length: WORKERS }, copy));
  const todo = [...patches];
  const survivors = [];
  try {
    await pristine(folders[0], patches);
    await Promise.all(
      folders.map(async (folder) => {
        for (let name = todo.shift(); name; name = todo.shift()) {
          const why = await tryOne(folder, join(PATCHES, name));
          console.log(`${why ? 'NOT KILLED' : 'killed    '} ${basename(name, '.patch')}${why ? `: ${why}` : ''}`);
          if (why) survivors.push(name);
        }
      }),
    );
  } finally {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
  console.log(`${patches.length - survivors.length} killed, ${survivors.length} not`);
  return patches.length === 0 || survivors.length > 0 ? 1 : 0;
}

/** A test that fails without any mistake would notice all of them. */
async function pristine(folder, patches) {
  const tests = await Promise.all(patches.map((name) => testOf(join(PATCHES, name))));
  for (const which of new Map(tests.map((one) => [one.join(' '), one])).values()) {
    const { code, output } = await test(folder, which);
    if (code !== 0) throw new Error(`a test fails before anything is changed:\n${output}`);
    if (!/Tests .*passed/.test(output)) throw new Error(`there is no test ${which.join(' ')}`);
  }
}

process.exitCode = await main(process.argv.slice(2));
