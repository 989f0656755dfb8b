/// <reference types="node" />
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../scripts/lib/paths.mjs';
import { openBrowser } from '../support/browser.ts';
import { Window } from '../support/window.ts';

/** npm ci, a build and, at worst, a new VS Code on a busy machine. */
const startWithinMs = 300_000;

let clone: string;
let started: ChildProcess;
let browser: Browser;

/** The environment of a person's shell: without this project's Node and without what an outer npm tells its scripts. */
function shellEnvironment(): NodeJS.ProcessEnv {
  const env = Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_)/.test(name));
  const path = (process.env.PATH ?? '').split(delimiter).filter((dir) => !dir.includes('node_modules'));
  return { ...Object.fromEntries(env), PATH: path.join(delimiter) };
}

/** The address that `npm start` prints, or what it printed instead. */
function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (data: Buffer) => {
      output += data;
      const address = /^knet is ready: (\S+)$/m.exec(output)?.[1];
      if (address) resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => reject(new Error(`npm start ended with ${code}\n${output}`)));
  });
}

beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'knet-clone-'));
  execFileSync('git', ['clone', '--quiet', root, clone]);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  if (started?.exitCode === null) {
    const ended = new Promise((resolve) => started.on('exit', resolve));
    started.kill('SIGTERM');
    await ended;
  }
  await rm(clone, { recursive: true, force: true, maxRetries: 3 });
});

test(
  'a fresh clone starts with one command and shows a file that is understood',
  async () => {
    const shell = process.platform === 'win32';
    started = spawn('npm', ['start', '--', '--no-open', '--port', '0'], { cwd: clone, env: shellEnvironment(), shell });
    const window = await Window.at(browser, await printedAddress(started));
    await window.page.locator('.tab.active', { hasText: 'flannel-vxlan.knet' }).waitFor();

    await window.ready();
    expect((await window.text.colours()).size).toBeGreaterThanOrEqual(6);
    const problems = await window.problems();
    await window.page.getByText('No problems have been detected in the workspace.').first().waitFor();
    expect(await problems.count()).toBe(0);
    await window.close();
  },
  startWithinMs,
);
