import { describe, expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import { createNetwork } from '../../../network/machines/create.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { FlannelBackend } from '../../../network/topology/cni.ts';
import { NOWHERE } from '../../../network/topology/origin.ts';
import type { Endpoint, ProbeOptions } from '../../../network/topology/question.ts';
import type { TracePath } from '../../../network/trace/result.ts';
import { trace } from '../../../network/trace/trace.ts';
import {
  ask,
  hostEnd,
  KERNEL_LAB,
  labNetwork,
  labTopology,
  nodeEnd,
  podEnd,
  question,
} from '../../support/kernel-lab.ts';
import { listen, pod } from '../../support/topology.ts';

const at = (text: string): Endpoint => ({ kind: 'address', address: address(text), origin: NOWHERE });
const lan: Endpoint = { kind: 'segment', id: 'lan', origin: NOWHERE };
const localhost: Endpoint = { kind: 'localhost', origin: NOWHERE };
const tcp = (port: number): ProbeOptions => ({ protocol: 'TCP', port });

/** What the last machine saw as the source. */
const seen = (path: TracePath | undefined) => {
  const step = path?.forward.at(-1)?.steps.findLast((step) => 'frame' in step && step.frame);
  return step && 'frame' in step ? step.frame?.source : undefined;
};

describe('who reaches whom', () => {
  const cases: [string, Partial<FlannelBackend>, Endpoint, Endpoint, ProbeOptions, string, string?][] = [
    ['pod to pod across nodes', {}, podEnd('p1a'), podEnd('p2a'), tcp(80), 'DELIVERED', '10.244.0.10'],
    ['pod to pod on one node', {}, podEnd('p1a'), podEnd('p1b'), tcp(80), 'DELIVERED', '10.244.0.10'],
    ['pod to itself', {}, podEnd('p1a'), podEnd('p1a'), tcp(80), 'DELIVERED', '10.244.0.10'],
    ['pod to its own node', {}, podEnd('p1a'), nodeEnd('node1'), {}, 'DELIVERED', '10.244.0.10'],
    ['pod to another node: masqueraded', {}, podEnd('p1a'), nodeEnd('node2'), {}, 'DELIVERED', '172.16.130.244'],
    ['pod to a host: masqueraded', {}, podEnd('p1a'), hostEnd('ext'), {}, 'DELIVERED', '172.16.130.244'],
    ['node to its own pod', {}, nodeEnd('node1'), podEnd('p1a'), {}, 'DELIVERED', '10.244.0.1'],
    ['node to a pod through the tunnel', {}, nodeEnd('node1'), podEnd('p2a'), {}, 'DELIVERED', '10.244.0.0'],
    ['node to a pod, host-gw', { type: 'host-gw' }, nodeEnd('node1'), podEnd('p2a'), {}, 'DELIVERED', '172.16.130.244'],
    [
      'pod to pod, direct routing',
      { directRouting: true },
      podEnd('p1a'),
      podEnd('p2a'),
      {},
      'DELIVERED',
      '10.244.0.10',
    ],
    ['node to node', {}, nodeEnd('node1'), nodeEnd('node3'), {}, 'DELIVERED', '172.16.130.244'],
    ['node to itself', {}, nodeEnd('node1'), nodeEnd('node1'), {}, 'DELIVERED', '172.16.130.244'],
    ['host to node', {}, hostEnd('ext'), nodeEnd('node1'), {}, 'DELIVERED', '172.16.130.9'],
    ['any machine of the LAN to a node', {}, lan, nodeEnd('node1'), {}, 'DELIVERED', '172.16.130.254'],
    ['node to any machine of the LAN', {}, nodeEnd('node1'), lan, tcp(22), 'DELIVERED', '172.16.130.244'],
    ['a pod on its localhost', {}, podEnd('p1b'), localhost, tcp(80), 'DELIVERED', '127.0.0.1'],
    ['a port that nobody has', {}, podEnd('p1a'), podEnd('p2a'), tcp(81), 'NO_LISTENER'],
    ['host to pod: no route', {}, hostEnd('ext'), podEnd('p2a'), {}, 'NO_ROUTE'],
    ['an address of a node range that no pod has', {}, podEnd('p1a'), at('10.244.1.200'), {}, 'NEIGHBOUR_UNREACHABLE'],
    ['an address of the own range that no pod has', {}, podEnd('p1a'), at('10.244.0.200'), {}, 'NEIGHBOUR_UNREACHABLE'],
    ['a range that no node has: the gateway knows no way', {}, podEnd('p1a'), at('10.244.9.9'), {}, 'NO_ROUTE'],
    ['beyond the gateway', {}, podEnd('p1a'), at('203.0.113.44'), {}, 'NO_ROUTE'],
    ['a ClusterIP that no Service has', {}, podEnd('p1a'), at('10.96.0.10'), tcp(80), 'NO_ROUTE'],
    ['such a ClusterIP from its node', {}, nodeEnd('node1'), at('10.96.0.10'), tcp(80), 'NO_ROUTE'],
    ['the udp backend', { type: 'udp' }, podEnd('p1a'), podEnd('p2a'), {}, 'DELIVERED', '10.244.0.10'],
    ['node to a pod, udp', { type: 'udp' }, nodeEnd('node1'), podEnd('p2a'), {}, 'DELIVERED', '10.244.0.0'],
    ['the udp backend on one node', { type: 'udp' }, podEnd('p1a'), podEnd('p1b'), {}, 'DELIVERED', '10.244.0.10'],
    ['the alivpc backend without a VPC', { type: 'alivpc' }, podEnd('p1a'), podEnd('p2a'), {}, 'NO_ROUTE'],
    ['the Internet', {}, podEnd('p1a'), { kind: 'internet', origin: NOWHERE }, {}, 'NO_ROUTE'],
    ['a broadcast address', {}, nodeEnd('node1'), at('172.16.130.255'), {}, 'INSUFFICIENT_INFO'],
    ['everybody on the link', {}, nodeEnd('node1'), at('255.255.255.255'), {}, 'INSUFFICIENT_INFO'],
    ['a group, which no route is looked for', {}, nodeEnd('node1'), at('224.0.0.1'), {}, 'INSUFFICIENT_INFO'],
    ['a group from a pod', {}, podEnd('p1a'), at('239.1.2.3'), {}, 'INSUFFICIENT_INFO'],
    ['the sender, as Linux takes 0.0.0.0', {}, nodeEnd('node1'), at('0.0.0.0'), {}, 'INSUFFICIENT_INFO'],
  ];
  test.each(cases)('%s', (_, backend, from, to, probe, disposition, source) => {
    const { disposition: found, paths } = ask(labNetwork(KERNEL_LAB, backend), from, to, probe);
    expect(found).toBe(disposition);
    if (source) expect(seen(paths[0])).toBe(source);
    else expect(paths[0]?.reason).toBeTruthy();
    expect(paths[0]?.reply !== undefined).toBe(disposition === 'DELIVERED');
  });
});

describe('ICMP errors', () => {
  const first = (path: TracePath | undefined) => path?.error?.[0]?.steps[0];
  test('bear the address of the device that they leave by', () => {
    const [far] = ask(labNetwork(KERNEL_LAB), podEnd('p1a'), at('10.244.1.200')).paths;
    expect(first(far)).toMatchObject({
      frame: { source: '10.244.1.0', destination: '10.244.0.10', icmp: 'type 3 code 1' },
    });
    const [near] = ask(labNetwork(KERNEL_LAB), podEnd('p1a'), podEnd('p2a'), { ttl: 1 }).paths;
    expect(first(near)).toMatchObject({ frame: { source: '10.244.0.1', icmp: 'type 11 code 0', length: 112 } });
  });
  test('come back through the translation', () => {
    const [path] = ask(labNetwork(KERNEL_LAB), podEnd('p1a'), at('203.0.113.44')).paths;
    expect(first(path)).toMatchObject({
      frame: { source: '172.16.130.9', destination: '172.16.130.244', icmp: 'type 3 code 0' },
    });
    expect(path?.error?.at(-1)?.namespace).toBe('default/p1a');
  });
  test('say that a UDP port is closed, TCP says RST', () => {
    const to = (protocol: 'UDP' | 'TCP') =>
      ask(labNetwork(KERNEL_LAB), podEnd('p1a'), podEnd('p2a'), { protocol, port: 9 });
    expect(first(to('UDP').paths[0])).toMatchObject({
      frame: { source: '10.244.1.10', icmp: 'type 3 code 3', length: 88 },
    });
    expect(first(to('TCP').paths[0])).toMatchObject({ frame: { source: '10.244.1.10', flags: 'R.', length: 40 } });
  });
});

describe('several pods', () => {
  const model = labTopology(KERNEL_LAB);
  const lab = model.clusters[0]!;
  const web = pod('lab/default/web', '', undefined, { kind: 'Deployment', replicas: 6, ports: [listen(80)] });
  const placed = {
    ...model,
    clusters: [{ ...lab, namespaces: [{ ...lab.namespaces[0]!, workloads: [...lab.namespaces[0]!.workloads, web] }] }],
  };
  const network = createNetwork(placed, allocator(placed));
  const webEnd = podEnd('web');

  test('that differ in their index only are one path with a count', () => {
    const { paths, remaining, disposition } = trace(network, question(podEnd('p1a'), webEnd, tcp(80)));
    expect([disposition, remaining]).toEqual(['DELIVERED', 0]);
    expect(paths.map(({ count, probability }) => [count, probability])).toEqual([
      [2, 1 / 3],
      [2, 1 / 3],
      [2, 1 / 3],
    ]);
  });
  test('among each other leave out each one itself', () => {
    const { paths } = trace(network, question(webEnd, webEnd, tcp(80)));
    expect(paths.reduce((sum, { count }) => sum + count, 0)).toBe(6 * 5);
    expect(paths.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
  });
  test('one of which is meant', () => {
    const one: Endpoint = { kind: 'pod', workload: 'lab/default/web', index: 4, origin: NOWHERE };
    const { flow, paths } = trace(network, question(podEnd('p1a'), one, tcp(80)));
    expect([flow.destination, paths.length]).toEqual(['default/web-4', 1]);
  });
  test('of a namespace', () => {
    const all: Endpoint = { kind: 'namespace', id: 'lab/default', origin: NOWHERE };
    const { paths, flow } = trace(network, question(nodeEnd('node1'), all));
    expect([flow.destination, paths.reduce((sum, { count }) => sum + count, 0)]).toEqual(['default/*', 10]);
  });
});
