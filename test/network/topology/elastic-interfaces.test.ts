import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { Node } from '../../../network/topology/cluster.ts';
import type { Cni } from '../../../network/topology/cni.ts';
import { interfacePlan } from '../../../network/topology/ipam/elastic-interfaces.ts';
import { shortageOf } from '../../../network/topology/ipam/shortage.ts';
import { addresses, cluster, deployment, namespace, nic, node, sourced, subnet, topology, vpc } from './builders.ts';
import { awsVpc, terway } from './cnis.ts';

const limits = (maxENIs: number, addressesPerENI: number): Partial<Node> => ({
  maxENIs: sourced(maxENIs),
  addressesPerENI: sourced(addressesPerENI),
});

/** The pods of one node, with the device that has each address, and the interfaces. */
function placed(cni: Cni, replicas: number, parts: Partial<Node>, written: readonly string[] = []) {
  const n1 = node('n1', nic('v/nodes', '10.0.0.9'), parts);
  const web = { ...deployment('default/web', replicas), addresses: addresses(...written) };
  const c = cluster({ cni, podCIDRs: [], nodes: [n1], namespaces: [namespace('default', { workloads: [web] })] });
  const segments = [
    subnet('v', 'nodes', '10.0.0.0/24', 'h'),
    subnet('v', 'p', '10.0.1.0/24', 'h'),
    subnet('v', 'q', '10.0.2.0/29', 'h'),
  ];
  const t = topology({ vpcs: [vpc('v', '10.0.0.0/8', { provider: 'alibaba' })], segments, clusters: [c] });
  const it = allocator(t)(c);
  return {
    pods: it.podsOn(n1.id).map(({ addresses: [own] }) => {
      if (own === undefined) return 'none';
      return `${formatAddress(own)} ${it.elasticInterfaceAt(own)?.device ?? 'own'}`;
    }),
    interfaces: it
      .elasticInterfaces(n1)
      .map(({ device, segment, primary }) =>
        [device, segment, primary === undefined ? '' : formatAddress(primary)].filter(Boolean).join(' '),
      ),
    shortages: it.podsOn(n1.id).map((pod) => shortageOf(t, c, it, pod)?.code),
  };
}

describe('pods are spread over the interfaces of their node', () => {
  const cases: [string, Parameters<typeof placed>, string[], string[]][] = [
    [
      'Terway eniip: not on the machine’s own, all addresses of the others',
      [terway('eniip', 'v/p'), 4, limits(3, 2)],
      ['10.0.1.1 eth1', '10.0.1.2 eth1', '10.0.1.3 eth2', '10.0.1.4 eth2'],
      ['eth1 v/p', 'eth2 v/p'],
    ],
    [
      'Terway eniip: no more than there are',
      [terway('eniip', 'v/p'), 3, limits(2, 2)],
      ['10.0.1.1 eth1', '10.0.1.2 eth1', 'none'],
      ['eth1 v/p'],
    ],
    [
      'Terway eni: one each',
      [terway('eni', 'v/p'), 3, limits(3, 2)],
      ['10.0.1.1 eth1', '10.0.1.2 eth2', 'none'],
      ['eth1 v/p', 'eth2 v/p'],
    ],
    [
      'Terway eniip: a vSwitch that is full is left for the next, with an interface there',
      [terway('eniip', 'v/q', 'v/p'), 6, limits(4, 10)],
      ['10.0.2.1 eth1', '10.0.2.2 eth1', '10.0.2.3 eth1', '10.0.2.4 eth1', '10.0.1.1 eth2', '10.0.1.2 eth2'],
      ['eth1 v/q', 'eth2 v/p'],
    ],
    [
      'Terway eniip: a written address is on an interface of its vSwitch',
      [terway('eniip', 'v/p', 'v/q'), 2, limits(4, 10), ['10.0.2.3']],
      ['10.0.2.3 eth1', '10.0.1.1 eth2'],
      ['eth1 v/q', 'eth2 v/p'],
    ],
    [
      'AWS: the machine’s own first; each further one has an address for itself',
      [awsVpc(), 4, limits(2, 3)],
      ['10.0.0.252 own', '10.0.0.251 own', '10.0.0.249 eth1', '10.0.0.248 eth1'],
      ['eth1 v/nodes 10.0.0.250'],
    ],
    [
      'nobody says how many: one takes all',
      [terway('eniip', 'v/p'), 2, {}],
      ['10.0.1.1 eth1', '10.0.1.2 eth1'],
      ['eth1 v/p'],
    ],
    ['AWS, nobody says how many', [awsVpc(), 2, {}], ['10.0.0.252 own', '10.0.0.251 own'], []],
  ];
  test.each(cases)('%s', (_, question, pods, interfaces) => {
    expect(placed(...question)).toMatchObject({ pods, interfaces });
  });
});

describe('why a pod has no address', () => {
  const cases: [string, Parameters<typeof placed>, (string | undefined)[]][] = [
    ['the interfaces are full', [terway('eniip', 'v/p'), 2, limits(2, 1)], [undefined, 'NODE-PODS-EXHAUSTED']],
    ['no vSwitch in the zone', [terway('eniip', 'v/elsewhere'), 1, limits(2, 1)], ['TERWAY-ZONE']],
    [
      'the vSwitch is full',
      [terway('eniip', 'v/q'), 5, limits(9, 9)],
      [undefined, undefined, undefined, undefined, 'SUBNET-CAPACITY'],
    ],
  ];
  test.each(cases)('%s', (_, question, shortages) => {
    expect(placed(...question).shortages).toEqual(shortages);
  });
});

describe('the limits of an instance', () => {
  const n = (parts: Partial<Node>) => node('n', nic('v/nodes'), parts);
  test.each([
    ['m5.large, AWS', awsVpc(), n({ instanceType: sourced('m5.large') }), 27],
    ['m5.large with prefixes', awsVpc({ enablePrefixDelegation: true }), n({ instanceType: sourced('m5.large') }), 432],
    [
      'what is written counts before the type',
      awsVpc(),
      n({ instanceType: sourced('m5.large'), maxENIs: sourced(1) }),
      9,
    ],
    ['Terway eniip', terway('eniip'), n(limits(3, 10)), 20],
    ['Terway eni', terway('eni'), n(limits(3, 10)), 2],
  ] as const)('%s', (_, cni, own, room) => {
    const plan = interfacePlan(cluster({ cni }), own)!;
    expect(plan.most * plan.each).toBe(room);
  });
});
