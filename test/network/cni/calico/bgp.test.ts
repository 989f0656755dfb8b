import { describe, expect, test } from 'vitest';
import { show } from '../../../../network/machines/show/show.ts';
import { verdictsOf } from '../../../support/models.ts';
import { linesOf, NODES, racks, racksNetwork } from './models.ts';

const POOL = 'ipPool main { cidr 10.244.0.0/16 ipipMode Always }';
const OFF = 'bgpConfiguration { nodeToNodeMeshEnabled false }';
const ALL = `bgpPeer all { nodeSelector all() peerSelector has(rr) }`;

/** Nodes by their fields; the k-th has the address 192.168.10.<k> and the block 10.244.0.<64 (k-1)>/26. */
const nodes = (...fields: readonly string[]) =>
  fields
    .map((own, i) => `node n${i + 1} { in rack-1 ip 192.168.10.${i + 11} ipBlock 10.244.0.${64 * i}/26 ${own} }`)
    .join(' ');

const RR = 'labels rr=yes routeReflectorClusterID 1.0.0.1';
const RR2 = 'labels rr=yes routeReflectorClusterID 1.0.0.2';

/** Which nodes learn whose routes, `n1: 2 3`. */
async function learnt(calico: string, text: string): Promise<string[]> {
  const network = await racksNetwork(`${POOL} ${calico}`, text);
  return network.topology.clusters[0]!.nodes.map(({ name }) => {
    const others = linesOf(network, name).flatMap(
      (line) => /^10\.244\.0\.(\d+)\/26 via .* proto bird/.exec(line)?.[1] ?? [],
    );
    return `${name}: ${others.map((last) => Number(last) / 64 + 1).join(' ')}`.trim();
  });
}

describe('who learns whose blocks', () => {
  const cases: [string, string, string, string[]][] = [
    ['the mesh', '', nodes('', '', ''), ['n1: 2 3', 'n2: 1 3', 'n3: 1 2']],
    ['no mesh, no peers', OFF, nodes('', ''), ['n1:', 'n2:']],
    [
      'a chain of plain peers: nothing is passed on',
      `${OFF} bgpPeer a { node n1 peerIP 192.168.10.12 } bgpPeer b { node n2 peerIP 192.168.10.13 }`,
      nodes('', '', ''),
      ['n1: 2', 'n2: 1 3', 'n3: 2'],
    ],
    ['one reflector', `${OFF} ${ALL}`, nodes(RR, '', ''), ['n1: 2 3', 'n2: 1 3', 'n3: 1 2']],
    ['one label and no cluster id', `${OFF} ${ALL}`, nodes('labels rr=yes', '', ''), ['n1: 2 3', 'n2: 1', 'n3: 1']],
    ['one reflector that has stopped', `${OFF} ${ALL}`, nodes(`${RR} bgp stopped`, '', ''), ['n1: 2 3', 'n2:', 'n3:']],
    [
      'one of two has stopped',
      `${OFF} ${ALL}`,
      nodes(`${RR} bgp stopped`, RR, '', ''),
      ['n1: 2 3 4', 'n2: 3 4', 'n3: 2 4', 'n4: 2 3'],
    ],
    [
      'a stopped speaker is forgotten, and forgets nothing itself',
      '',
      nodes('', 'bgp stopped', ''),
      ['n1: 3', 'n2: 1 3', 'n3: 1'],
    ],
    ['a reflector is not in the mesh', '', nodes('routeReflectorClusterID 1.0.0.1', '', ''), ['n1:', 'n2: 3', 'n3: 2']],
    [
      'two reflectors of one cluster, each with a client of its own: neither hands the other’s on',
      `${OFF} bgpPeer rr { nodeSelector has(rr) peerSelector has(rr) }
       bgpPeer a { node n3 peerIP 192.168.10.11 } bgpPeer b { node n4 peerIP 192.168.10.12 }`,
      nodes(RR, RR, '', ''),
      ['n1: 2 3 4', 'n2: 1 3 4', 'n3: 1 2', 'n4: 1 2'],
    ],
    [
      'two reflectors of two clusters hand everything on',
      `${OFF} bgpPeer rr { nodeSelector has(rr) peerSelector has(rr) }
       bgpPeer a { node n3 peerIP 192.168.10.11 } bgpPeer b { node n4 peerIP 192.168.10.12 }`,
      nodes(RR, RR2, '', ''),
      ['n1: 2 3 4', 'n2: 1 3 4', 'n3: 1 2 4', 'n4: 1 2 3'],
    ],
    [
      'reflectors that do not peer with each other',
      `${OFF} bgpPeer a { node n3 peerIP 192.168.10.11 } bgpPeer b { node n4 peerIP 192.168.10.12 }`,
      nodes(RR, RR2, '', ''),
      ['n1: 3', 'n2: 4', 'n3: 1', 'n4: 2'],
    ],
    [
      'another AS number than the node has',
      `${OFF} bgpPeer a { node n1 peerIP 192.168.10.12 asNumber 65000 }`,
      nodes('', ''),
      ['n1:', 'n2:'],
    ],
  ];
  test.each(cases)('%s', async (_, calico, text, expected) => expect(await learnt(calico, text)).toEqual(expected));
});

