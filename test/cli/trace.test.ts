/// <reference types="node" />
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonPlace } from '../../cli/format/places.ts';
import type { Frame, TraceResult } from '../../network/trace/result.ts';
import { knet, root } from '../support/cli.ts';
import { type Schema, schemaErrors } from '../support/schema.ts';

const EXAMPLE = 'examples/flannel-vxlan.knet';
const LOOP = `network lan { cidr 10.244.0.0/16 }
cluster c {
  podCIDR 10.244.0.0/16
  cni flannel { backend vxlan }
  node n1 { in lan  ip 10.244.0.11 }
  node n2 { in lan  ip 10.244.1.12 }
  namespace default { pod a { on n1 } pod b { on n2 } }
}
expect default/a can reach default/b ICMP
`;

type Report = TraceResult<JsonPlace>;

async function traceJson(...args: string[]): Promise<Report> {
  const { code, out, err } = await knet(['trace', EXAMPLE, ...args, '--format', 'json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

const framesOf = ({ paths }: Report): Frame[] =>
  paths.flatMap(({ forward }) => forward.flatMap(({ steps }) => steps.flatMap((s) => ('frame' in s && s.frame) || [])));

describe('knet trace', () => {
  test('carries a ping through the tunnel and back', async () => {
    const report = await traceJson('default/a', 'default/b ICMP');
    expect(report.disposition).toBe('DELIVERED');
    const [tunnel] = framesOf(report).flatMap(({ encapsulation }) => encapsulation ?? []);
    expect(tunnel).toMatchObject({
      kind: 'vxlan',
      source: '172.16.130.140',
      destination: '172.16.130.164',
      port: 8472,
      vni: 1,
      length: 134,
    });
    expect(report.paths[0]!.reply?.at(-1)?.namespace).toBe('default/a');
  });

  test('names the line behind a rule', async () => {
    const report = await traceJson('default/a', 'default/b ICMP');
    const steps = report.paths.flatMap(({ forward }) => forward.flatMap((hop) => hop.steps));
    const origins = steps.flatMap((step) => ('origin' in step && step.origin ? [step.origin] : []));
    expect(origins.length).toBeGreaterThan(0);
    for (const { file } of origins) expect(file).toBe(EXAMPLE);
  });

  test('takes the options of the probe', async () => {
    const fits = await traceJson('default/a', 'default/b ICMP', '--size', '1450', '--df');
    const tooLarge = await traceJson('default/a', 'default/b ICMP', '--size', '1451', '--df');
    expect([fits.disposition, tooLarge.disposition]).toEqual(['DELIVERED', 'MTU_EXCEEDED']);
    expect((await traceJson('default/a', 'default/b ICMP', '--ttl', '1')).disposition).toBe('TTL_EXCEEDED');
  });

  test('follows its schema, with two ends and without', async () => {
    const schema = JSON.parse(await readFile(join(root, 'docs/schemas/trace.schema.json'), 'utf8')) as Schema;
    expect(schemaErrors(schema, await traceJson('default/a', 'default/b ICMP'))).toEqual([]);
    expect(schemaErrors(schema, await traceJson('default/a', 'default/b ICMP', '--size', '1451', '--df'))).toEqual([]);
    const all = await traceJson();
    expect(schemaErrors(schema, all)).toEqual([]);
    expect(all).toHaveLength(1);
  });

  test('prints the outcome first, then the request, then the reply', async () => {
    const { code, out } = await knet(['trace', EXAMPLE, 'default/a', 'default/b ICMP']);
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('DELIVERED default/a -> default/b ICMP');
    expect(lines.indexOf('request')).toBeLessThan(lines.indexOf('reply'));
    expect(out).toMatch(/flannel\.1 .*VXLAN VNI 1 172\.16\.130\.140 > 172\.16\.130\.164:8472, 134 bytes/);
  });

  test('ends where a tunnel leads into itself, as it does when pods have the addresses of nodes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'knet-loop-'));
    await writeFile(join(folder, 'loop.knet'), LOOP);
    const { code, out } = await knet(['trace', 'loop.knet', 'default/a', 'default/b ICMP'], { cwd: folder });
    const checked = await knet(['check', 'loop.knet'], { cwd: folder });
    await rm(folder, { recursive: true });
    expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first: 'LOOP default/a -> default/b ICMP' });
    expect(checked.out).toMatch(/CIDR-POD-VPC[\s\S]*EXPECT-FAILED/);
  });

  test('is not stopped by errors elsewhere in the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'knet-trace-'));
    const text = await readFile(join(root, EXAMPLE), 'utf8');
    await writeFile(
      join(folder, 'a.knet'),
      `${text}\nnetwork broken { cidr 10.0.0.3/8  nonsense }\nhost x { in nowhere }\n`,
    );
    const { code, out } = await knet(['trace', 'a.knet', 'default/a', 'default/b ICMP'], { cwd: folder });
    await rm(folder, { recursive: true });
    expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first: 'DELIVERED default/a -> default/b ICMP' });
  });

  test.each([
    ['one end only', ['default/a'], 'two ends'],
    ['an end that names nothing', ['default/a', 'default/nobody ICMP'], 'default/nobody'],
    ['an end that is no end', ['default/a', '}{'], ''],
    ['a second statement', ['default/a', 'default/b\nhost evil { }'], 'one line'],
    ['a time to live that no header holds', ['default/a', 'default/b', '--ttl', '256'], 'from 1 to 255'],
    ['a packet larger than IP has', ['default/a', 'default/b', '--size', '65536'], 'from 28 to 65535'],
    ['a size that is no number', ['default/a', 'default/b', '--size', 'big'], 'whole number'],
    ['a file that is not there', [], 'nothing.knet', 'nothing.knet'],
  ])('says that %s is wrong usage', async (_what, args, message, file = EXAMPLE) => {
    const { code, out, err } = await knet(['trace', file, ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });
});

