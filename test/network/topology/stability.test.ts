import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prefix } from '../../../network/address/parse.ts';
import { subnetAt } from '../../../network/address/prefix.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { Cluster, Node } from '../../../network/topology/cluster.ts';
import type { Cni } from '../../../network/topology/cni.ts';
import type { Service, Workload } from '../../../network/topology/workload.ts';
import {
  addresses,
  cidrs,
  cluster,
  namespace,
  nic,
  node,
  origin,
  service,
  sourced,
  subnet,
  topology,
  vpc,
  workload,
} from './builders.ts';
import { awsVpc, calico, flannel, ipPool, terway, weave } from './cnis.ts';

const cnis: Record<string, Cni> = {
  flannel: flannel(),
  calico: calico(ipPool('10.244.0.0/16', { blockSize: 29, ipipMode: 'Always' })),
  weave: weave(),
  terway: terway('eniip', 'v/pods'),
  'aws-vpc': awsVpc(),
};

/** What a generated cluster is made of; indices become names. */
interface Shape {
  readonly nodes: readonly { written: boolean }[];
  readonly workloads: readonly {
    kind: 'Pod' | 'Deployment' | 'DaemonSet';
    replicas: number;
    host: boolean;
    on: boolean;
  }[];
  readonly services: readonly { type: 'ClusterIP' | 'NodePort'; written: boolean; headless: boolean }[];
}

const aNode = fc.record({ written: fc.boolean() });
const aWorkload = fc.record({
  kind: fc.constantFrom('Pod' as const, 'Deployment' as const, 'DaemonSet' as const),
  replicas: fc.integer({ min: 0, max: 12 }),
  host: fc.boolean(),
  on: fc.boolean(),
});
const aService = fc.record({
  type: fc.constantFrom('ClusterIP' as const, 'NodePort' as const),
  written: fc.boolean(),
  headless: fc.boolean(),
});
const shape: fc.Arbitrary<Shape> = fc.record({
  nodes: fc.array(aNode, { minLength: 1, maxLength: 5 }),
  workloads: fc.array(aWorkload, { maxLength: 6 }),
  services: fc.array(aService, { maxLength: 6 }),
});

/** Written values are far from those that allocation reaches, so that a new one never claims what an earlier object has. */
function nodeOf({ written }: Shape['nodes'][number], index: number): Node {
  const podCIDR = subnetAt(prefix('10.244.0.0/16'), 24, 200 + index)!;
  return node(`n${index}`, nic('v/nodes'), { podCIDRs: written ? [sourced(podCIDR)] : [] });
}

function workloadOf({ kind, replicas, host, on }: Shape['workloads'][number], index: number): Workload {
  const where = on ? [sourced('c/n0')] : [];
  return workload(`default/w${index}`, { kind, replicas: kind === 'Pod' ? 1 : replicas, hostNetwork: host, on: where });
}

function serviceOf({ type, written, headless }: Shape['services'][number], index: number): Service {
  const port = { protocol: 'TCP', port: 80, targetPort: 80, origin: origin('80') } as const;
  const nodePort = written ? sourced(30000 + index) : undefined;
  const clusterIPs = written ? addresses(`10.96.0.${100 + index}`) : [];
  return service(`default/s${index}`, { type, headless, clusterIPs, ports: [{ ...port, nodePort }] });
}

function clusterOf({ nodes, workloads, services }: Shape, cni: Cni): Cluster {
  const coredns = workload('kube-system/coredns', { kind: 'Deployment', replicas: 2, implicit: true });
  return cluster({
    cni,
    podCIDRs: cni.kind === 'terway' || cni.kind === 'aws-vpc' ? [] : cidrs('10.244.0.0/16', 'fd00::/56'),
    nodes: nodes.map(nodeOf),
    namespaces: [
      namespace('default', { workloads: workloads.map(workloadOf), services: services.map(serviceOf) }),
      namespace('kube-system', { workloads: [coredns] }),
    ],
  });
}

function allocationOf(c: Cluster) {
  const segments = [subnet('v', 'nodes', '10.0.0.0/20'), subnet('v', 'pods', '10.0.16.0/20')];
  return allocator(topology({ vpcs: [vpc('v', '10.0.0.0/8', { provider: 'aws' })], segments, clusters: [c] }))(c);
}

/** Every value that allocation hands out, by the object that has it. */
function valuesOf(c: Cluster, { withPods }: { withPods: boolean }): Map<string, unknown> {
  const it = allocationOf(c);
  const values = new Map<string, unknown>();
  for (const n of c.nodes) values.set(`range of ${n.id}`, it.nodePodCIDRs(n)[0]);
  for (const n of c.nodes) values.set(`tunnel of ${n.id}`, it.tunnelAddresses(n));
  for (const { workloads, services } of c.namespaces) {
    for (const s of services) values.set(s.id, [it.clusterIPs(s), it.nodePort(s, 0)]);
    for (const w of withPods ? workloads : []) {
      for (const pod of it.pods(w)) values.set(pod.id, [pod.node.id, pod.addresses]);
    }
  }
  return values;
}

function expectKept(before: Map<string, unknown>, after: Map<string, unknown>): void {
  for (const [what, value] of before) expect([what, after.get(what)]).toEqual([what, value]);
}

describe.each(Object.entries(cnis))('%s', (_, cni) => {
  test('a new workload or Service at the end renumbers nothing', () => {
    fc.assert(
      fc.property(shape, aWorkload, aService, (shape, newWorkload, newService) => {
        const grown = {
          nodes: shape.nodes,
          workloads: [...shape.workloads, newWorkload],
          services: [...shape.services, newService],
        };
        const before = valuesOf(clusterOf(shape, cni), { withPods: true });
        expectKept(before, valuesOf(clusterOf(grown, cni), { withPods: true }));
      }),
      { numRuns: 60 },
    );
  });

  // Where the scheduler puts a pod depends on which nodes there are; what it is given does not move otherwise.
  test('a new node at the end renumbers no node and no Service', () => {
    fc.assert(
      fc.property(shape, aNode, (shape, newNode) => {
        const before = valuesOf(clusterOf(shape, cni), { withPods: false });
        const after = valuesOf(clusterOf({ ...shape, nodes: [...shape.nodes, newNode] }, cni), { withPods: false });
        expectKept(before, after);
      }),
      { numRuns: 60 },
    );
  });

  test('no two pods have one address, every pod is found by its own, and on its node', () => {
    fc.assert(
      fc.property(shape, (shape) => {
        const c = clusterOf(shape, cni);
        const it = allocationOf(c);
        const pods = c.namespaces.flatMap((n) => n.workloads).flatMap((w) => it.pods(w));
        const own = pods.filter((pod) => !pod.workload.hostNetwork);
        const all = own.flatMap((pod) => pod.addresses);
        expect(all.length).toBeGreaterThanOrEqual(own.length);
        expect(new Set(all).size).toBe(all.length);
        for (const pod of own) for (const address of pod.addresses) expect(it.podAt(address)).toBe(pod);
        for (const n of c.nodes) {
          expect([...it.podsOn(n.id)].sort(byId)).toEqual(pods.filter((pod) => pod.node === n).sort(byId));
        }
      }),
      { numRuns: 60 },
    );
  });
});

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
