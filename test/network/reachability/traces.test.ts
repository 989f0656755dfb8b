import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNetwork } from '../../../network/machines/create.ts';
import { positionOf } from '../../../network/reachability/port-set.ts';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import { NOWHERE } from '../../../network/topology/origin.ts';
import type { Endpoint } from '../../../network/topology/question.ts';
import type { Workload } from '../../../network/topology/workload.ts';
import { trace } from '../../../network/trace/trace.ts';
import { topologyOf } from '../../support/examples.ts';
import { type NaivePod, naivePods } from './support/naive.ts';
import { clusters } from './support/random.ts';

/* Two ways to the same answer: the matrix of a cluster, and the way of a packet through its machines. */

const TEXT = `network lan { cidr 172.16.0.0/16  gateway 172.16.0.254 }
cluster c {
  podCIDR 10.244.0.0/16
  cni calico { ipPool pods { cidr 10.244.0.0/16  blockSize 26  vxlanMode CrossSubnet  natOutgoing true } }
  node n1 { in lan  ip 172.16.0.1 }
  node n2 { in lan  ip 172.16.0.2 }
}`;

const SERVICES = [53, 80, 81, 8080].flatMap((port) => [
  { protocol: 'TCP', port } as const,
  { protocol: 'UDP', port } as const,
]);

/** Pods listen on everything that is asked for, so that nothing but policies decides; each second one is on the other node. */
function placed(pod: NaivePod, index: number): Workload {
  const listening = SERVICES.filter(
    ({ protocol, port }) => !pod.workload.ports.some((one) => one.protocol === protocol && one.port === port),
  );
  return {
    ...pod.workload,
    hostNetwork: false,
    on: [{ value: `c/n${(index % 2) + 1}`, origin: NOWHERE }],
    addresses: [],
    ports: [...pod.workload.ports, ...listening.map((one) => ({ ...one, origin: NOWHERE }))],
  };
}

function clusterOf(base: Cluster, random: Cluster): Cluster {
  const pods = new Map(naivePods(random).map((pod, index) => [pod.workload, placed(pod, index)]));
  const namespaces = random.namespaces.map((one) => ({
    ...one,
    workloads: one.workloads.map((workload) => pods.get(workload)!),
    policies: one.policies.filter(({ broken }) => !broken),
  }));
  return { ...base, namespaces };
}

const end = (id: string): Endpoint => ({ kind: 'workload', id, origin: NOWHERE });

test.each([3, Date.now() % 2 ** 31])(
  'every cell of the matrix is what a packet meets, seed %i',
  { timeout: 240_000 },
  async (seed) => {
    const base = await topologyOf(TEXT);
    fc.assert(
      fc.property(clusters, (random) => {
        const cluster = clusterOf(base.clusters[0]!, random);
        const topology = { ...base, clusters: [cluster] };
        const allocate = allocator(topology);
        const network = createNetwork(topology, allocate);
        const podAddresses = (workload: Workload) =>
          allocate(cluster)
            .pods(workload)
            .map((pod) => pod.addresses);
        const reach = new Reachability(cluster, { ipBlockPods: 'include', podAddresses });
        const ids = cluster.namespaces.flatMap(({ workloads }) => workloads.map(({ id }) => id));
        for (const source of ids) {
          for (const destination of ids.filter((one) => one !== source)) {
            for (const probe of [...SERVICES, { protocol: 'ICMP' } as const]) {
              const result = trace(network, { from: end(source), to: end(destination), probe, origin: NOWHERE });
              const { table } = reach.matrix;
              const can = table
                .classesOf(source)
                .some((from) =>
                  table.classesOf(destination).some((to) => reach.matrix.can(from, to, positionOf(probe))),
                );
              const told = `${source} -> ${destination} ${JSON.stringify(probe)}: ${result.disposition}`;
              expect(told).toBe(
                `${source} -> ${destination} ${JSON.stringify(probe)}: ${can ? 'DELIVERED' : 'DENIED_BY_POLICY'}`,
              );
            }
          }
        }
      }),
      { seed, numRuns: 150 },
    );
  },
);
