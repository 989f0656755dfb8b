/// <reference types="node" />
import { formatAddress } from '../network/address/address.ts';
import { createNetwork } from '../network/machines/create.ts';
import { allocator } from '../network/topology/allocate.ts';
import type { Topology } from '../network/topology/topology.ts';
import { trace } from '../network/trace/trace.ts';
import { ms, sideBySide, table, time, times } from './measure.ts';
import { topologyOf } from './topology.ts';

const SIZES = [10, 1_000, 10_000];
const MODES = ['iptables', 'ipvs', 'nftables', 'userspace'] as const;
const ROUNDS = 100;

/** A packet through a Service as there are more of them, in every mode; then the memory that a cluster at the limits takes. */
export async function services(): Promise<void> {
  for (const mode of MODES) {
    const topologies = await Promise.all(SIZES.map((count) => topologyOf(textOf(mode, count))));
    const first = await sideBySide(3, ...topologies.map((topology) => () => time(() => follow(topology))));
    const later = await sideBySide(3, ...topologies.map(laterTraces));
    table(
      `A trace through a Service, kube-proxy ${mode}. The first in a new topology indexes all Services; the others ask.`,
      ['Services', 'first', 'beside 10', 'each later one', 'beside 10'],
      SIZES.map((count, i) => [
        String(count),
        ms(first[i]!),
        times(first[i]! / first[0]!),
        ms(later[i]!),
        times(later[i]! / later[0]!),
      ]),
    );
  }
  await memory();
}

const textOf = (mode: string, count: number) => `network lan { cidr 172.16.0.0/16  gateway 172.16.0.1 }
cluster big {
  podCIDR 10.0.0.0/8
  serviceCIDR 192.168.0.0/16
  cni flannel { backend vxlan }
  kubeProxy ${mode}
  nodes w 3 { in lan }
  namespace default {
    pod client { on w-1 }
    deployment web { replicas 3  labels app=web  port http 8080/TCP }
    ${Array.from({ length: count }, (_, i) => `service s${i} { selector app=web  port 80/TCP -> http }`).join('\n')}
  }
}
trace default/client -> service default/s${count - 1}:80/TCP
`;

function follow(topology: Topology, network = createNetwork(topology, allocator(topology))): void {
  const { paths } = trace(network, topology.traces[0]!);
  const failed = paths.find(({ disposition }) => disposition !== 'DELIVERED');
  if (failed) throw new Error(`the packet ends as ${failed.disposition}: ${failed.reason}`);
}

function laterTraces(topology: Topology): () => Promise<number> {
  const network = createNetwork(topology, allocator(topology));
  return async () => {
    const all = await time(() => {
      for (let i = 0; i < ROUNDS; i++) follow(topology, network);
    });
    return all / ROUNDS;
  };
}

const NODES = 5_000;
const PODS = 150_000;
const SERVICES = 10_000;

const limitsText = () => `network lan { cidr 172.16.0.0/16  gateway 172.16.0.1 }
cluster big {
  podCIDR 10.0.0.0/8
  serviceCIDR 192.168.0.0/16
  maxPods 110
  cni flannel { backend vxlan }
  kubeProxy iptables
  nodes w ${NODES} { in lan }
  namespace default {
    ${Array.from({ length: SERVICES }, (_, i) => `deployment d${i} { replicas ${PODS / SERVICES}  labels app=a${i}  port http 8080/TCP }\nservice s${i} { selector app=a${i}  port 80/TCP -> http }`).join('\n')}
  }
}
trace default/d0-0 -> service default/s${SERVICES - 1}:80/TCP
`;

/** What a cluster at Kubernetes' limits takes, once a packet has been followed through it. */
async function memory(): Promise<void> {
  const topology = await topologyOf(limitsText());
  const network = createNetwork(topology, allocator(topology));
  follow(topology, network);
  const cluster = topology.clusters[0]!;
  const pods = cluster.namespaces.flatMap((one) => one.workloads).flatMap((one) => network.allocate(cluster).pods(one));
  const resident = process.memoryUsage().rss / 2 ** 20;
  const last = formatAddress(pods.at(-1)!.addresses[0]!);
  table(
    'Memory of this process with a cluster at the limits, all addresses given out and a trace followed. Goal: 1,024 MB.',
    ['nodes', 'Pods', 'Services', 'resident', 'last Pod'],
    [[String(NODES), String(pods.length), String(SERVICES), `${resident.toFixed(0)} MB`, last]],
  );
}
