import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import { address } from '../../../network/address/parse.ts';
import { formatPrefix } from '../../../network/address/prefix.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { Allocation } from '../../../network/topology/allocation.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import {
  addresses,
  calico,
  cidrs,
  cluster,
  deployment,
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
} from './builders.ts';

function allocate(parts: Partial<Cluster>, rest: Partial<Topology> = {}): { it: Allocation; cluster: Cluster } {
  const c = cluster(parts);
  return { it: allocator(topology({ ...rest, clusters: [c] }))(c), cluster: c };
}

function podsOf({ it, cluster }: ReturnType<typeof allocate>): Record<string, string> {
  const workloads = cluster.namespaces.flatMap((n) => n.workloads);
  return Object.fromEntries(
    workloads.flatMap((w) =>
      it.pods(w).map((pod) => [pod.label, `${pod.node.name} ${pod.addresses.map(formatAddress).join(' ')}`.trim()]),
    ),
  );
}

function rangesOf({ it, cluster }: ReturnType<typeof allocate>): string[] {
  return cluster.nodes.map((n) => it.nodePodCIDRs(n).map(formatPrefix).join(' '));
}

const withNodes = (...pods: ReturnType<typeof workload>[]) => ({
  nodes: nodes(2),
  namespaces: [namespace('default', { workloads: pods })],
});

describe('node ranges', () => {
  test('what is written first, then the next free', () => {
    const taken = node('n2', [], { podCIDRs: cidrs('10.244.0.0/24') });
    expect(rangesOf(allocate({ nodes: [node('n1'), taken, node('n3')] }))).toEqual([
      '10.244.1.0/24',
      '10.244.0.0/24',
      '10.244.2.0/24',
    ]);
  });

  test('dual stack: one per family', () => {
    const dual = { nodes: nodes(2), podCIDRs: cidrs('10.244.0.0/16', 'fd00:10:244::/56') };
    expect(rangesOf(allocate(dual))).toEqual(['10.244.0.0/24 fd00:10:244::/64', '10.244.1.0/24 fd00:10:244:1::/64']);
  });

  test('a node for which none is left has none', () => {
    expect(rangesOf(allocate({ nodes: nodes(3), podCIDRs: cidrs('10.244.0.0/23') }))).toEqual([
      '10.244.0.0/24',
      '10.244.1.0/24',
      '',
    ]);
  });

  test('weave has none', () => {
    const cni = { kind: 'weave', origin: origin('weave'), mode: 'fastdp' } as const;
    expect(rangesOf(allocate({ nodes: nodes(1), cni }))).toEqual(['']);
  });
});

