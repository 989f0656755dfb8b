import fc from 'fast-check';
import { prefixOf } from '../../../../network/address/prefix.ts';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import { NOWHERE } from '../../../../network/topology/origin.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../../../../network/topology/policy.ts';
import type { PortRange, Protocol } from '../../../../network/topology/ports.ts';
import type { Labels, Requirement, Selector } from '../../../../network/topology/selector.ts';
import type { ContainerPort, Namespace, Workload } from '../../../../network/topology/workload.ts';
import { cluster, pod, said } from '../../../support/topology.ts';

/* Small clusters in which everything happens often: few labels, few ports, few addresses. */

const POD_NETWORK = 0x0af40000; // 10.244.0.0

const values = fc.constantFrom('a', 'b', 'c');
const keys = fc.constantFrom('app', 'tier', 'env');
const protocols = fc.constantFrom<Protocol>('TCP', 'UDP', 'SCTP');
const names = fc.constantFrom('http', 'dns', 'db');
const numbers = fc.constantFrom(1, 53, 80, 81, 82, 443, 8080, 65535);

export const labels: fc.Arbitrary<Labels> = fc.dictionary(keys, values, { maxKeys: 3 });

const requirement: fc.Arbitrary<Requirement> = fc.record({
  key: keys,
  operator: fc.constantFrom<Requirement['operator']>('In', 'In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.uniqueArray(values, { minLength: 1, maxLength: 2 }),
  origin: fc.constant(NOWHERE),
});

const selector: fc.Arbitrary<Selector> = fc.record({
  requirements: fc.array(requirement, { maxLength: 2 }),
  origin: fc.constant(NOWHERE),
});

const namespaceRequirement: fc.Arbitrary<Requirement> = fc.oneof(
  requirement,
  fc.record({
    key: fc.constant('kubernetes.io/metadata.name'),
    operator: fc.constantFrom<Requirement['operator']>('In', 'NotIn'),
    values: fc.uniqueArray(fc.constantFrom('n0', 'n1', 'n2'), { minLength: 1, maxLength: 2 }),
    origin: fc.constant(NOWHERE),
  }),
);

const namespaceSelector: fc.Arbitrary<Selector> = fc.record({
  requirements: fc.array(namespaceRequirement, { maxLength: 2 }),
  origin: fc.constant(NOWHERE),
});

/** Blocks around the pods' network, and some far away; IPv6 now and then. */
const block = fc
  .tuple(fc.nat(15), fc.constantFrom(0, 8, 16, 26, 28, 30, 32), fc.boolean(), fc.nat(9))
  .map(([host, length, isNear, family]) =>
    family === 0
      ? prefixOf((0xfd00n << 112n) + BigInt(host), 128 - (32 - length))
      : prefixOf(isNear ? POD_NETWORK + host : 0x08080000 + host, length),
  );

const peer: fc.Arbitrary<PolicyPeer> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ podSelector: selector, origin: fc.constant(NOWHERE) }) },
  { weight: 2, arbitrary: fc.record({ namespaceSelector, origin: fc.constant(NOWHERE) }) },
  { weight: 3, arbitrary: fc.record({ podSelector: selector, namespaceSelector, origin: fc.constant(NOWHERE) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ipBlock: fc.record({
        cidr: block.map((one) => said(one)),
        except: fc.array(
          block.map((one) => said(one)),
          { maxLength: 2 },
        ),
      }),
      origin: fc.constant(NOWHERE),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ origin: NOWHERE }) },
);

const port: fc.Arbitrary<PortRange> = fc.oneof(
  fc.record({ protocol: protocols, from: numbers, origin: fc.constant(NOWHERE) }),
  fc.record({ protocol: protocols, origin: fc.constant(NOWHERE) }),
  fc.record({ name: names, protocol: protocols, origin: fc.constant(NOWHERE) }),
  fc.record({ name: names, origin: fc.constant(NOWHERE) }),
  fc
    .tuple(protocols, numbers, numbers)
    .map(([protocol, a, b]) => ({ protocol, from: Math.min(a, b), to: Math.max(a, b), origin: NOWHERE })),
);

const rule: fc.Arbitrary<PolicyRule> = fc.record({
  peers: fc.array(peer, { maxLength: 3 }),
  ports: fc.array(port, { maxLength: 2 }),
  origin: fc.constant(NOWHERE),
});

const rules = fc.array(rule, { maxLength: 2 });

/** A policy without its place. */
export const policyBody = fc
  .record({
    podSelector: selector,
    policyTypes: fc.constantFrom<Policy['policyTypes'] | undefined>(
      undefined,
      ['Ingress'],
      ['Egress'],
      ['Ingress', 'Egress'],
    ),
    ingress: rules,
    egress: rules,
    broken: fc.nat(19).map((n) => n === 0),
  })
  .map(({ policyTypes, ...rest }) => ({
    ...rest,
    policyTypes: policyTypes ?? (rest.egress.length > 0 ? (['Ingress', 'Egress'] as const) : (['Ingress'] as const)),
  }));

const containerPort: fc.Arbitrary<ContainerPort> = fc.record({
  name: fc.option(names, { nil: undefined }),
  protocol: protocols,
  port: numbers,
  origin: fc.constant(NOWHERE),
});

export const workloadBody = fc.record({
  labels,
  ports: fc.array(containerPort, { maxLength: 2 }),
  hostNetwork: fc.nat(11).map((n) => n === 0),
  families: fc.constantFrom([4], [4], [4], [4], [4], [4, 6], [4, 6], [6]),
});

export type PolicyBody = typeof policyBody extends fc.Arbitrary<infer T> ? T : never;
export type WorkloadBody = typeof workloadBody extends fc.Arbitrary<infer T> ? T : never;

export function namespaceOf(
  number: number,
  own: Labels,
  workloads: readonly WorkloadBody[],
  policies: readonly PolicyBody[],
): Namespace {
  const name = `n${number}`;
  return {
    id: `c/${name}`,
    name,
    origin: NOWHERE,
    cluster: 'c',
    labels: { ...own, 'kubernetes.io/metadata.name': name },
    workloads: workloads.map((body, i) => workloadOf(name, i, number * 4 + i, body)),
    services: [],
    ingresses: [],
    policies: policies.map((body, i) => ({
      id: `c/${name}/p${i}`,
      name: `p${i}`,
      origin: NOWHERE,
      cluster: 'c',
      namespace: name,
      ...body,
    })),
  };
}

/** Pods with addresses 10.244.0.0 and on, some with fd00:: and on besides or alone; a hostNetwork pod has one of a node's. */
function workloadOf(namespace: string, index: number, host: number, { families, ...body }: WorkloadBody): Workload {
  const ip = body.hostNetwork ? 0x08080000 + (host % 4) : POD_NETWORK + host;
  const addresses = families.map((family) => said(family === 4 ? ip : (0xfd00n << 112n) + BigInt(host)));
  return { ...pod(`c/${namespace}/w${index}`, ''), namespace, addresses, ...body };
}

export const namespaceBody = fc.tuple(
  labels,
  fc.array(workloadBody, { minLength: 1, maxLength: 4 }),
  fc.array(policyBody, { maxLength: 3 }),
);

function clusterOf(namespaces: readonly Namespace[]): Cluster {
  return cluster('c', { kind: 'none', origin: NOWHERE }, [], [], { namespaces });
}

export const clusters: fc.Arbitrary<Cluster> = fc
  .array(namespaceBody, { minLength: 1, maxLength: 3 })
  .map((bodies) => clusterOf(bodies.map((body, i) => namespaceOf(i, ...body))));
