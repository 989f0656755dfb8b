import { describe, expect, test } from 'vitest';
import { createNetwork } from '../../../network/machines/create.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { FlannelBackend } from '../../../network/topology/cni.ts';
import { NOWHERE } from '../../../network/topology/origin.ts';
import type { Endpoint } from '../../../network/topology/question.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import { trace } from '../../../network/trace/trace.ts';
import { question } from '../../support/kernel-lab.ts';
import { cluster, flannel, host, listen, nic, node, pod, router, segment, topology } from '../../support/topology.ts';

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
