import { describe, expect, test } from 'vitest';
import type { Cluster, NodeGroup } from '../../../network/topology/cluster.ts';
import type { Cni } from '../../../network/topology/cni.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import {
  addresses,
  calico,
  cidrs,
  cluster,
  deployment,
  host,
  ipPool,
  namespace,
  network,
  nic,
  node,
  nodes,
  origin,
  service,
  sourced,
  subnet,
  topology,
  vpc,
  workload,
} from '../topology/builders.ts';
import { diagnose, summary } from './run.ts';

type Case = [what: string, parts: Partial<Topology>, expected: string[]];

const flannel = (type: 'vxlan' | 'alivpc'): Cni => ({
  kind: 'flannel',
  origin: origin('flannel'),
  backend: { type, origin: origin(type), vni: 1, port: 8472, directRouting: false },
  ipMasq: true,
  hairpinMode: true,
});
const terway = (...podVSwitches: string[]): Cni => ({
  kind: 'terway',
  origin: origin('terway'),
  mode: 'eniip',
  podVSwitches: podVSwitches.map((id) => sourced(id)),
  securityGroups: [],
});
const aws: Cni = {
  kind: 'aws-vpc',
  origin: origin('aws-vpc'),
  externalSNAT: false,
  enableNetworkPolicy: false,
  enablePrefixDelegation: false,
};
const pods = (...workloads: ReturnType<typeof workload>[]) => [namespace('default', { workloads })];
const at = (name: string, ip: string, on?: string) =>
  workload(`default/${name}`, { addresses: addresses(ip), on: on === undefined ? [] : [sourced(`c/${on}`)] });
const one = (parts: Partial<Cluster>): Partial<Topology> => ({ clusters: [cluster(parts)] });

function check(cases: Case[]) {
  test.each(cases)('%s', (_, parts, expected) => {
    expect(diagnose(topology(parts)).map(summary)).toEqual(expected);
  });
}

describe('CIDR-POD-OUTSIDE-VPC', () => {
  const inVpc = (parts: Partial<Cluster>): Partial<Topology> => ({
    vpcs: [vpc('v', '10.0.0.0/16', { provider: 'alibaba' }), vpc('w', '10.9.0.0/16', { provider: 'alibaba' })],
    segments: [subnet('v', 's', '10.0.0.0/19'), subnet('w', 's', '10.9.0.0/19')],
    ...one({ cni: terway('v/s'), podCIDRs: [], nodes: [node('n1', nic('v/s', '10.0.0.9'))], ...parts }),
  });
  const WHERE = 'the VPC of the nodes, v (10.0.0.0/16)';
  const BECAUSE = 'with terway Pods have addresses of the VPC';
  check([
    ['a Pod range inside the VPC', inVpc({ podCIDRs: cidrs('10.0.0.0/20') }), []],
    [
      'a Pod range outside',
      inVpc({ podCIDRs: cidrs('172.20.0.0/16') }),
      [`CIDR-POD-OUTSIDE-VPC at 172.20.0.0/16: Pod range 172.20.0.0/16 of cluster c lies outside ${WHERE}: ${BECAUSE}`],
    ],
    [
      'a Pod address outside',
      inVpc({ namespaces: pods(at('a', '172.20.0.9')) }),
      [`CIDR-POD-OUTSIDE-VPC at 172.20.0.9: 172.20.0.9 of Pod default/a lies outside ${WHERE}: ${BECAUSE}`],
    ],
    [
      'a vSwitch of another VPC',
      inVpc({ cni: terway('v/s', 'w/s') }),
      [
        `CIDR-POD-OUTSIDE-VPC at w/s: Pod vSwitch s is not in ${WHERE}: an instance takes no network interface of another`,
      ],
    ],
  ]);
});

