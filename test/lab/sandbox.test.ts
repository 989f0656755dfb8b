/// <reference types="node" />
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inSandbox } from '../../lab/verify/sandbox.ts';
import { skips } from './support/where.ts';

/** Processes whose command line has a word. */
function running(word: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe.skipIf(skips)('the sandbox', () => {
  test('has no device but lo, and no way out', async () => {
    const { out } = await inSandbox(['bash', '-c', 'ip -brief link | grep -v " DOWN "; ip route; ip netns']);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(out).toMatch(/^lo /);
  });

  test('what it makes is not seen outside', async () => {
    await inSandbox(['ip', 'netns', 'add', 'knet-seen']);
    const names = (() => {
      try {
        return readdirSync('/run/netns');
      } catch {
        return [];
      }
    })();
    expect(names).not.toContain('knet-seen');
  });

  test('tells exit code and output', async () => {
    const run = await inSandbox(['bash', '-c', 'cat; cat <&4; echo wrong >&2; exit 7'], { stdin: 'a', script: 'b' });
    expect(run).toMatchObject({ code: 7, out: 'ab', err: expect.stringContaining('wrong') });
  });

  // Killed at once, while the sandbox is being made, and when it stands.
  test.each([0, 5, 20, 100, 300])(
    'everything in it dies with a caller that is killed, %i ms later',
    { timeout: 20_000 },
    async (delay) => {
      const mark = `${1_000_000 + process.pid}.${delay + 1}`;
      const module = new URL('../../lab/verify/sandbox.ts', import.meta.url);
      const text = `import { inSandbox } from ${JSON.stringify(module.href)}; await inSandbox(['sleep', '${mark}']);`;
      const caller = spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: 'ignore' });
      await until(() => running(mark).length > 0);
      await new Promise((resolve) => setTimeout(resolve, delay));
      caller.kill('SIGKILL');
      await until(() => running(mark).length === 0);
    },
  );
});
