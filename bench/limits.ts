import { CHECKS } from '../network/checks/catalogue.ts';
import type { CheckContext } from '../network/checks/diagnostic.ts';
import { createNetwork } from '../network/machines/create.ts';
import { allocator } from '../network/topology/allocate.ts';
import type { Topology } from '../network/topology/topology.ts';
import { trace } from '../network/trace/trace.ts';
import { ms, table, time, times } from './measure.ts';
import { topologyOf } from './topology.ts';

const NODES = 5_000;
const PODS = 150_000;
const SERVICES = 10_000;
const POLICIES = 2_000;
const NAMESPACES = 100;
const SLOWEST = 6;

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** All checks of a cluster at Kubernetes' limits beside reading its text, and the slowest of them beside first traces. */
export async function limits(): Promise<void> {
  let topology: Topology | undefined;
  const read = await time(async () => {
    topology = await topologyOf(limitsText());
  });
  const first = await time(() => trace(createNetwork(topology!, allocator(topology!)), topology!.traces[0]!));
  const checks = await checkTimes(topology!);
  const all = checks.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
  const rows = [['all', all] as const, ...checks.sort(([, a], [, b]) => b - a).slice(0, SLOWEST)];
  table(
    `Checks of ${NODES} nodes, ${PODS} Pods, ${SERVICES} Services and ${POLICIES} policies; the text is read in ${ms(read)}`,
    ['check', 'time', 'beside reading', `beside a first trace (${ms(first)})`],
    rows.map(([name, own]) => [name, ms(own), times(own / read), times(own / first)]),
  );
}

/** Each check once, in the order of the catalogue: the first that asks for something works it out for the others. */
async function checkTimes(topology: Topology): Promise<(readonly [string, number])[]> {
  const context: CheckContext = { topology, allocate: allocator(topology), stop: () => false };
  const found: (readonly [string, number])[] = [];
  for (const check of CHECKS) found.push([check.code, await time(() => [...check.run(context)])]);
  return found;
}

const limitsText = () => `network lan { cidr 172.16.0.0/16  gateway 172.16.0.1 }
cluster big {
  serviceCIDR 192.168.0.0/16
  maxPods 110
  cni calico { ipPool pods { cidr 10.0.0.0/8  vxlanMode CrossSubnet } }
  nodes w ${NODES} { in lan }
${range(NAMESPACES).map(namespaceOf).join('\n')}
}
trace n0/d0-0 -> n1/d1-0:8080/TCP
`;

const namespaceOf = (n: number) => `  namespace n${n} {
${range(SERVICES / NAMESPACES)
  .map(applicationOf)
  .join('\n')}
${range(POLICIES / NAMESPACES)
  .map(policyOf)
  .join('\n')}
  }`;

const applicationOf = (
  i: number,
) => `    deployment d${i} { replicas ${PODS / SERVICES}  labels app=a${i}  port http 8080/TCP }
    service s${i} { selector app=a${i}  port 80/TCP -> http }`;

const policyOf = (i: number) =>
  `    networkPolicy p${i} { podSelector app=a${i}  ingress { from podSelector app=a${i + 1}  port http } }`;
