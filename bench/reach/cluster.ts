import { prefixOf } from '../../network/address/prefix.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import { NOWHERE } from '../../network/topology/origin.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../../network/topology/policy.ts';
import type { PortRange, Protocol } from '../../network/topology/ports.ts';
import type { Labels, Requirement, Selector } from '../../network/topology/selector.ts';
import type { Namespace, Workload } from '../../network/topology/workload.ts';
import { cluster, pod, said } from '../../test/support/topology.ts';

/* Large clusters with everything that policies can say, the same every time. */

export interface Size {
  readonly pods: number;
  readonly workloads: number;
  readonly policies: number;
  readonly namespaces: number;
}

const NUMBERS = [53, 80, 443, 5432, 6379, 8080, 8443, 9090, 9092, 27017];
const NAMED = [
  { name: 'http', port: 8080 },
  { name: 'metrics', port: 9102 },
];
const POD_NETWORK = 0x0a800000; // 10.128.0.0/9

/** A small generator of numbers (mulberry32): the same cluster in every run and on every machine. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const selector = (requirements: readonly Requirement[]): Selector => ({ requirements, origin: NOWHERE });
const isIn = (key: string, ...values: string[]): Requirement => ({ key, operator: 'In', values, origin: NOWHERE });
const isNot = (key: string, ...values: string[]): Requirement => ({ key, operator: 'NotIn', values, origin: NOWHERE });

/** A cluster of that size, whose workloads have as many labels, ports and tiers as one finds. */
export function largeCluster(size: Size): Cluster {
  const roll = dice(42);
  const each = Math.ceil(size.workloads / size.namespaces);
  const namespaces = Array.from({ length: size.namespaces }, (_, n) => {
    const workloads = Array.from({ length: Math.min(each, size.workloads - n * each) }, (_, i) =>
      workloadOf(n, i, size, roll),
    );
    return namespaceOf(n, workloads, []);
  });
  const perNamespace = size.policies / size.namespaces;
  return clusterOf(
    namespaces.map((one, n) => {
      const count = Math.floor((n + 1) * perNamespace) - Math.floor(n * perNamespace);
      return { ...one, policies: Array.from({ length: count }, (_, i) => policyOf(one, i, size, roll)) };
    }),
  );
}

const clusterOf = (namespaces: readonly Namespace[]): Cluster =>
  cluster('c', { kind: 'none', origin: NOWHERE }, [], [], { namespaces });

function namespaceOf(n: number, workloads: readonly Workload[], policies: readonly Policy[]): Namespace {
  const name = `ns-${n}`;
  const labels = {
    'kubernetes.io/metadata.name': name,
    team: `team-${n % 20}`,
    stage: ['prod', 'test', 'dev'][n % 3]!,
  };
  return {
    id: `c/${name}`,
    name,
    origin: NOWHERE,
    cluster: 'c',
    labels,
    workloads,
    services: [],
    ingresses: [],
    policies,
  };
}

function workloadOf(n: number, i: number, size: Size, roll: (below: number) => number): Workload {
  const labels: Labels = { app: `app-${i}`, tier: `tier-${roll(5)}`, ...(roll(3) > 0 && { track: `t-${roll(4)}` }) };
  const each = Math.max(1, Math.round(size.pods / size.workloads));
  const first = POD_NETWORK + (n * Math.ceil(size.workloads / size.namespaces) + i) * each;
  return {
    ...pod(`c/ns-${n}/w-${i}`, ''),
    namespace: `ns-${n}`,
    kind: 'Deployment',
    labels,
    replicas: each,
    addresses: Array.from({ length: each }, (_, k) => said(first + k)),
    ports: NAMED.filter(() => roll(2) > 0).map((one) => ({ ...one, protocol: 'TCP', origin: NOWHERE })),
  };
}

/** Isolates some pods of its namespace, most in one direction, with one to three rules a direction. */
export function policyOf(
  { name, id, workloads }: Namespace,
  i: number,
  size: Size,
  roll: (below: number) => number,
): Policy {
  const some = workloads[roll(workloads.length)]!.labels;
  const kind = roll(10);
  const podSelector =
    kind < 6 ? selector([isIn('app', some.app!)]) : kind < 9 ? selector([isIn('tier', some.tier!)]) : selector([]);
  const types = roll(3);
  const rules = (): PolicyRule[] => Array.from({ length: 1 + roll(3) }, () => ruleOf(size, workloads, roll));
  return {
    id: `${id}/p-${i}`,
    name: `p-${i}`,
    origin: NOWHERE,
    cluster: 'c',
    namespace: name,
    podSelector,
    policyTypes: types === 0 ? ['Ingress', 'Egress'] : types === 1 ? ['Ingress'] : ['Egress'],
    ingress: types === 2 ? [] : rules(),
    egress: types === 1 ? [] : rules(),
    broken: false,
  };
}

/** The same policy but for the ports of its first rule. */
export function withPort(policy: Policy, roll: (below: number) => number): Policy {
  const direction = policy.ingress.length > 0 ? 'ingress' : 'egress';
  const [first, ...others] = policy[direction];
  return { ...policy, [direction]: [{ ...first!, ports: [portOf(roll)] }, ...others] };
}

function ruleOf(size: Size, workloads: readonly Workload[], roll: (below: number) => number): PolicyRule {
  const peers = Array.from({ length: 1 + roll(2) }, () => peerOf(size, workloads, roll));
  return { peers, ports: Array.from({ length: roll(3) }, () => portOf(roll)), origin: NOWHERE };
}

function peerOf({ namespaces }: Size, workloads: readonly Workload[], roll: (below: number) => number): PolicyPeer {
  const some = workloads[roll(workloads.length)]!.labels;
  const namespaceSelector = selector(
    [
      [isIn('team', `team-${roll(20)}`)],
      [isIn('kubernetes.io/metadata.name', `ns-${roll(namespaces)}`)],
      [isNot('stage', 'dev')],
    ][roll(3)]!,
  );
  const podSelector = selector(
    [[isIn('app', some.app!)], [isIn('tier', some.tier!)], [isNot('track', 't-0')]][roll(3)]!,
  );
  const kind = roll(10);
  if (kind < 4) return { podSelector, origin: NOWHERE };
  if (kind < 6) return { namespaceSelector, origin: NOWHERE };
  if (kind < 8) return { podSelector, namespaceSelector, origin: NOWHERE };
  return { ipBlock: blockOf(roll), origin: NOWHERE };
}

/** Half of them far from the pods, as most are; the others cover some. */
function blockOf(roll: (below: number) => number) {
  const base = roll(2) === 0 ? 0xc6120000 + roll(256) * 256 : POD_NETWORK + roll(512) * 256;
  const cidr = prefixOf(base, 20 + roll(5));
  return { cidr: said(cidr), except: roll(3) === 0 ? [said(prefixOf(cidr.first, 26))] : [] };
}

function portOf(roll: (below: number) => number): PortRange {
  const protocol: Protocol = roll(6) === 0 ? 'UDP' : 'TCP';
  const kind = roll(12);
  if (kind === 0) return { protocol, origin: NOWHERE };
  if (kind === 1) return { protocol: 'TCP', from: 30000, to: 32767, origin: NOWHERE };
  if (kind === 2) return { protocol: 'TCP', name: NAMED[roll(2)]!.name, origin: NOWHERE };
  const port = NUMBERS[roll(NUMBERS.length)]!;
  return { protocol, from: port, to: port, origin: NOWHERE };
}
