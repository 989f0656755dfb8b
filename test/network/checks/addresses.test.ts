import { describe, expect, test } from 'vitest';
import { prefix } from '../../../network/address/parse.ts';
import type { Cni } from '../../../network/topology/cni.ts';
import { NOWHERE } from '../../../network/topology/origin.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import {
  addresses,
  calico,
  cidrs,
  cluster,
  host,
  ipPool,
  namespace,
  network,
  nic,
  node,
  origin,
  service,
  sourced,
  subnet,
  topology,
  vpc,
  workload,
} from '../topology/builders.ts';
import { diagnose, summary } from './run.ts';

const terway = (mode: 'vpc' | 'eniip'): Cni => ({
  kind: 'terway',
  origin: origin('terway'),
  mode,
  podVSwitches: [sourced('shop/zone-h')],
  securityGroups: [],
});

/** A VPC 10.0.0.0/16 with one vSwitch, and a cluster of one node on it. */
function shop(podCIDR: string, serviceCIDR: string, cni?: Cni): Partial<Topology> {
  return {
    vpcs: [vpc('shop', '10.0.0.0/16', { provider: 'alibaba' })],
    segments: [subnet('shop', 'zone-h', '10.0.32.0/20')],
    clusters: [
      cluster({
        name: 'demo',
        podCIDRs: cidrs(podCIDR),
        serviceCIDRs: cidrs(serviceCIDR),
        nodes: [node('n1', nic('shop/zone-h', '10.0.32.5'))],
        ...(cni ? { cni } : {}),
      }),
    ],
  };
}

const MACHINE = 'a node could not tell a Pod from a machine';
const SERVICE = 'kube-proxy would take packets to it for packets to a Service';