describe('a router that a bgpPeer names', () => {
  const tor = 'bgpPeer tor { peerIP 192.168.10.2 }';
  const core = async (calico: string, text = NODES) => {
    const network = await racksNetwork(`ipPool main { cidr 10.244.0.0/16 } ${calico}`, text);
    const lines = show(network, 'router:core', 'routes')!.trimEnd().split('\n');
    return lines.filter((line) => line.includes('proto bird'));
  };
  test('learns each block by its node', async () => {
    expect(await core(tor)).toEqual([
      '10.244.32.128/26 via 192.168.10.71 dev eth0 proto bird',
      '10.244.58.192/26 via 192.168.20.73 dev eth1 proto bird',
      '10.244.85.192/26 via 192.168.10.72 dev eth0 proto bird',
    ]);
  });
  test('from nodes that peer with it, and run BIRD', async () => {
    expect(await core('bgpPeer tor { node n1 peerIP 192.168.10.2 }')).toHaveLength(1);
    expect(await core(tor, NODES.replace('node n2 {', 'node n2 { bgp stopped '))).toHaveLength(2);
    expect(await core('bgpPeer other { peerIP 192.168.10.9 }')).toEqual([]);
  });
  test('by the node with the lowest address, where another AS is told everything by everybody', async () => {
    const all = await core('bgpPeer tor { peerIP 192.168.10.2 asNumber 65000 }');
    expect(all.map((line) => line.replace(/ dev.*/, ''))).toEqual([
      '10.244.32.128/26 via 192.168.10.71',
      '10.244.58.192/26 via 192.168.10.71',
      '10.244.85.192/26 via 192.168.10.71',
    ]);
    const apart = await core(`${OFF} bgpPeer tor { peerIP 192.168.10.2 asNumber 65000 }`);
    expect(apart).toEqual(await core(tor));
  });
  test('from a reflector what it reflects', async () => {
    const reflector = NODES.replace('node n1 {', `node n1 { ${RR} `);
    expect(await core(`${ALL} bgpPeer tor { node n1 peerIP 192.168.10.2 }`, reflector)).toEqual(await core(tor));
  });
  test('and so plain packets cross it', async () => {
    const pods = `${NODES} namespace default { pod a { on n1 } pod c { on n3 } }`;
    const model = racks(`ipPool main { cidr 10.244.0.0/16 } ${tor}`, pods);
    expect(await verdictsOf(`${model}\nexpect default/a can reach default/c ICMP without encapsulation`)).toEqual([
      'holds',
    ]);
  });
  test('what it tells the nodes is not known', async () => {
    const pods = `${NODES} namespace default { pod a { on n1 } pod c { on n3 } }`;
    const model = racks(`ipPool main { cidr 10.244.0.0/16 } ${OFF} ${tor}`, pods);
    expect(await verdictsOf(`${model}\nexpect default/a can reach default/c ICMP`)).toEqual([
      expect.stringMatching(/^insufficient: .*BGP peer 192\.168\.10\.2/),
    ]);
  });
});