describe('CIDR-POD-POD', () => {
  const ranged = (name: string, range: string) => node(name, [], { podCIDRs: cidrs(range) });
  const blocks = (name: string, range: string) => node(name, [], { ipBlocks: cidrs(range) });
  check([
    ['side by side', one({ nodes: [ranged('n1', '10.244.0.0/24'), ranged('n2', '10.244.1.0/24')] }), []],
    [
      'two alike: the later moves, with its Pods',
      one({
        nodes: [ranged('n1', '10.244.0.0/24'), ranged('n2', '10.244.0.0/24')],
        namespaces: pods(at('a', '10.244.0.9', 'n2')),
      }),
      [
        'CIDR-POD-POD at 10.244.0.0/24: The Pod range 10.244.0.0/24 of node n2 overlaps 10.244.0.0/24 of node n1: packets to its Pods would go to both (10.244.0.0/24) [Move the Pod range to 10.244.1.0/24, with the addresses of its Pods: 10.244.0.0/24 -> 10.244.1.0/24, 10.244.0.9 -> 10.244.1.9]',
      ],
    ],
    [
      'outside the cluster’s range, and not overlapping besides',
      one({ nodes: [ranged('n1', '10.9.0.0/24'), ranged('n2', '10.9.0.0/24')] }),
      [
        'CIDR-POD-POD at 10.9.0.0/24: The Pod range 10.9.0.0/24 of node n1 lies outside the Pod range 10.244.0.0/16 of cluster c [Move the Pod range to 10.244.0.0/24: 10.9.0.0/24 -> 10.244.0.0/24]',
        'CIDR-POD-POD at 10.9.0.0/24: The Pod range 10.9.0.0/24 of node n2 lies outside the Pod range 10.244.0.0/16 of cluster c [Move the Pod range to 10.244.0.0/24: 10.9.0.0/24 -> 10.244.0.0/24]',
      ],
    ],
    [
      'all outside: the cluster’s range is the one that is wrong',
      one({ nodes: [ranged('n1', '10.9.0.0/24'), ranged('n2', '10.9.1.0/24')] }),
      [
        'CIDR-POD-POD at 10.244.0.0/16: None of the 2 Pod ranges of nodes lies in the Pod range 10.244.0.0/16 of cluster c (10.9.0.0/24; 10.9.1.0/24) [Write 10.9.0.0/16, which holds them all: 10.244.0.0/16 -> 10.9.0.0/16]',
      ],
    ],
    [
      'a block of Calico in no pool',
      one({ cni: calico(ipPool('10.1.0.0/24')), nodes: [blocks('n1', '10.1.0.0/26'), blocks('n2', '10.2.0.0/26')] }),
      [
        'CIDR-POD-POD at 10.2.0.0/26: The block 10.2.0.0/26 of node n2 lies outside the IPPools 10.1.0.0/24 of cluster c [Move the block to 10.1.0.64/26: 10.2.0.0/26 -> 10.1.0.64/26]',
      ],
    ],
    [
      'one Pod address twice',
      one({ nodes: nodes(1), namespaces: pods(at('a', '10.244.0.9', 'n1'), at('b', '10.244.0.9', 'n1')) }),
      [
        'CIDR-POD-POD at 10.244.0.9: 10.244.0.9 of Pod default/b is already Pod default/a’s (10.244.0.9) [Use the next free address, 10.244.0.2: 10.244.0.9 -> 10.244.0.2]',
      ].map((text) => text.replace('’', "'")),
    ],
  ]);
});