describe('CIDR-POD-VPC', () => {
  const onLan = (parts: Parameters<typeof cluster>[0], ...segments: ReturnType<typeof network>[]) => ({
    segments: segments.length > 0 ? segments : [network('lan', '192.168.0.0/24')],
    clusters: [cluster({ nodes: [node('n1', nic('lan', '192.168.0.1'))], ...parts })],
  });

  test.each<[string, Partial<Topology>, string[]]>([
    ['nothing overlaps', shop('172.20.0.0/16', '172.21.0.0/20'), []],
    [
      'the Pod range holds a vSwitch: it is named, the VPC is related; the next private block is offered',
      shop('10.0.0.0/16', '172.21.0.0/20'),
      [
        `CIDR-POD-VPC at 10.0.0.0/16: Pod range 10.0.0.0/16 of cluster demo overlaps vSwitch zone-h (10.0.32.0/20) of VPC shop: ${MACHINE} (10.0.32.0/20; 10.0.0.0/16) [Move the Pod range to 10.1.0.0/16: 10.0.0.0/16 -> 10.1.0.0/16]`,
      ],
    ],
    [
      'only the VPC',
      shop('10.0.64.0/18', '172.21.0.0/20'),
      [
        `CIDR-POD-VPC at 10.0.64.0/18: Pod range 10.0.64.0/18 of cluster demo overlaps VPC shop (10.0.0.0/16): ${MACHINE} (10.0.0.0/16) [Move the Pod range to 10.1.0.0/18: 10.0.64.0/18 -> 10.1.0.0/18]`,
      ],
    ],
    [
      'pods of Terway eniip have addresses of the VPC',
      shop('10.0.0.0/16', '172.21.0.0/20', terway('eniip')),
      [expect.stringMatching(/^TERWAY-MASK /)],
    ],
    [
      'those of Terway vpc have not',
      shop('10.0.32.0/24', '172.21.0.0/20', terway('vpc')),
      [
        `CIDR-POD-VPC at 10.0.32.0/24: Pod range 10.0.32.0/24 of cluster demo overlaps vSwitch zone-h (10.0.32.0/20) of VPC shop: ${MACHINE} (10.0.32.0/20; 10.0.0.0/16) [Move the Pod range to 10.1.0.0/24: 10.0.32.0/24 -> 10.1.0.0/24]`,
      ],
    ],
    [
      'what is written inside the range moves along',
      onLan({
        podCIDRs: cidrs('192.168.0.0/16'),
        nodes: [node('n1', nic('lan', '192.168.0.1'), { podCIDRs: cidrs('192.168.7.0/24') })],
        namespaces: [
          namespace('default', { workloads: [workload('default/a', { addresses: addresses('192.168.7.9') })] }),
        ],
      }),
      [
        `CIDR-POD-VPC at 192.168.0.0/16: Pod range 192.168.0.0/16 of cluster c overlaps network lan (192.168.0.0/24): ${MACHINE} (192.168.0.0/24) [Move the Pod range to 10.0.0.0/16, with what is written inside it: 192.168.0.0/16 -> 10.0.0.0/16, 192.168.7.0/24 -> 10.0.7.0/24, 192.168.7.9 -> 10.0.7.9]`,
      ],
    ],
    [
      'a default range is written down elsewhere',
      onLan(
        { podCIDRs: [{ value: prefix('10.244.0.0/16'), origin: NOWHERE }], nodes: [node('n1', nic('lan'))] },
        network('lan', '10.244.0.0/24'),
      ),
      [
        `CIDR-POD-VPC at c: Pod range 10.244.0.0/16 of cluster c overlaps network lan (10.244.0.0/24): ${MACHINE} (10.244.0.0/24) [Move the Pod range to 10.245.0.0/16: c + podCIDR 10.245.0.0/16]`,
      ],
    ],
    [
      'a pool of Calico that is in no podCIDR, on a network behind a router',
      {
        ...onLan(
          { cni: calico(ipPool('10.9.0.0/16'), ipPool('10.244.0.0/20')) },
          network('lan', '192.168.0.0/24'),
          network('plant', '10.9.8.0/24'),
          network('elsewhere', '10.244.3.0/24'),
        ),
        routers: [
          { id: 'r', name: 'r', origin: origin('r'), connects: [sourced('lan'), sourced('plant')], routes: [] },
        ],
      },
      [
        `CIDR-POD-VPC at 10.9.0.0/16: IPPool 10.9.0.0/16 (10.9.0.0/16) of cluster c overlaps network plant (10.9.8.0/24): ${MACHINE} (10.9.8.0/24) [Move the Pod range to 10.10.0.0/16: 10.9.0.0/16 -> 10.10.0.0/16]`,
      ],
    ],
    [
      'a node on no network',
      onLan({ nodes: [node('n1', nic(undefined, '10.244.3.3'))] }, network('far', '192.168.0.0/24')),
      [
        `CIDR-POD-VPC at 10.244.0.0/16: Pod range 10.244.0.0/16 of cluster c overlaps node n1 (10.244.3.3): ${MACHINE} (10.244.3.3) [Move the Pod range to 10.245.0.0/16: 10.244.0.0/16 -> 10.245.0.0/16]`,
      ],
    ],
    [
      'the block that is offered avoids docker0 and all that is declared',
      onLan(
        { podCIDRs: cidrs('172.16.0.0/16'), serviceCIDRs: cidrs('172.18.0.0/16'), nodes: [node('n1', nic('lan'))] },
        network('lan', '172.16.0.0/24'),
        network('ten', '10.0.0.0/8'),
      ),
      [
        `CIDR-POD-VPC at 172.16.0.0/16: Pod range 172.16.0.0/16 of cluster c overlaps network lan (172.16.0.0/24): ${MACHINE} (172.16.0.0/24) [Move the Pod range to 172.19.0.0/16: 172.16.0.0/16 -> 172.19.0.0/16]`,
      ],
    ],
  ])('%s', (_, parts, expected) => {
    expect(diagnose(topology(parts)).map(summary)).toEqual(expected);
  });
});