describe('calico', () => {
  test('blocks: written ones, else the next free of the first pool that the node may use', () => {
    const gold = { op: '==', key: 'tier', value: 'gold' } as const;
    const cni = calico(ipPool('10.1.0.0/24', { nodeSelector: gold }), ipPool('10.2.0.0/24'));
    const it = allocate({
      cni,
      nodes: [
        node('a', [], { ipBlocks: cidrs('10.2.0.0/26') }),
        node('b', [], { labels: { tier: 'gold' } }),
        node('c'),
        node('d', [], { labels: { tier: 'gold' } }),
      ],
    });
    expect(rangesOf(it)).toEqual(['10.2.0.0/26', '10.1.0.0/26', '10.2.0.64/26', '10.1.0.64/26']);
  });

  test('a node with more pods than its block takes further ones from the end of the pool', () => {
    const it = allocate({
      cni: calico(ipPool('10.1.0.0/24')),
      nodes: nodes(1),
      namespaces: [namespace('default', { workloads: [deployment('default/web', 65)] })],
    });
    expect(rangesOf(it)).toEqual(['10.1.0.0/26 10.1.0.192/26']);
    expect(podsOf(it)).toMatchObject({ 'default/web-0': 'n1 10.1.0.0', 'default/web-64': 'n1 10.1.0.192' });
  });

  test('a node borrows single addresses where no block is left, the last ones of another node’s', () => {
    const it = allocate({
      cni: calico(ipPool('10.1.0.0/27', { blockSize: 28 })),
      nodes: nodes(2),
      namespaces: [
        namespace('default', {
          workloads: [
            { ...deployment('default/web', 18), on: [sourced('c/n1')] },
            { ...deployment('default/db', 15), on: [sourced('c/n2')] },
          ],
        }),
      ],
    });
    expect(rangesOf(it)).toEqual(['10.1.0.0/28', '10.1.0.16/28']);
    expect(podsOf(it)).toMatchObject({
      'default/web-15': 'n1 10.1.0.15',
      'default/web-16': 'n1 10.1.0.31',
      'default/web-17': 'n1 10.1.0.30',
      // What is lent is gone: 14 are left for n2 itself, and nobody lends it one.
      'default/db-13': 'n2 10.1.0.29',
      'default/db-14': 'n2',
    });
    const borrowed = address('10.1.0.31');
    expect(it.it.podAt(borrowed)?.label).toBe('default/web-16');
    expect(it.it.nodeOfRange(borrowed)?.name).toBe('n2');
    expect([...it.it.strayPods()].map(([one, { name }]) => `${formatAddress(one)} ${name}`)).toEqual([
      '10.1.0.31 n1',
      '10.1.0.30 n1',
    ]);
  });

  test('the tunnel has an address of the first block where the pool encapsulates', () => {
    const it = allocate({
      ...withNodes(workload('default/a')),
      cni: calico(ipPool('10.1.0.0/24', { ipipMode: 'CrossSubnet' })),
    });
    expect(it.it.tunnelAddresses(it.cluster.nodes[1]!).map(formatAddress)).toEqual(['10.1.0.64']);
    expect(podsOf(it)).toEqual({ 'default/a': 'n1 10.1.0.1' });
  });
});