describe('CIDR-PEER', () => {
  const SIDE = 'which it is connected with: a packet to an address of both stays on its own side';
  const office = network('office', '10.0.0.0/24');
  check([
    [
      'a peered network elsewhere',
      { vpcs: [vpc('v', '10.1.0.0/16', { peerings: [sourced('office')] })], segments: [office] },
      [],
    ],
    [
      'a peered network: the VPC is the one to move, with what it holds',
      {
        vpcs: [vpc('v', '10.0.0.0/16', { peerings: [sourced('office')] })],
        segments: [office, subnet('v', 's', '10.0.1.0/24')],
        hosts: [host('db', nic('v/s', '10.0.1.9'))],
      },
      [
        `CIDR-PEER at 10.0.0.0/16: VPC v (10.0.0.0/16) overlaps network office (10.0.0.0/24), ${SIDE} (10.0.0.0/24) [Move VPC v to 10.1.0.0/16, with what is written inside it: 10.0.0.0/16 -> 10.1.0.0/16, 10.0.1.0/24 -> 10.1.1.0/24, 10.0.1.9 -> 10.1.1.9]`,
      ],
    ],
    [
      'two VPCs that peer with each other: said once, of the later',
      {
        vpcs: [
          vpc('v', '10.0.0.0/16', { peerings: [sourced('w')] }),
          vpc('w', '10.0.0.0/16', { peerings: [sourced('v')] }),
        ],
      },
      [
        `CIDR-PEER at 10.0.0.0/16: VPC w (10.0.0.0/16) overlaps VPC v (10.0.0.0/16), ${SIDE} (10.0.0.0/16) [Move VPC w to 10.1.0.0/16: 10.0.0.0/16 -> 10.1.0.0/16]`,
      ],
    ],
    [
      'peering is not transitive',
      {
        vpcs: [
          vpc('v', '10.0.0.0/16', { peerings: [sourced('w')] }),
          vpc('w', '10.1.0.0/16', { peerings: [sourced('x')] }),
          vpc('x', '10.0.0.0/16'),
        ],
      },
      [],
    ],
    [
      'networks behind one router',
      {
        segments: [network('a', '10.0.0.0/24'), network('b', '10.0.1.0/24'), network('c', '10.0.0.128/25')],
        routers: [
          { id: 'r', name: 'r', origin: origin('r'), connects: [sourced('a'), sourced('b')], routes: [] },
          { id: 's', name: 's', origin: origin('s'), connects: [sourced('b'), sourced('c')], routes: [] },
        ],
      },
      [
        `CIDR-PEER at 10.0.0.128/25: network c (10.0.0.128/25) overlaps network a (10.0.0.0/24), ${SIDE} (10.0.0.0/24) [Move network c to 10.0.2.0/25: 10.0.0.128/25 -> 10.0.2.0/25]`,
      ],
    ],
    [
      'Pods and a peered network',
      {
        vpcs: [vpc('v', '10.1.0.0/16', { peerings: [sourced('office')] })],
        segments: [office, subnet('v', 's', '10.1.0.0/24')],
        ...one({ podCIDRs: cidrs('10.0.0.0/16'), nodes: [node('n1', nic('v/s', '10.1.0.9'))] }),
      },
      [
        `CIDR-PEER at 10.0.0.0/16: Pod range 10.0.0.0/16 of cluster c overlaps network office (10.0.0.0/24), ${SIDE} (10.0.0.0/24) [Move the Pod range to 10.2.0.0/16: 10.0.0.0/16 -> 10.2.0.0/16]`,
      ],
    ],
    ...(['alivpc', 'vxlan'] as const).map((backend): Case => {
      const make = (id: string) =>
        cluster({
          id,
          name: id,
          cni: flannel(backend),
          serviceCIDRs: cidrs(id === 'a' ? '172.20.0.0/16' : '172.21.0.0/16'),
          nodes: [node('n', nic('v/s', id === 'a' ? '10.1.0.8' : '10.1.0.9'), { id: `${id}/n` })],
        });
      const expected = `CIDR-PEER at 10.244.0.0/16: Pod range 10.244.0.0/16 of cluster b overlaps Pod range 10.244.0.0/16 of cluster a, ${SIDE} (10.244.0.0/16) [Move the Pod range to 10.245.0.0/16: 10.244.0.0/16 -> 10.245.0.0/16]`;
      return [
        `two clusters of one VPC, flannel ${backend}`,
        {
          vpcs: [vpc('v', '10.1.0.0/16')],
          segments: [subnet('v', 's', '10.1.0.0/24')],
          clusters: [make('a'), make('b')],
        },
        backend === 'alivpc' ? [expected] : [],
      ];
    }),
  ]);
});

