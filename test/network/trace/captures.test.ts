import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createNetwork } from '../../../network/machines/create.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { type CapturedFrame, captures, framesOf } from '../../support/captures.ts';
import { example, topologyOf } from '../../support/examples.ts';
import { ask, KERNEL_LAB, type Lab, labNetwork, podEnd } from '../../support/kernel-lab.ts';

const vxlan = captures('flannel-vxlan.json');
const hostGateway = captures('flannel-host-gw.json');

const probes = [
  { name: 'a1: vxlan, across nodes', capture: vxlan.a1!, backend: 'vxlan', from: 'p1a', to: 'p2a', size: undefined },
  { name: 'a3: vxlan, on one node', capture: vxlan.a3!, backend: 'vxlan', from: 'p1a', to: 'p1b', size: undefined },
  {
    name: 'b1: host-gw, across nodes',
    capture: hostGateway.b1!,
    backend: 'host-gw',
    from: 'p1a',
    to: 'p2a',
    size: 1500,
  },
] as const;

describe('a trace shows what captures on every device of a real kernel showed', () => {
  test.each(probes)('$name', ({ capture, backend, from, to, size }) => {
    const network = labNetwork(KERNEL_LAB, { type: backend });
    const result = ask(network, podEnd(from), podEnd(to), { protocol: 'ICMP', size });
    expect(result.disposition).toBe('DELIVERED');
    expect(result.paths).toHaveLength(1);
    expect(framesOf(network, result.paths[0]!)).toEqual(capture.frames);
  });
});

test.each(probes)('the example says the same network: $name', async ({ capture, backend, from, to, size }) => {
  const text = example('kernel-lab.knet').replace('backend vxlan', `backend ${backend}`);
  const model = await topologyOf(text);
  const network = createNetwork(model, allocator(model));
  const [path] = ask(network, podEnd(from), podEnd(to), { protocol: 'ICMP', size }).paths;
  expect(framesOf(network, path!)).toEqual(capture.frames);
});

describe('also with other names, addresses and pods', () => {
  test.each(probes)('$name', ({ capture, backend, from, to, size }) => {
    fc.assert(
      fc.property(permutation(), (change) => {
        const lab = permuted(KERNEL_LAB, change);
        const network = labNetwork(lab, { type: backend });
        const [source, target] = [change.names.get(from)!, change.names.get(to)!];
        const [path] = ask(network, podEnd(source), podEnd(target), { protocol: 'ICMP', size }).paths;
        expect(framesOf(network, path!)).toEqual(capture.frames.map((frame) => renamed(frame, change)));
      }),
      { numRuns: 60 },
    );
  });
});

/** New words for the old ones of the lab. */
interface Change {
  readonly names: ReadonlyMap<string, string>;
  readonly addresses: ReadonlyMap<string, string>;
  readonly shuffle: readonly number[];
}

const nodeNames = ['node1', 'node2', 'node3'];
const podNames = ['p1a', 'p1b', 'p2a', 'p3a'];
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const distinct = (count: number, min: number, max: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: count, maxLength: count });

function permutation(): fc.Arbitrary<Change> {
  const words = fc.uniqueArray(word, { minLength: 7, maxLength: 7 });
  return fc
    .record({
      words,
      net: fc.integer({ min: 0, max: 250 }),
      hosts: distinct(4, 1, 254),
      ranges: distinct(3, 0, 255),
      pods: distinct(4, 2, 254),
      shuffle: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    })
    .map(({ words, net, hosts, ranges, pods, shuffle }) => {
      const names = new Map([...nodeNames, ...podNames].map((name, i) => [name, words[i]!]));
      const addresses = new Map([
        ['172.16.130.0', `192.168.${net}.0`],
        ['172.16.130.9', `192.168.${net}.${hosts[3]}`],
        ...KERNEL_LAB.nodes.map(({ ip }, i) => [ip, `192.168.${net}.${hosts[i]}`] as const),
        ...KERNEL_LAB.nodes.map((_, i) => [`10.244.${i}.0`, `10.244.${ranges[i]}.0`] as const),
        ...KERNEL_LAB.pods.map(
          ({ ip, node }, i) => [ip, `10.244.${ranges[nodeNames.indexOf(node)]}.${pods[i]}`] as const,
        ),
      ]);
      return { names, addresses, shuffle };
    });
}

function permuted(lab: Lab, { names, addresses, shuffle }: Change): Lab {
  const name = (old: string) => names.get(old)!;
  const address = (old: string) => addresses.get(old)!;
  const range = (old: string) => old.replace(/^[^/]+/, address);
  const nodes = lab.nodes.map((node) => ({
    name: name(node.name),
    ip: address(node.ip),
    podCIDR: range(node.podCIDR),
  }));
  const pods = lab.pods.map((pod) => ({ name: name(pod.name), node: name(pod.node), ip: address(pod.ip) }));
  return {
    cidr: range(lab.cidr),
    gateway: address(lab.gateway),
    nodes: shuffle.flatMap((i) => nodes[i] ?? []),
    pods: shuffle.map((i) => pods[i]!),
  };
}

function renamed(frame: CapturedFrame, { names, addresses }: Change): CapturedFrame {
  const address = (old: string) => addresses.get(old)!;
  return {
    ...frame,
    namespace: names.get(frame.namespace) ?? frame.namespace,
    device: frame.device.replace(/^(p-|veth-)(.*)$/, (_, kind: string, old: string) => kind + names.get(old)),
    source: address(frame.source),
    destination: address(frame.destination),
    ...(frame.encapsulation
      ? {
          encapsulation: frame.encapsulation.map((outer) => ({
            ...outer,
            source: address(outer.source),
            destination: address(outer.destination),
          })),
        }
      : {}),
  };
}
