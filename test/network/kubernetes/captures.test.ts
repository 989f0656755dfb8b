import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createNetwork } from '../../../network/machines/create.ts';
import type { Network } from '../../../network/machines/network.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { trace } from '../../../network/trace/trace.ts';
import { type CapturedFrame, captures, framesOf, withProbePort } from '../../support/captures.ts';
import { example, topologyOf } from '../../support/examples.ts';

const vxlan = captures('flannel-vxlan.json');

const probes = [
  {
    name: 'e1: a pod asks a ClusterIP',
    capture: vxlan.e1!,
    question: 'default/p1a -> service default/web:80/TCP',
    end: 'DELIVERED',
  },
  {
    name: 'e2: a node asks a ClusterIP',
    capture: vxlan.e2!,
    question: 'node1 -> service default/web:80/TCP',
    end: 'DELIVERED',
  },
  {
    name: 'e8: a Service without endpoints',
    capture: vxlan.e8!,
    question: 'default/p1a -> service default/none:80/TCP',
    end: 'NO_ENDPOINTS',
  },
] as const;

/** The frames of the one path of a text's one trace. */
async function framesIn(text: string): Promise<{ end: string; frames: CapturedFrame[] }> {
  const model = await topologyOf(text);
  const network: Network = createNetwork(model, allocator(model));
  const { disposition, paths } = trace(network, model.traces[0]!);
  expect(paths).toHaveLength(1);
  return { end: disposition, frames: framesOf(network, paths[0]!) };
}

const lab = example('kernel-lab.knet').replace(/^expect .*$/gm, '');

test.each(probes)('$name', async ({ capture, question, end }) => {
  expect(await framesIn(`${lab}\ntrace ${question}`)).toEqual({ end, frames: withProbePort(capture.frames) });
});

describe('also with other names, addresses and Services around', () => {
  test.each(probes)(
    '$name',
    async ({ capture, question, end }) => {
      await fc.assert(
        fc.asyncProperty(changes(), async (change) => {
          const { end: found, frames } = await framesIn(change(`${lab}\ntrace ${question}`));
          const expected = JSON.parse(change(JSON.stringify(withProbePort(capture.frames)))) as CapturedFrame[];
          expect([found, frames]).toEqual([end, expected]);
        }),
        { numRuns: 15 },
      );
    },
    60_000,
  );
});

const NAMES = ['node1', 'node2', 'node3', 'p1a', 'p1b', 'p2a', 'p3a', 'web', 'near', 'none'];
const word = fc.stringMatching(/^q[a-z][a-z0-9]{2,6}$/);
const distinct = (length: number, min: number, max: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: length, maxLength: length });

/** Other words for the names and addresses of the lab, in its text as in its captures. */
function changes(): fc.Arbitrary<(text: string) => string> {
  return fc
    .record({
      words: fc.uniqueArray(word, { minLength: NAMES.length, maxLength: NAMES.length }),
      net: fc.integer({ min: 0, max: 250 }),
      hosts: distinct(4, 1, 254),
      ranges: distinct(3, 0, 255),
      vips: distinct(4, 1, 250),
    })
    .map(({ words, net, hosts, ranges, vips }) => {
      const table = new Map<string, string>([
        ...NAMES.map((name, i) => [name, words[i]!] as const),
        ['172.16.130.0', `192.168.${net}.0`],
        ...['172.16.130.244', '172.16.130.140', '172.16.130.164', '172.16.130.9'].map(
          (ip, i) => [ip, `192.168.${net}.${hosts[i]}`] as const,
        ),
        ...['10.96.0.10', '10.96.0.14', '10.96.0.15', '10.96.0.53'].map((ip, i) => [ip, `10.99.7.${vips[i]}`] as const),
      ]);
      return (text) =>
        text
          .replace(/\b10\.244\.([012])\.(\d+)\b/g, (_, node: string, rest: string) => `10.244.${ranges[+node]}.${rest}`)
          .replace(`10.244.${ranges[0]}.0/16`, '10.244.0.0/16')
          .replace(/\b\d+\.\d+\.\d+\.\d+\b|\b[a-z]+\d?[a-z]?\b/g, (old) => table.get(old) ?? old);
    });
}