describe('CIDR-SVC-MULTI and CIDR-DOCKER0', () => {
  const make = (id: string, segment: string, ip: string) =>
    cluster({
      id,
      name: id,
      podCIDRs: cidrs(id === 'a' ? '10.2.0.0/16' : '10.3.0.0/16'),
      nodes: [node('n', nic(segment, ip), { id: `${id}/n` })],
    });
  const two = (second: string): Partial<Topology> => ({
    vpcs: [vpc('v', '10.0.0.0/16'), vpc('w', '10.1.0.0/16')],
    segments: [subnet('v', 's', '10.0.0.0/24'), subnet('w', 's', '10.1.0.0/24')],
    clusters: [make('a', 'v/s', '10.0.0.8'), make('b', second, second === 'v/s' ? '10.0.0.9' : '10.1.0.9')],
  });
  const docker = { ...host('builder'), docker: { bridges: [], containers: [] } };
  const DOCKER =
    'overlaps 172.17.0.0/16, the range of docker0: a machine with Docker would keep packets to it for itself';
  check([
    ['clusters of two VPCs may', two('w/s'), []],
    [
      'clusters of one may not',
      two('v/s'),
      [
        "CIDR-SVC-MULTI at 10.96.0.0/12: Service range 10.96.0.0/12 of cluster b overlaps the Service range 10.96.0.0/12 of cluster a in the same VPC: neither can ever reach the other's Services by address (10.96.0.0/12)",
      ],
    ],
    ['a wide VPC is left alone', { vpcs: [vpc('v', '172.16.0.0/12')] }, []],
    [
      'its subnet is not',
      { vpcs: [vpc('v', '172.16.0.0/12')], segments: [subnet('v', 's', '172.17.8.0/24')], hosts: [docker] },
      [`CIDR-DOCKER0 at 172.17.8.0/24: subnet s (172.17.8.0/24) ${DOCKER}`],
    ],
    [
      'a VPC inside speaks for its subnets',
      { vpcs: [vpc('v', '172.17.0.0/16')], segments: [subnet('v', 's', '172.17.8.0/24')], hosts: [docker] },
      [`CIDR-DOCKER0 at 172.17.0.0/16: VPC v (172.17.0.0/16) ${DOCKER}`],
    ],
    ['nobody has Docker', { vpcs: [vpc('v', '172.17.0.0/16')] }, []],
  ]);
});

describe('VPC-RANGE and SUBNET-MASK', () => {
  const of = (
    provider: 'alibaba' | 'aws' | 'azure' | 'none',
    range: string,
    ...subnets: string[]
  ): Partial<Topology> => ({
    vpcs: [vpc('v', range, { provider })],
    segments: subnets.map((text, index) => subnet('v', `s${index}`, text)),
  });
  const range = (text: string, reason: string) => [`VPC-RANGE at ${text}: ${text} of VPC v: ${reason}`];
  check([
    [
      'Alibaba Cloud: shared address space',
      of('alibaba', '100.64.0.0/16'),
      range('100.64.0.0/16', 'Alibaba Cloud takes no VPC in 100.64.0.0/10'),
    ],
    [
      'Alibaba Cloud: /29',
      of('alibaba', '10.0.0.0/29'),
      range('10.0.0.0/29', 'Alibaba Cloud takes masks from /8 to /28'),
    ],
    [
      'Alibaba Cloud: public addresses (a warning)',
      of('alibaba', '30.0.0.0/16'),
      range(
        '30.0.0.0/16',
        "Alibaba Cloud advises ranges in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16; others may be somebody's on the Internet",
      ),
    ],
    ['AWS: /8', of('aws', '10.0.0.0/8'), range('10.0.0.0/8', 'AWS takes masks from /16 to /28')],
    ['nobody', of('none', '100.64.0.0/8'), []],
    [
      'subnets: too small',
      of('aws', '10.0.0.0/16', '10.0.0.0/28', '10.0.1.0/29'),
      ['SUBNET-MASK at 10.0.1.0/29: subnet s1 (10.0.1.0/29): AWS takes masks from /16 to /28 for a subnet'],
    ],
    [
      'vSwitches: too large',
      of('alibaba', '10.0.0.0/8', '10.0.0.0/15'),
      ['SUBNET-MASK at 10.0.0.0/15: vSwitch s0 (10.0.0.0/15): Alibaba Cloud takes masks from /16 to /29 for a vSwitch'],
    ],
    [
      'Azure',
      of('azure', '10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/30'),
      ['SUBNET-MASK at 10.128.0.0/30: subnet s1 (10.128.0.0/30): Azure takes masks up to /29 for a subnet'],
    ],
  ]);
});