describe('pods', () => {
  test('spread in turn, from the second address of the node on, past what is written', () => {
    const it = allocate(
      withNodes(
        deployment('default/web', 3),
        workload('default/fixed', { on: [sourced('c/n1')], addresses: addresses('10.244.0.3') }),
        workload('default/last'),
      ),
    );
    expect(podsOf(it)).toEqual({
      'default/web-0': 'n1 10.244.0.2',
      'default/web-1': 'n2 10.244.1.2',
      'default/web-2': 'n1 10.244.0.4',
      'default/fixed': 'n1 10.244.0.3',
      'default/last': 'n2 10.244.1.3',
    });
  });

  test('an address without a node says the node', () => {
    const it = allocate(withNodes(workload('default/a', { addresses: addresses('10.244.1.9') })));
    expect(podsOf(it)).toEqual({ 'default/a': 'n2 10.244.1.9' });
  });

  test('a DaemonSet has one on each node; CoreDNS is there first', () => {
    const agent = workload('default/agent', { kind: 'DaemonSet' });
    const coredns = workload('kube-system/coredns', { kind: 'Deployment', replicas: 2, implicit: true });
    const it = allocate({
      nodes: nodes(2),
      namespaces: [namespace('default', { workloads: [agent] }), namespace('kube-system', { workloads: [coredns] })],
    });
    expect(podsOf(it)).toEqual({
      'default/agent-0': 'n1 10.244.0.3',
      'default/agent-1': 'n2 10.244.1.3',
      'kube-system/coredns-0': 'n1 10.244.0.2',
      'kube-system/coredns-1': 'n2 10.244.1.2',
    });
  });

  test('a hostNetwork pod has the addresses of the NIC that the default route leaves by', () => {
    const nics = [nic('inside', '10.0.0.5'), nic('lan', '192.168.1.5')];
    const it = allocate(
      {
        nodes: [node('n1', nics)],
        namespaces: [namespace('default', { workloads: [workload('default/a', { hostNetwork: true })] })],
      },
      {
        segments: [
          network('inside', '10.0.0.0/24'),
          network('lan', '192.168.1.0/24', { gateways: addresses('192.168.1.1') }),
        ],
      },
    );
    expect(podsOf(it)).toEqual({ 'default/a': 'n1 192.168.1.5' });
  });

  test('dual stack: an address of each family, the first podCIDR first', () => {
    const it = allocate({ ...withNodes(workload('default/a')), podCIDRs: cidrs('fd00::/56', '10.244.0.0/16') });
    expect(podsOf(it)).toEqual({ 'default/a': 'n1 fd00::2 10.244.0.2' });
  });

  test('weave: from one range', () => {
    const cni = { kind: 'weave', origin: origin('weave'), mode: 'fastdp' } as const;
    const it = allocate({ ...withNodes(deployment('default/web', 3)), cni, podCIDRs: cidrs('10.32.0.0/12') });
    expect(podsOf(it)).toEqual({
      'default/web-0': 'n1 10.32.0.2',
      'default/web-1': 'n2 10.32.0.3',
      'default/web-2': 'n1 10.32.0.4',
    });
    expect(it.it.podAt(address('10.32.0.3'))?.label).toBe('default/web-1');
  });

  test('terway: from the pod vSwitches of the zone, past what the provider keeps and what is in use', () => {
    const cni = {
      kind: 'terway',
      origin: origin('terway'),
      mode: 'eniip',
      podVSwitches: [sourced('v/pods-h'), sourced('v/pods-i')],
      securityGroups: [],
    } as const;
    const it = allocate(
      {
        cni,
        podCIDRs: [],
        nodes: [node('h', nic('v/nodes-h', '10.1.0.11')), node('i', nic('v/nodes-i', '10.1.16.11'))],
        namespaces: [namespace('default', { workloads: [deployment('default/web', 3)] })],
      },
      {
        vpcs: [vpc('v', '10.0.0.0/8', { provider: 'alibaba' })],
        segments: [
          subnet('v', 'nodes-h', '10.1.0.0/20', 'h'),
          subnet('v', 'nodes-i', '10.1.16.0/20', 'i'),
          subnet('v', 'pods-h', '10.2.0.0/19', 'h'),
          subnet('v', 'pods-i', '10.2.32.0/19', 'i'),
        ],
      },
    );
    expect(podsOf(it)).toEqual({
      'default/web-0': 'h 10.2.0.1',
      'default/web-1': 'i 10.2.32.1',
      'default/web-2': 'h 10.2.0.2',
    });
  });

  test('aws-vpc: from the end of the node’s subnet, two clusters never the same', () => {
    const cni = {
      kind: 'aws-vpc',
      origin: origin('aws-vpc'),
      externalSNAT: false,
      enableNetworkPolicy: false,
      enablePrefixDelegation: false,
    } as const;
    const make = (id: string) =>
      cluster({
        id,
        cni,
        podCIDRs: [],
        nodes: [node('a', nic('v/s', id === 'c' ? '10.0.0.254' : '10.0.0.10'), { id: `${id}/a` })],
        namespaces: [namespace('default', { workloads: [workload('default/a', { id: `${id}/default/a` })] })],
      });
    const [one, two] = [make('c'), make('d')];
    const all = allocator(
      topology({
        clusters: [one, two],
        vpcs: [vpc('v', '10.0.0.0/16', { provider: 'aws' })],
        segments: [subnet('v', 's', '10.0.0.0/24')],
      }),
    );
    const addressesOf = (c: Cluster) => all(c).podsOn(`${c.id}/a`)[0]!.addresses.map(formatAddress);
    expect(addressesOf(two)).toEqual(['10.0.0.252']);
    expect(addressesOf(one)).toEqual(['10.0.0.253']);
  });

  test('are found by their address, and nodes by their range', () => {
    const { it } = allocate(withNodes(deployment('default/web', 3), workload('default/x', { hostNetwork: true })));
    expect(it.podAt(address('10.244.0.3'))?.label).toBe('default/web-2');
    expect(it.podAt(address('10.244.0.9'))).toBeUndefined();
    expect(it.podAt(address('10.9.9.9'))).toBeUndefined();
    expect(it.nodeOfRange(address('10.244.1.200'))?.name).toBe('n2');
  });
});

