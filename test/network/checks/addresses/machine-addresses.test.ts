import { describe } from 'vitest';
import type { Topology } from '../../../../network/topology/topology.ts';
import { addresses, host, network, nic, nodes, subnet, vpc } from '../../topology/builders.ts';
import { calico, ipPool } from '../../topology/cnis.ts';
import { at, check, one, pods } from '../cases.ts';

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