describe('IP-OUTSIDE, IP-DUPLICATE and IP-RESERVED', () => {
  const lan = network('lan', '192.168.0.0/24', { gateways: addresses('192.168.0.1') });
  const hosts = (...ips: string[]): Partial<Topology> => ({
    segments: [lan],
    hosts: ips.map((ip, index) => host(`h${index}`, nic('lan', ip))),
  });
  const LAN = 'network lan (192.168.0.0/24)';
  check([
    ['inside, once, and not kept', hosts('192.168.0.2', '192.168.0.3'), []],
    ['the gateway is a declared host', hosts('192.168.0.1'), []],
    [
      'outside',
      hosts('192.168.1.2'),
      [
        `IP-OUTSIDE at 192.168.1.2: 192.168.1.2 of host h0 lies outside ${LAN} [Use the next free address, 192.168.0.2: 192.168.1.2 -> 192.168.0.2]`,
      ],
    ],
    [
      'all of several outside: the network’s range is the one that is wrong',
      { ...hosts('192.168.1.2', '192.168.1.3'), segments: [network('lan', '192.168.0.0/24')] },
      [
        `IP-OUTSIDE at 192.168.0.0/24: None of the 2 addresses on ${LAN} lies in it (192.168.1.2; 192.168.1.3) [Write 192.168.1.0/24, which holds them all: 192.168.0.0/24 -> 192.168.1.0/24]`,
      ],
    ],
    [
      'a gateway outside',
      { segments: [network('lan', '192.168.0.0/24', { gateways: addresses('192.168.9.1') })] },
      [
        `IP-OUTSIDE at 192.168.9.1: 192.168.9.1 of the gateway lies outside ${LAN} [Use the next free address, 192.168.0.1: 192.168.9.1 -> 192.168.0.1]`,
      ],
    ],
    [
      'twice',
      hosts('192.168.0.2', '192.168.0.2'),
      [
        `IP-DUPLICATE at 192.168.0.2: 192.168.0.2 of host h1 is already host h0's on ${LAN} (192.168.0.2) [Use the next free address, 192.168.0.3: 192.168.0.2 -> 192.168.0.3]`,
      ],
    ],
    [
      'two hosts as the gateway',
      hosts('192.168.0.1', '192.168.0.1'),
      [
        `IP-DUPLICATE at 192.168.0.1: 192.168.0.1 of host h1 is already host h0's on ${LAN} (192.168.0.1) [Use the next free address, 192.168.0.2: 192.168.0.1 -> 192.168.0.2]`,
      ],
    ],
    [
      'network and broadcast',
      hosts('192.168.0.0', '192.168.0.255'),
      [
        `IP-RESERVED at 192.168.0.0: 192.168.0.0 of host h0 is the network address of ${LAN} [Use the next free address, 192.168.0.2: 192.168.0.0 -> 192.168.0.2]`,
        `IP-RESERVED at 192.168.0.255: 192.168.0.255 of host h1 is the broadcast address of ${LAN} [Use the next free address, 192.168.0.2: 192.168.0.255 -> 192.168.0.2]`,
      ],
    ],
    [
      'kept by the provider',
      {
        vpcs: [vpc('v', '10.0.0.0/16', { provider: 'alibaba' })],
        segments: [subnet('v', 's', '10.0.0.0/24')],
        hosts: [host('a', nic('v/s', '10.0.0.252')), host('b', nic('v/s', '10.0.0.253'))],
      },
      [
        'IP-RESERVED at 10.0.0.253: 10.0.0.253 of host b is one of the addresses that Alibaba Cloud keeps of vSwitch s (10.0.0.0/24) [Use the next free address, 10.0.0.1: 10.0.0.253 -> 10.0.0.1]',
      ],
    ],
    [
      'Pods: outside their node’s range; the bridge’s own; Calico gives out all',
      one({
        nodes: nodes(2),
        namespaces: pods(at('a', '10.244.1.9', 'n1'), at('b', '10.244.0.1', 'n1'), at('c', '10.245.0.0')),
      }),
      [
        'IP-OUTSIDE at 10.244.1.9: 10.244.1.9 of Pod default/a lies outside the Pod range 10.244.0.0/24 of node n1 [Use the next free address, 10.244.0.2: 10.244.1.9 -> 10.244.0.2]',
        'IP-OUTSIDE at 10.245.0.0: 10.245.0.0 of Pod default/c lies outside the Pod range 10.244.0.0/16 of cluster c [Use the next free address, 10.244.0.2: 10.245.0.0 -> 10.244.0.2]',
        "IP-RESERVED at 10.244.0.1: 10.244.0.1 of Pod default/b is the bridge's own address of the Pod range 10.244.0.0/24 of node n1 [Use the next free address, 10.244.0.2: 10.244.0.1 -> 10.244.0.2]",
      ],
    ],
    [
      'Calico gives out all addresses of a block',
      one({ cni: calico(ipPool('10.1.0.0/24')), nodes: nodes(1), namespaces: pods(at('a', '10.1.0.0', 'n1')) }),
      [],
    ],
  ]);
});

