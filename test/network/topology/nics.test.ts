import { expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import { nicAddresses } from '../../../network/topology/ipam/nics.ts';
import type { Machine } from '../../../network/topology/underlay.ts';
import { addresses, cidrs, cluster, host, network, nic, node, subnet, topology, vpc } from './builders.ts';

const lan = network('lan', '192.168.1.0/24', { gateways: addresses('192.168.1.1') });

test('a node without an address gets the next free one of its network, a host one of the upper half', () => {
  const hosts = [host('h1', nic('lan')), host('h2', nic('lan', '192.168.1.3')), host('h3', nic('lan'))];
  const nodes = [node('n1', nic('lan')), node('n2', nic('lan', '192.168.1.9')), node('n3', nic('lan'))];
  const t = topology({ segments: [lan], hosts, clusters: [cluster({ nodes })] });
  const text = (machine: Machine) => nicAddresses(t).ofMachine(machine).map(formatAddress).join(' ');
  expect(nodes.map(text)).toEqual(['192.168.1.2', '192.168.1.9', '192.168.1.4']);
  expect(hosts.map(text)).toEqual(['192.168.1.127', '192.168.1.3', '192.168.1.128']);
});

test.each([
  ['aws', '10.0.0.4'],
  ['azure', '10.0.0.4'],
  ['gcp', '10.0.0.2'],
  ['alibaba', '10.0.0.1'],
  ['none', '10.0.0.1'],
] as const)('the first usable address of a subnet at %s is %s', (provider, expected) => {
  const nodes = [node('n1', nic('v/s'))];
  const t = topology({
    vpcs: [vpc('v', '10.0.0.0/16', { provider })],
    segments: [subnet('v', 's', '10.0.0.0/24')],
    clusters: [cluster({ nodes })],
  });
  expect(nicAddresses(t).ofMachine(nodes[0]!).map(formatAddress)).toEqual([expected]);
});

test('one of each family that the network has', () => {
  const dual = network('dual', '10.0.0.0/24', { cidrs: cidrs('10.0.0.0/24', 'fd00::/64') });
  const nodes = [node('n1', nic('dual', 'fd00::5'))];
  const t = topology({ segments: [dual], clusters: [cluster({ nodes })] });
  expect(nicAddresses(t).ofMachine(nodes[0]!).map(formatAddress)).toEqual(['10.0.0.1', 'fd00::5']);
});
