/** Counting over all runners, so that one line at the end says how the whole stands. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { runTool } from './run.mjs';

const resultsDir = join(root, 'out', 'results');
const inCi = process.env.CI === 'true';

export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  constructor(name) {
    this.name = name;
  }

  pass(title) {
    this.passed++;
    console.log(`  ok ${title}`);
  }

  fail(title, message = '') {
    this.failed++;
    console.log(`  FAILED ${title}\n${message.replace(/^/gm, '    ')}`);
  }

  skip(title, reason = '') {
    this.skipped++;
    console.log(`  skipped ${title}${reason && `: ${reason}`}`);
  }

  /** Something cannot run on this machine. In CI nothing may be missing, or a green run would mean less than it says. */
  missing(title, reason) {
    if (inCi) this.fail(title, reason);
    else this.skip(title, reason);
  }

  add({ passed, failed, skipped }) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
  }

  toString() {
    return `${this.passed} passed, ${this.failed} failed`;
  }
}

/** Writes a runner's counts where `npm test` reads them, prints them and sets the exit code. */
export async function finish(tally) {
  await mkdir(resultsDir, { recursive: true });
  const { passed, failed, skipped } = tally;
  await writeFile(join(resultsDir, `${tally.name}.json`), JSON.stringify({ passed, failed, skipped }));
  console.log(`${tally}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** The counts a runner left, or undefined when it did not come to its end. */
export async function readResults(name) {
  const text = await readFile(join(resultsDir, `${name}.json`), 'utf8').catch(() => undefined);
  return text && JSON.parse(text);
}

export const forgetResults = () => rm(resultsDir, { recursive: true, force: true });

/** Runs vitest with these arguments and adds what it counted. */
export async function runVitest(args, tally) {
  const file = join(resultsDir, 'vitest.json');
  await rm(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await runTool('vitest/vitest.mjs', ['run', ...args, ...reporters]);
  const report = await readResults('vitest');
  if (!report) return tally.fail(`vitest ${args.join(' ')}`, `ended with ${code} and no report`);
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = report;
  tally.add({ passed, failed: numFailedTests, skipped: numPendingTests + numTodoTests });
  // A file that fails to load, or an unhandled error, fails the run without failing a test.
  if (code !== 0 && numFailedTests === 0) tally.fail('vitest', `ended with ${code} though no test failed`);
}
