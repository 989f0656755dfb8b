/// <reference types="node" />
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { birdConfig } from '../../lab/bgp/config.ts';
import { createLab } from '../../lab/lab.ts';
import { questionsOf } from '../../lab/verify/questions.ts';
import { exitCodeOf } from '../../lab/verify/report.ts';
import { tablesOf } from '../../lab/verify/tables.ts';
import { verify } from '../../lab/verify/verify.ts';
import { prefix } from '../../network/address/parse.ts';
import { createNetwork } from '../../network/machines/create.ts';
import { BGP_MODELS, bgpRow } from './support/bgp-models.ts';
import { textOf } from './support/models.ts';
import { modelOf, verifyText } from './support/verify-text.ts';
import { mustRun, skips } from './support/where.ts';

const PATIENCE = 60_000;
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const { stdout = '', stderr = '' } = spawnSync('bird', ['--version'], {
  encoding: 'utf8',
  env: { ...process.env, PATH },
});
const isThere = /version 2\./.test(`${stdout}${stderr}`);
const withoutBird = skips || (!isThere && !mustRun);
const textNamed = (file: string) => textOf(BGP_MODELS.find((model) => model.file.endsWith(`/${file}.knet`))!);

async function configOf(file: string, key: string): Promise<string | undefined> {
  const config = createLab((await modelOf(textNamed(file))).network).birds.get(key);
  return config && birdConfig(config);
}

describe('what a speaker is told', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    [
      'mesh',
      'node:dc/n1',
      [
        'router id 192.168.10.71;',
        'protocol static { ipv4; route 10.244.32.128/26 blackhole; }',
        'neighbor 192.168.10.72 as 64512;',
        'passive on;',
        'if net ~ [ 10.244.32.128/26 ] then accept;',
        'if net ~ [ 10.244.32.128/26+ ] then reject;',
        'if net ~ [ 10.244.0.0/16+ ] then accept;',
      ],
      ['rr client'],
    ],
    ['mesh', 'node:dc/n3', ['neighbor 192.168.10.71 as 64512;'], ['passive on;']],
    ['reflector', 'node:dc/n3', ['rr client; rr cluster id 244.0.0.1;'], ['passive on;']],
    ['reflector', 'node:dc/n1', ['neighbor 192.168.10.73 as 64512;'], ['rr client', 'neighbor 192.168.10.72']],
    ['mesh-off', 'node:dc/n1', ['route 10.244.32.128/26 blackhole;'], ['neighbor']],
    ['router', 'node:dc/n1', ['neighbor 192.168.10.1 as 64512;'], ['192.168.20.1']],
    [
      'router',
      'router:core',
      ['local 192.168.20.1 as 64512;'],
      ['accept; }\n  if net', 'protocol static', 'merge paths'],
    ],
    ['router-of-another-as', 'node:dc/n3', ['neighbor 192.168.20.1 as 65000;'], []],
    ['router-of-another-as', 'router:core', ['local 192.168.10.1 as 65000;', 'as 64512;'], []],
    [
      'tunnels',
      'node:dc/n1',
      ['if net ~ [ 10.2.0.0/16+ ] then reject;', '! (bgp_next_hop ~ 192.168.10.0/24) then reject;'],
      ['! (bgp_next_hop ~ 192.168.20.0/24)'],
    ],
  ])('%s: %s', async (file, key, there, missing) => {
    const text = await configOf(file, key);
    for (const words of there) expect(text).toContain(words);
    for (const words of missing) expect(text).not.toContain(words);
  });

  test('a speaker that has stopped is told nothing', async () => {
    expect(await configOf('reflector-down', 'node:dc/r1')).toBeUndefined();
    expect(await configOf('reflector-down', 'node:dc/r2')).toContain('neighbor 192.168.10.81');
  });
});

test('what a script says of tables', () => {
  const said =
    'bgp n1: 2 routes by BIRD\nwarning\nbgp n2: 1 routes by BIRD\nbgp n2: only in the kernel: 10.0.0.0/8 x\n';
  expect(tablesOf(said)).toEqual([
    { netns: 'n1', routes: 2, difference: { missing: [], extra: [] } },
    { netns: 'n2', routes: 1, difference: { missing: [], extra: ['10.0.0.0/8 x'] } },
  ]);
});

test('a BIRD is there where it has to be', () => {
  if (mustRun) expect(isThere).toBe(true);
});

describe.skipIf(withoutBird)('BIRD writes the routes of the model', () => {
  test.each(BGP_MODELS)('$name: $file', { timeout: PATIENCE }, async (model) => {
    const report = await verifyText(textOf(model));
    expect(report.failure).toBeUndefined();
    expect(report.findings.filter(({ status }) => status === 'mismatch')).toEqual([]);
    const none = { missing: [], extra: [] };
    expect(report.tables?.map(({ difference }) => difference)).toEqual(Array(model.speakers).fill(none));
    expect(exitCodeOf(report)).toBe(0);
    const page = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8');
    expect(page.split('\n')).toContain(bgpRow(model, report));
  });

  test('a route that the model has not is a mismatch', { timeout: PATIENCE }, async () => {
    const model = await modelOf(textNamed('mesh'));
    const questions = questionsOf(model);
    const missing = prefix('10.244.85.192/26');
    const wrong = createNetwork(model.topology, model.allocate, {
      mutate: { 'node:dc/n1': (node) => node.main.delete(missing) },
    });
    const report = await verify(wrong, questions, 'a wrong lab');
    const [n1] = report.tables ?? [];
    expect(n1?.difference.extra).toEqual(['10.244.85.192/26 via 192.168.10.72 dev eth0 proto bird']);
    expect(exitCodeOf(report)).toBe(1);
  });

  test('no BIRD is left when the caller is killed', { timeout: PATIENCE }, async () => {
    const name = `n-${process.pid}`;
    const text = textNamed('mesh').replaceAll('n1', name);
    const module = new URL('support/verify-text.ts', import.meta.url).href;
    const code = `import { verifyText } from ${JSON.stringify(module)}; await verifyText(${JSON.stringify(text)});`;
    const caller = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' });
    await vi.waitUntil(() => birdsOf(name) > 0, { timeout: PATIENCE / 2, interval: 50 });
    caller.kill('SIGKILL');
    await vi.waitUntil(() => birdsOf(name) === 0, { timeout: PATIENCE / 2, interval: 50 });
  });
});

test.skipIf(skips)('without a BIRD static routes stand in its place', { timeout: PATIENCE }, async () => {
  vi.stubEnv('KNET_LAB_BIRD', 'no');
  const report = await verifyText(textNamed('mesh')).finally(() => vi.unstubAllEnvs());
  expect(report.tables).toBeUndefined();
  expect(exitCodeOf(report)).toBe(0);
});

/** How many processes have the configuration of that machine's BIRD on their command line. */
function birdsOf(machine: string): number {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`/${machine}.conf`);
    } catch {
      return false;
    }
  }).length;
}