describe('CIDR-SVC-OVERLAP', () => {
  test.each<[string, Partial<Topology>, string[]]>([
    [
      'the Pods: the Service range is the one to move',
      shop('172.20.0.0/14', '172.20.0.0/16'),
      [
        `CIDR-SVC-OVERLAP at 172.20.0.0/16: Service range 172.20.0.0/16 of cluster demo overlaps its Pod range 172.20.0.0/14: ${SERVICE} (172.20.0.0/14) [Move the Service range to 172.24.0.0/16: 172.20.0.0/16 -> 172.24.0.0/16]`,
      ],
    ],
    [
      'the Pods, also where it holds them',
      shop('10.100.0.0/16', '10.96.0.0/12'),
      [
        `CIDR-SVC-OVERLAP at 10.96.0.0/12: Service range 10.96.0.0/12 of cluster demo overlaps its Pod range 10.100.0.0/16: ${SERVICE} (10.100.0.0/16) [Move the Service range to 10.112.0.0/12: 10.96.0.0/12 -> 10.112.0.0/12]`,
      ],
    ],
    [
      'a vSwitch',
      shop('172.20.0.0/16', '10.0.0.0/18'),
      [
        `CIDR-SVC-OVERLAP at 10.0.0.0/18: Service range 10.0.0.0/18 of cluster demo overlaps vSwitch zone-h (10.0.32.0/20) of VPC shop: ${SERVICE} (10.0.32.0/20; 10.0.0.0/16) [Move the Service range to 10.1.0.0/18: 10.0.0.0/18 -> 10.1.0.0/18]`,
      ],
    ],
    [
      'no block of the size is left: the largest that is; clusterIPs move along',
      {
        segments: [network('lan', '10.0.0.0/8')],
        clusters: [
          cluster({
            podCIDRs: cidrs('192.168.0.0/16'),
            dns: { ...cluster().dns, clusterIP: addresses('10.96.0.10')[0] },
            nodes: [node('n1', nic('lan', '10.0.0.1'))],
            namespaces: [
              namespace('default', { services: [service('default/a', { clusterIPs: addresses('10.96.0.20') })] }),
            ],
          }),
        ],
      },
      [
        `CIDR-SVC-OVERLAP at 10.96.0.0/12: Service range 10.96.0.0/12 of cluster c overlaps network lan (10.0.0.0/8): ${SERVICE} (10.0.0.0/8) [Move the Service range to 172.24.0.0/13, with the clusterIPs written in it: 10.96.0.0/12 -> 172.24.0.0/13, 10.96.0.10 -> 172.24.0.10, 10.96.0.20 -> 172.24.0.20]`,
      ],
    ],
  ])('%s', (_, parts, expected) => {
    expect(diagnose(topology(parts)).map(summary)).toEqual(expected);
  });
});