describe('knet', () => {
  test.each([
    [['--help'], 0, 'check'],
    [['--version'], 0, /^\d+\.\d+\.\d+/],
    [['trace', '--help'], 0, '--ttl'],
  ])('%j answers on standard output', async (args, code, text) => {
    const outcome = await knet(args);
    expect(outcome.code).toBe(code);
    expect(outcome.out).toMatch(text);
  });

  test.each([[['nonsense']], [['check', '--nonsense']], [['lsp']], [[]]])('%j is wrong usage', async (args) => {
    expect(await knet(args)).toMatchObject({ code: 2, out: '' });
  });

  test('documents every verb that it has', async () => {
    const { out } = await knet(['--help']);
    const verbs = [...out.split('Commands:')[1]!.matchAll(/^ {2}(\w+)/gm)]
      .map(([, verb]) => verb!)
      .filter((v) => v !== 'help');
    expect(verbs).toEqual(expect.arrayContaining(['check', 'trace', 'lsp']));
    const page = await readFile(join(root, 'docs/cli.md'), 'utf8');
    expect(verbs.filter((verb) => !page.includes(`\`knet ${verb}`))).toEqual([]);
  });
});

describe('knet trace --verbose', () => {
  test('prints the headers of every frame, as the editor shows a trace', async () => {
    const { code, out, err } = await knet(['trace', EXAMPLE, '--verbose']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.split('\n');
    expect(lines[2]).toBe(`trace default/a -> default/b ICMP  <- ${EXAMPLE}:40:1`);
    const at = lines.indexOf('        VXLAN    VNI 1');
    expect(lines[at + 1]).toMatch(/^ {10}Ethernet 7a:2c:d0:7f:48:3f > 42:7f:69:c7:cd:37, IPv4$/);
  });

  test('heeds what is asked for, and names no statement where none is written', async () => {
    const { out } = await knet([
      'trace',
      EXAMPLE,
      'default/a',
      'default/b ICMP',
      '--size',
      '1451',
      '--df',
      '--verbose',
    ]);
    expect(out).toMatch(/^MTU_EXCEEDED default\/a -> default\/b ICMP\n10\.244\.1\.96 > 10\.244\.2\.194\n\n/);
    expect(out).toContain(', 1451 bytes, DF');
  });
});