describe('capacity', () => {
  const group: NodeGroup = {
    id: 'c/w',
    name: 'w',
    origin: origin('w'),
    min: 2,
    max: 6,
    template: { nics: [], labels: {} },
  };
  check([
    [
      'a subnet too small for its machines',
      {
        vpcs: [vpc('v', '10.0.0.0/16', { provider: 'aws' })],
        segments: [subnet('v', 's', '10.0.0.0/28')],
        hosts: Array.from({ length: 13 }, (_, i) => host(`h${i}`, nic('v/s'))),
      },
      ['SUBNET-CAPACITY at 10.0.0.0/28: subnet s has 11 usable addresses, and 2 machines would go without one'],
    ],
    [
      'a subnet too small for its Pods',
      {
        vpcs: [vpc('v', '10.0.0.0/16', { provider: 'aws' })],
        segments: [subnet('v', 's', '10.0.0.0/28')],
        ...one({
          cni: aws,
          podCIDRs: [],
          nodes: [node('n1', nic('v/s'))],
          namespaces: pods(deployment('default/web', 11)),
        }),
      },
      ['SUBNET-CAPACITY at 10.0.0.0/28: subnet s has 11 usable addresses, and 1 Pod would go without one'],
    ],
    [
      'fewer node ranges than nodes: wider in place',
      one({ podCIDRs: cidrs('10.244.0.0/22'), nodes: nodes(5) }),
      [
        'NODE-CIDR-EXHAUSTED at 10.244.0.0/22: Pod range 10.244.0.0/22 of cluster c has 4 node ranges of /24 for 5 nodes [Widen the Pod range to 10.244.0.0/21: 10.244.0.0/22 -> 10.244.0.0/21]',
      ],
    ],
    [
      'something is in the way: elsewhere; groups count as far as they may grow',
      {
        segments: [network('lan', '10.244.4.0/24')],
        ...one({
          podCIDRs: cidrs('10.244.0.0/22'),
          nodes: [node('w-1', nic('lan'), { group: 'w' }), node('w-2', nic('lan'), { group: 'w' })],
          nodeGroups: [group],
        }),
      },
      [
        'NODE-CIDR-EXHAUSTED at 10.244.0.0/22: Pod range 10.244.0.0/22 of cluster c has 4 node ranges of /24 for 6 nodes [Widen the Pod range to 10.244.8.0/21: 10.244.0.0/22 -> 10.244.8.0/21]',
      ],
    ],
    [
      'more Pods than a node’s range has room for',
      one({
        nodes: nodes(2),
        nodeCIDRMaskSizes: { 4: 29, 6: 64 },
        podCIDRs: cidrs('10.244.0.0/20'),
        namespaces: pods(deployment('default/web', 12)),
      }),
      ['NODE-PODS-EXHAUSTED at n1: Node n1 has 6 Pods and room for 5: its Pod range is a /29 (and 1 more node) (n2)'],
    ],
    [
      'the tighter of two limits, which is what has to be loosened',
      one({ nodes: nodes(1), namespaces: pods(deployment('default/web', 300)) }),
      ['NODE-PODS-EXHAUSTED at n1: Node n1 has 300 Pods and room for 110: maxPods is 110'],
    ],
    [
      'more Pods than maxPods, hostNetwork ones too',
      one({
        nodes: nodes(1),
        maxPods: 2,
        namespaces: pods(workload('default/h', { kind: 'Deployment', replicas: 3, hostNetwork: true })),
      }),
      ['NODE-PODS-EXHAUSTED at n1: Node n1 has 3 Pods and room for 2: maxPods is 2'],
    ],
    [
      'more Pods of Calico than its pool has addresses for, lent ones and all',
      one({
        nodes: nodes(2),
        podCIDRs: [],
        cni: calico(ipPool('10.244.0.0/28', { blockSize: 29 })),
        namespaces: pods(deployment('default/web', 18)),
      }),
      [
        'NODE-PODS-EXHAUSTED at n1: Node n1 has 9 Pods and room for 8: no IPPool that it may use has an address left (and 1 more node) (n2)',
      ],
    ],
    [
      'more Pods than the network interfaces allow: m5.large has room for 29',
      {
        vpcs: [vpc('v', '10.0.0.0/16', { provider: 'aws' })],
        segments: [subnet('v', 's', '10.0.0.0/24')],
        ...one({
          cni: aws,
          podCIDRs: [],
          nodes: [node('n1', nic('v/s'), { instanceType: sourced('m5.large') })],
          namespaces: pods(deployment('default/web', 30)),
        }),
      },
      ['NODE-PODS-EXHAUSTED at n1: Node n1 has 30 Pods and room for 29: 3 network interfaces of 10 addresses'],
    ],
  ]);
});

