import { describe, expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import { createNetwork } from '../../../network/machines/create.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { FlannelBackend } from '../../../network/topology/cni.ts';
import { NOWHERE } from '../../../network/topology/origin.ts';
import type { Endpoint, ProbeOptions } from '../../../network/topology/question.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import type { Hop, Step, TracePath } from '../../../network/trace/result.ts';
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
import { cluster, flannel, host, listen, nic, node, pod, router, segment, topology } from '../../support/topology.ts';

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

describe('in every trace', () => {
  const backends: Partial<FlannelBackend>[] = [{}, { type: 'host-gw' }, { directRouting: true }];
  const ends = [
    podEnd('p1a'),
    podEnd('p1b'),
    podEnd('p2a'),
    podEnd('p3a'),
    nodeEnd('node1'),
    nodeEnd('node2'),
    hostEnd('ext'),
  ];
  const ways = backends.flatMap((backend) => {
    const network = labNetwork(KERNEL_LAB, backend);
    const results = ends.flatMap((from) => ends.map((to) => ask(network, from, to)));
    return results.flatMap(({ paths }) => paths.flatMap((path) => [path.forward, path.reply ?? [], path.error ?? []]));
  });
  const steps = (hops: readonly Hop[]) => hops.flatMap((hop) => hop.steps.map((step) => ({ hop, step })));

  test('there are ways to look at', () => expect(ways.filter((way) => way.length > 0).length).toBeGreaterThan(200));

  test('what is transmitted is received, tunnels and bridges in between', () => {
    for (const way of ways) {
      const wires = way.slice(0, -1).map((hop, i) => [hop.steps.at(-1), way[i + 1]!.steps[0]] as const);
      for (const [out, next] of wires) {
        expect(out).toMatchObject({ type: 'transmit' });
        expect(next).toMatchObject({ type: 'receive' });
        if (out?.type === 'transmit' && next?.type === 'receive') expect(next.frame).toEqual(out.frame);
      }
    }
  });

  test('the TTL falls by one where a machine forwards, and nowhere else', () => {
    for (const way of ways) {
      for (const hop of way) {
        const frames = steps([hop]).flatMap(({ step }) => ('frame' in step && step.frame ? [step.frame] : []));
        const fallen = (frames[0]?.ttl ?? 0) - (frames.at(-1)?.ttl ?? 0);
        const forwards = hop.kind === 'node' && frames.length > 1 && hop !== way[0] && hop !== way.at(-1);
        const bridged = hop.steps.every((step) => step.type !== 'route');
        expect(fallen).toBe(forwards && !bridged ? 1 : 0);
      }
    }
  });

  test('every decision of a table shows its rule', () => {
    const all = ways.flatMap(steps).map(({ step }) => step);
    const rules = (type: Step['type']) =>
      all.flatMap((step) => (step.type === type && 'rule' in step ? [step.rule] : []));
    for (const type of ['route', 'nat', 'encapsulate'] as const) {
      expect(rules(type).length, type).toBeGreaterThan(0);
      expect(rules(type).filter((rule) => !rule)).toEqual([]);
    }
    const found = all.flatMap((step) => (step.type === 'neighbour' && step.mac !== undefined ? [step] : []));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ mac, rule }) => !rule?.includes(mac!))).toEqual([]);
  });

  test('the way back of what was translated is translated back', () => {
    const [path] = ask(labNetwork(KERNEL_LAB), podEnd('p1a'), nodeEnd('node2')).paths;
    const nat = steps(path!.forward).flatMap(({ step }) => (step.type === 'nat' ? [step] : []));
    const back = steps(path!.reply!).flatMap(({ step }) => (step.type === 'conntrack' ? [step] : []));
    expect(nat).toMatchObject([{ chain: 'FLANNEL-POSTRTG', before: '10.244.0.10', after: '172.16.130.244' }]);
    expect(back).toMatchObject([{ before: '172.16.130.244', after: '10.244.0.10' }]);
  });

  test('a result is plain data', () => {
    const result = ask(labNetwork(KERNEL_LAB), podEnd('p1a'), podEnd('p2a'));
    expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(structuredClone(result))));
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

/** Two racks with a router between them; host-gw cannot work across it. */
function racks(backend: Partial<FlannelBackend>, routed = true): Topology {
  const nodes = [
    node('c/n1', '10.244.0.0/24', [nic('eth0', 'rack-1', '192.168.10.11')]),
    node('c/n2', '10.244.1.0/24', [nic('eth0', 'rack-2', '192.168.20.11')]),
  ];
  const pods = [pod('c/default/a', 'c/n1', '10.244.0.10'), pod('c/default/b', 'c/n2', '10.244.1.10')];
  return topology({
    segments: [
      segment('rack-1', '192.168.10.0/24', { gateway: '192.168.10.2' }),
      segment('rack-2', '192.168.20.0/24', { gateway: '192.168.20.2' }),
    ],
    routers: routed ? [router('core', ['rack-1', 'rack-2'])] : [],
    hosts: [host('h', [nic('eth0', 'rack-1', '192.168.10.9')], { listens: [listen(22)] })],
    clusters: [cluster('c', flannel(backend), nodes, pods)],
  });
}

describe('over a router', () => {
  const a: Endpoint = { kind: 'workload', id: 'c/default/a', origin: NOWHERE };
  const b: Endpoint = { kind: 'workload', id: 'c/default/b', origin: NOWHERE };
  const askIn = (model: Topology, from: Endpoint, to: Endpoint) =>
    trace(createNetwork(model, allocator(model)), question(from, to)).paths[0]!;

  test('vxlan works, and the router lowers the TTL of the outer packet only', () => {
    const { disposition, forward } = askIn(racks({}), a, b);
    expect(disposition).toBe('DELIVERED');
    const core = forward.find((hop) => hop.kind === 'router');
    const frames = core!.steps.flatMap((step) => ('frame' in step && step.frame ? [step.frame] : []));
    expect(frames.map((frame) => [frame.ttl, frame.encapsulation?.[0]?.ttl])).toEqual([
      [63, 64],
      [63, 63],
    ]);
  });
  test('host-gw: the kernel refuses the route, and the packet dies at the router, without a word to the pod', () => {
    const { disposition, code, reason, forward, error } = askIn(racks({ type: 'host-gw' }), a, b);
    expect([disposition, code]).toEqual(['NO_ROUTE', 'BACKEND-L2']);
    expect(forward.at(-1)).toMatchObject({ namespace: 'core', kind: 'router' });
    expect(reason).toContain(
      'n1 could not add "10.244.1.0/24 via 192.168.20.11 dev eth0": Nexthop has invalid gateway',
    );
    expect(error).toBeUndefined();
  });
  test('vxlan with DirectRouting keeps the tunnel across it', () => {
    const { disposition, forward } = askIn(racks({ directRouting: true }), a, b);
    expect(disposition).toBe('DELIVERED');
    expect(forward.flatMap(({ steps }) => steps).some(({ type }) => type === 'encapsulate')).toBe(true);
  });
  test('a gateway that nobody declared leaves it open', () => {
    const { disposition, reason, forward } = askIn(racks({}, false), a, b);
    expect(disposition).toBe('INSUFFICIENT_INFO');
    expect(reason).toContain('192.168.10.2');
    expect(forward.at(-1)?.kind).toBe('gateway');
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