describe('Services', () => {
  const serviceAddresses = (parts: Partial<Cluster>) => {
    const { it, cluster } = allocate(parts);
    const all = cluster.namespaces.flatMap((n) => n.services);
    return Object.fromEntries(all.map((s) => [s.id.slice(2), it.clusterIPs(s).map(formatAddress).join(' ')]));
  };

  test('default/kubernetes first, DNS tenth, others from the dynamic band, none for headless ones', () => {
    const services = ['default/a', 'default/b'].map((id) => service(id));
    expect(
      serviceAddresses({
        namespaces: [
          namespace('default', {
            services: [
              ...services,
              service('default/taken', { clusterIPs: addresses('10.96.1.2') }),
              service('default/none', { headless: true }),
              service('default/name', { type: 'ExternalName' }),
              service('default/kubernetes', { implicit: true }),
            ],
          }),
          namespace('kube-system', { services: [service('kube-system/kube-dns', { implicit: true })] }),
        ],
      }),
    ).toEqual({
      'default/a': '10.96.1.1',
      'default/b': '10.96.1.3',
      'default/taken': '10.96.1.2',
      'default/none': '',
      'default/name': '',
      'default/kubernetes': '10.96.0.1',
      'kube-system/kube-dns': '10.96.0.10',
    });
  });

  // The first three are the examples of the Kubernetes documentation of ClusterIP allocation.
  test.each([
    ['10.96.0.0/24', '10.96.0.17'],
    ['10.96.0.0/20', '10.96.1.1'],
    ['10.96.0.0/16', '10.96.1.1'],
    ['10.96.0.0/28', '10.96.0.2'],
    ['fd00:10:96::/112', 'fd00:10:96::101'],
  ])('the dynamic band of %s begins at %s', (range, expected) => {
    const services = [service('default/a')];
    const parts = { serviceCIDRs: cidrs(range), namespaces: [namespace('default', { services })] };
    expect(serviceAddresses(parts)).toEqual({ 'default/a': expected });
  });

  test('the static band is used when the dynamic one is full', () => {
    const services = Array.from({ length: 14 }, (_, i) => service(`default/s${i}`));
    const namespaces = [namespace('default', { services })];
    const given = Object.values(serviceAddresses({ serviceCIDRs: cidrs('10.96.0.0/27'), namespaces }));
    expect(given).toHaveLength(14);
    expect(given.slice(0, 2)).toEqual(['10.96.0.17', '10.96.0.18']);
    expect(given[13]).toBe('10.96.0.30');
    const more = [...services, service('default/x'), service('default/y')];
    const spilled = Object.values(
      serviceAddresses({ serviceCIDRs: cidrs('10.96.0.0/27'), namespaces: [namespace('default', { services: more })] }),
    );
    expect(spilled.slice(14)).toEqual(['10.96.0.2', '10.96.0.3']);
  });

  test('node ports: from 30086 on, past what is written; only for types that have them', () => {
    const port = (nodePort?: number) => ({
      protocol: 'TCP' as const,
      port: 80,
      targetPort: 80,
      nodePort: nodePort === undefined ? undefined : sourced(nodePort),
      origin: origin('port'),
    });
    const services = [
      service('default/a', { type: 'NodePort', ports: [port(), port(30080)] }),
      service('default/b', { type: 'LoadBalancer', ports: [port(30087), port()] }),
      service('default/c'),
    ];
    const { it } = allocate({ namespaces: [namespace('default', { services })] });
    expect(services.map((s) => s.ports.map((_, i) => it.nodePort(s, i)))).toEqual([
      [30086, 30080],
      [30087, 30088],
      [undefined],
    ]);
  });
});
