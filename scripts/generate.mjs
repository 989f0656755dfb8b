/**
 * Makes what is generated from the grammar: the parser's tables and syntax tree types, and the TextMate grammar.
 * Does nothing when they are newer than what they are made of; `--force` makes them anyway.
 */
import { existsSync } from 'node:fs';
import { readdir, stat, utimes } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { projectNode, root } from './lib/paths.mjs';
import { run, runTool } from './lib/run.mjs';

const steps = [
  {
    what: 'parser and syntax tree',
    needs: 'langium-config.json',
    from: ['langium-config.json', 'language', 'node_modules/langium-cli/package.json'],
    ending: /\.langium$|\.json$/,
    to: ['language/generated'],
    make: () => runTool('langium-cli/bin/langium.js', ['generate']),
  },
  {
    what: 'TextMate grammar',
    needs: 'syntaxes/generate.ts',
    from: ['syntaxes', 'language'],
    ending: /\.ts$|\.langium$/,
    to: ['syntaxes/knet.tmLanguage.json'],
    make: () => run(projectNode(), ['--disable-warning=ExperimentalWarning', 'syntaxes/generate.ts']),
  },
];

/** The files at `path`, in it and below, whose name fits. What is generated inside a source folder is no source. */
async function files(path, ending) {
  const at = await stat(join(root, path)).catch(() => undefined);
  if (!at) return [];
  if (at.isFile()) return [path];
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true });
  const names = entries.filter((one) => one.isFile()).map((one) => relative(root, join(one.parentPath, one.name)));
  return names.filter((name) => ending.test(name) && (path.includes('generated') || !name.includes('generated')));
}

const allFiles = async (paths, ending) => (await Promise.all(paths.map((path) => files(path, ending)))).flat();
const modified = async (names) => Promise.all(names.map(async (name) => (await stat(join(root, name))).mtimeMs));

async function upToDate({ from, to, ending }) {
  const made = await modified(await allFiles(to, /./));
  const sources = await modified(await allFiles(from, ending));
  const complete = made.length > 0 && to.every((path) => existsSync(join(root, path)));
  return complete && Math.min(...made) >= Math.max(...sources);
}

/** A generator may leave an unchanged file alone; its time then has to say that it has been looked at. */
async function touch({ to }) {
  const now = new Date();
  for (const name of await allFiles(to, /./)) await utimes(join(root, name), now, now);
}

for (const step of steps) {
  if (!existsSync(join(root, step.needs))) console.log(`  skipped ${step.what}: there is no ${step.needs}`);
  else if (process.argv.includes('--force') || !(await upToDate(step))) {
    const { code } = await step.make();
    if (code !== 0) process.exit(code);
    await touch(step);
    console.log(`  generated: ${step.what}`);
  }
}
