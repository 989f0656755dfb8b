import { describe, expect, test } from 'vitest';
import { example } from '../support/examples.ts';
import { withClient } from '../support/lsp.ts';
import { expectHover } from '../support/lsp-expect.ts';
import { hovers, network } from './hovers.ts';

const TERWAY = example('terway.knet').replace('node h1', 'node h<|>1');

describe('the tables of a machine', () => {
  const onNode = (text: string) => text.replace('node n1', 'node n<|>1');

  test('stand below the card of a node, in the words of the tools', () =>
    hovers(
      onNode(network('')),
      '**node** `n1`',
      '```text\n$ ip route\ndefault via 192.168.7.254 dev eth0\n',
      '10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink\n',
      '192.168.7.0/24 dev eth0 proto kernel scope link src 192.168.7.11\n```',
      '$ ip neigh\n10.244.1.0 lladdr',
      '$ bridge fdb\n',
      'dst 192.168.7.12 self permanent\n',
    ));

  test('stand below the card of a host', () =>
    hovers(`${network('')}host h<|>1 { in lan  ip 192.168.7.50 }`, '**host** `h1`', '$ ip route\n', 'default via'));

  test('leave out rules that every machine has', () =>
    withClient({}, async (client) => {
      expect(await expectHover(client, onNode(network('')), '$ ip route')).not.toContain('ip rule');
    }));

  test('have the rules by which a card of its own carries the packets of a pod', () =>
    hovers(TERWAY, '**node** `h1`', '$ ip route\n', '$ ip rule\n0:\tfrom all lookup local\n', 'lookup 1'));

  test('have the BGP sessions of a node of Calico', () =>
    hovers(
      example('calico-route-reflector.knet').replace('node k8s-node02', 'node k8s-node<|>02'),
      '$ calicoctl node status\n',
      '| 192.168.10.72 | node specific | up ',
    ));

  test('are asked for by the whole name where the name alone is not clear', () =>
    withClient({}, async (client) => {
      const nodes = Array.from({ length: 20 }, (_, n) => `node m${n} { in lan  ip 192.168.7.${n + 20} }`).join('\n  ');
      const other = 'cluster d { podCIDR 10.245.0.0/16  cni flannel  node n1 { in lan  ip 192.168.7.99 } }';
      const text = `${onNode(network('')).replace('  node n<', `  ${nodes}\n  node n<`)}${other}`;
      await expectHover(client, text, 'more: `knet show hover.knet c/n1 routes`');
    }));

  test('of a node that cannot be built are not there, and the rest is', () =>
    hovers('cluster c { node <|>n1 { in nowhere  ip 1.2.3 } node }', '**node** `n1`'));
});

describe('the address plan', () => {
  test('of a network is on its card', () =>
    hovers(network('').replace('network lan', 'network l<|>an'), '254 usable, 3 used, 2 reserved, 251 free'));

  test('of a VPC and of its subnet is on their cards', async () => {
    const vpc = 'vpc v { provider aws  cidr 10.0.0.0/16  subnet s { cidr 10.0.0.0/20 } }';
    await hovers(vpc.replace('vpc v', 'vpc <|>v'), '65536 addresses, 4096 in subnets', '10.0.128.0/17');
    await hovers(vpc.replace('subnet s', 'subnet <|>s'), '4091 usable, 0 used, 5 reserved');
  });

  test('of a cluster says how many more nodes, pods and services fit', () =>
    hovers(
      network('').replace('cluster c', 'cluster <|>c'),
      'room for nodes: 251 more fit: addresses of lan',
      'room for pods:',
      'services in `10.96.0.0/12`: 1048574 usable, 2 used',
    ));

  test('of a node says what bounds its pods', () =>
    hovers(network('').replace('node n1', 'node <|>n1'), 'room: ', 'of 110 pods', 'maxPods is 110'));

  test('of a podCIDR is on its literal', () =>
    hovers(network('').replace('10.244.0.0/16', '10.244.<|>0.0/16'), 'Pod range', '256 node ranges of /24, 2 used'));

  test('of a serviceCIDR is on its literal', () =>
    hovers(
      network('').replace('podCIDR', 'serviceCIDR 10.97.<|>0.0/24\n  podCIDR'),
      'Service range',
      '254 usable, 2 used, 252 more services fit',
      'static band: 10.97.0.1 to 10.97.0.16',
    ));

  test('of very many nodes is left to the command line', () =>
    hovers(
      network('').replace('cluster c', 'cluster <|>c').replace('  node n1', '  nodes w 5001 { in lan }\n  node n1'),
      'too many nodes to sum up',
    ));
});