describe('SUBNET-OUTSIDE and SUBNET-OVERLAP', () => {
  const subnets = (...ranges: string[]): Partial<Topology> => ({
    vpcs: [vpc('shop', ['10.0.0.0/16', '10.9.0.0/16'], { provider: 'aws' })],
    segments: ranges.map((range, index) => subnet('shop', `s${index}`, range)),
  });
  const OUTSIDE =
    'lies outside VPC shop (10.0.0.0/16 and 10.9.0.0/16): its addresses belong to no range of the VPC (10.0.0.0/16; 10.9.0.0/16)';

  test.each<[string, Partial<Topology>, string[]]>([
    ['side by side, in either range', subnets('10.0.0.0/20', '10.0.16.0/20', '10.9.0.0/16'), []],
    [
      'outside',
      subnets('10.0.0.0/20', '10.1.0.0/20'),
      [
        `SUBNET-OUTSIDE at 10.1.0.0/20: subnet s1 (10.1.0.0/20) ${OUTSIDE} [Move subnet s1 to 10.0.16.0/20: 10.1.0.0/20 -> 10.0.16.0/20]`,
      ],
    ],
    [
      'larger than the VPC: outside, with nothing to offer, and no overlap besides',
      subnets('10.0.0.0/20', '10.0.0.0/8'),
      [`SUBNET-OUTSIDE at 10.0.0.0/8: subnet s1 (10.0.0.0/8) ${OUTSIDE}`],
    ],
    [
      'overlapping: the later one, with all earlier ones',
      subnets('10.0.0.0/24', '10.0.1.0/24', '10.0.0.0/20'),
      [
        'SUBNET-OVERLAP at 10.0.0.0/20: subnet s2 (10.0.0.0/20) of VPC shop overlaps subnet s0 (10.0.0.0/24) and subnet s1 (10.0.1.0/24): one address would be in both (10.0.0.0/24; 10.0.1.0/24) [Move subnet s2 to 10.0.16.0/20: 10.0.0.0/20 -> 10.0.16.0/20]',
      ],
    ],
    [
      'one that swallows its neighbours is one mistake, wherever it stands',
      subnets('10.0.0.0/18', '10.0.16.0/20', '10.0.32.0/20'),
      [
        'SUBNET-OVERLAP at 10.0.0.0/18: subnet s0 (10.0.0.0/18) of VPC shop overlaps subnet s1 (10.0.16.0/20) and subnet s2 (10.0.32.0/20): one address would be in both (10.0.16.0/20; 10.0.32.0/20) [Move subnet s0 to 10.0.64.0/18: 10.0.0.0/18 -> 10.0.64.0/18]',
      ],
    ],
    [
      'three alike',
      subnets('10.0.0.0/24', '10.0.0.0/24', '10.0.0.0/24'),
      [
        'SUBNET-OVERLAP at 10.0.0.0/24: subnet s1 (10.0.0.0/24) of VPC shop overlaps subnet s0 (10.0.0.0/24): one address would be in both (10.0.0.0/24) [Move subnet s1 to 10.0.1.0/24: 10.0.0.0/24 -> 10.0.1.0/24]',
        'SUBNET-OVERLAP at 10.0.0.0/24: subnet s2 (10.0.0.0/24) of VPC shop overlaps subnet s0 (10.0.0.0/24) and subnet s1 (10.0.0.0/24): one address would be in both (10.0.0.0/24; 10.0.0.0/24) [Move subnet s2 to 10.0.1.0/24: 10.0.0.0/24 -> 10.0.1.0/24]',
      ],
    ],
    [
      'subnets of two VPCs may be alike',
      {
        vpcs: [vpc('a', '10.0.0.0/16'), vpc('b', '10.0.0.0/16')],
        segments: [subnet('a', 's', '10.0.0.0/24'), subnet('b', 's', '10.0.0.0/24')],
      },
      [],
    ],
    [
      'addresses on the subnet move along, those on its neighbour stay',
      {
        ...subnets('10.0.0.0/24', '10.0.0.0/24'),
        hosts: [host('stays', nic('shop/s0', '10.0.0.4')), host('moves', nic('shop/s1', '10.0.0.5'))],
      },
      [
        'SUBNET-OVERLAP at 10.0.0.0/24: subnet s1 (10.0.0.0/24) of VPC shop overlaps subnet s0 (10.0.0.0/24): one address would be in both (10.0.0.0/24) [Move subnet s1 to 10.0.1.0/24, with the addresses written on it: 10.0.0.0/24 -> 10.0.1.0/24, 10.0.0.5 -> 10.0.1.5]',
      ],
    ],
  ])('%s', (_, parts, expected) => {
    expect(diagnose(topology(parts)).map(summary)).toEqual(expected);
  });
});

test('CIDR-SYNTAX and DUPLICATE-NAME come from what the reader noticed', () => {
  const findings: Topology['findings'] = [
    {
      kind: 'bad-literal',
      text: '300.1.1.1',
      reason: '300 is not an octet from 0 to 255',
      origin: origin('300.1.1.1'),
    },
    { kind: 'host-bits', text: '10.0.0.5/8', suggestion: '10.0.0.0/8', origin: origin('10.0.0.5/8') },
    { kind: 'duplicate-name', what: 'network', name: 'lan', origin: origin('second'), first: origin('first') },
  ];
  expect(diagnose(topology({ findings })).map(summary)).toEqual([
    'DUPLICATE-NAME at second: There is already a network lan here: a reference to it could mean either (first)',
    'CIDR-SYNTAX at 300.1.1.1: 300.1.1.1 is not an address: 300 is not an octet from 0 to 255',
    'CIDR-SYNTAX at 10.0.0.5/8: 10.0.0.5/8 has host bits set: a prefix of that length that holds the address is 10.0.0.0/8 [Write 10.0.0.0/8: 10.0.0.5/8 -> 10.0.0.0/8]',
  ]);
});