describe('NODE-MASK, SVC-MASK and DUALSTACK', () => {
  check([
    [
      'a node range larger than the Pod range',
      one({ podCIDRs: cidrs('10.244.0.0/25') }),
      [
        "NODE-MASK at 10.244.0.0/25: Node ranges of /24 in the Pod range 10.244.0.0/25 of cluster c: a node's range would be larger than the whole",
      ],
    ],
    [
      'too many node ranges',
      one({ podCIDRs: cidrs('fd00::/44') }),
      [
        'NODE-MASK at fd00::/44: Node ranges of /64 in the Pod range fd00::/44 of cluster c: the controller manager refuses more than 16 bits between them',
      ],
    ],
    [
      'too many Services',
      one({ serviceCIDRs: cidrs('10.0.0.0/11', 'fd00::/64'), podCIDRs: cidrs('10.244.0.0/16', 'fd01::/56') }),
      [
        'SVC-MASK at 10.0.0.0/11: Service range 10.0.0.0/11 of cluster c is larger than /12, which is the most that the API server takes',
        'SVC-MASK at fd00::/64: Service range fd00::/64 of cluster c is larger than /108, which is the most that the API server takes',
      ],
    ],
    [
      'addresses of a family without a range',
      one({
        nodes: nodes(1),
        namespaces: [
          namespace('default', {
            workloads: [at('a', 'fd00::9')],
            services: [service('default/s', { clusterIPs: addresses('fd00::a') })],
          }),
        ],
      }),
      [
        'DUALSTACK at fd00::a: fd00::a is IPv6, and cluster c has no serviceCIDR of that family',
        'DUALSTACK at fd00::9: fd00::9 is IPv6, and cluster c has no podCIDR of that family',
      ],
    ],
    [
      'a backend without IPv6',
      one({ cni: flannel('alivpc'), podCIDRs: cidrs('10.244.0.0/16', 'fd00::/56') }),
      ["DUALSTACK at fd00::/56: flannel's backend alivpc has no IPv6; vxlan and host-gw have"],
    ],
  ]);
});