describe('calicoctl node status', () => {
  const status = async (calico: string, text: string, node: string) =>
    linesOf(await racksNetwork(`${POOL} ${calico}`, text), node, 'bgp');
  const rows = async (calico: string, text: string, node: string) =>
    (await status(calico, text, node))
      .filter((line) => /^\| [\d]/.test(line))
      .map((line) => line.split(/ *\| */).slice(1, -1));

  test('the mesh, as it is printed', async () => {
    expect(await status('', NODES, 'n1')).toEqual([
      'Calico process is running.',
      '',
      'IPv4 BGP status',
      '+---------------+-------------------+-------+-------+-------------+',
      '| PEER ADDRESS  |     PEER TYPE     | STATE | SINCE |    INFO     |',
      '+---------------+-------------------+-------+-------+-------------+',
      '| 192.168.10.72 | node-to-node mesh | up    | -     | Established |',
      '| 192.168.20.73 | node-to-node mesh | up    | -     | Established |',
      '+---------------+-------------------+-------+-------+-------------+',
      '',
      'IPv6 BGP status',
      'No IPv6 peers found.',
    ]);
  });
  test('in the order of BIRD: the mesh by names, then global peers, then those of the node by addresses as texts', async () => {
    const text = `node zeta { in rack-1 ip 192.168.10.11 } node beta { in rack-1 ip 192.168.10.9 }
      node alpha { in rack-1 ip 192.168.10.100 }`;
    const first = async (calico: string) => (await rows(calico, text, 'zeta')).map(([address]) => address);
    expect(await first('bgpPeer tor { peerIP 192.168.10.2 } bgpPeer own { node zeta peerIP 192.168.10.150 }')).toEqual([
      '192.168.10.100',
      '192.168.10.9',
      '192.168.10.2',
      '192.168.10.150',
    ]);
    expect(await first(`${OFF} bgpPeer all { nodeSelector all() peerSelector all() }`)).toEqual([
      '192.168.10.100',
      '192.168.10.9',
    ]);
  });
  test('no peers', async () => {
    expect((await status(OFF, NODES, 'n1'))[3]).toBe('No IPv4 peers found.');
  });
  test('BIRD does not run', async () => {
    expect(await status('', nodes('bgp stopped', ''), 'n1')).toEqual(['Calico process is not running.']);
  });
  test('a client has its reflectors, a reflector its clients', async () => {
    const text = nodes(RR, '', '');
    expect(await rows(`${OFF} ${ALL}`, text, 'n2')).toEqual([
      ['192.168.10.11', 'node specific', 'up', '-', 'Established'],
    ]);
    expect(await rows(`${OFF} ${ALL}`, text, 'n1')).toEqual([
      ['192.168.10.12', 'node specific', 'up', '-', 'Established'],
      ['192.168.10.13', 'node specific', 'up', '-', 'Established'],
    ]);
  });
  test('who opens the session hears that nobody is there, who waits waits', async () => {
    const text = nodes('', 'bgp stopped', '');
    const ofStopped = async (node: string) => (await rows('', text, node)).find(([peer]) => peer === '192.168.10.12');
    expect(await ofStopped('n1')).toEqual(['192.168.10.12', 'node-to-node mesh', 'start', '-', 'Passive']);
    expect(await ofStopped('n3')).toEqual([
      '192.168.10.12',
      'node-to-node mesh',
      'start',
      '-',
      'Active Socket: Connection refused',
    ]);
  });
  test('a peer outside the cluster, of all nodes or of one', async () => {
    const peers = `${OFF} bgpPeer tor { peerIP 192.168.10.2 } bgpPeer own { node n1 peerIP 192.168.10.9 }`;
    expect((await rows(peers, NODES, 'n1')).map((row) => row.slice(0, 3))).toEqual([
      ['192.168.10.2', 'global', 'unknown'],
      ['192.168.10.9', 'node specific', 'unknown'],
    ]);
    expect(await rows(peers, NODES, 'n2')).toHaveLength(1);
  });
});
