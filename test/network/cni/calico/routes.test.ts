import { describe, expect, test } from 'vitest';
import { linesOf, NODES, racksNetwork } from './models.ts';

const POOL = 'cidr 10.244.0.0/16';
const BLACKHOLE = 'blackhole 10.244.32.128/26 proto bird';

/** What a node has beside its own network and its default route. */
async function remote(pool: string, more = '', nodes = NODES): Promise<readonly string[]> {
  const lines = linesOf(await racksNetwork(`ipPool main { ${POOL} ${pool} } ${more}`, nodes), 'n1');
  return lines.filter((line) => !line.startsWith('default') && !line.includes('proto kernel'));
}

describe('routes of n1 to n2 beside it and to n3 behind the router', () => {
  test.each([
    [
      'ipipMode Never',
      [
        BLACKHOLE,
        '10.244.58.192/26 via 192.168.10.2 dev eth0 proto bird',
        '10.244.85.192/26 via 192.168.10.72 dev eth0 proto bird',
      ],
    ],
    [
      'ipipMode Always',
      [
        BLACKHOLE,
        '10.244.58.192/26 via 192.168.20.73 dev tunl0 proto bird onlink',
        '10.244.85.192/26 via 192.168.10.72 dev tunl0 proto bird onlink',
      ],
    ],
    [
      'ipipMode CrossSubnet',
      [
        BLACKHOLE,
        '10.244.58.192/26 via 192.168.20.73 dev tunl0 proto bird onlink',
        '10.244.85.192/26 via 192.168.10.72 dev eth0 proto bird',
      ],
    ],
    [
      'vxlanMode Always',
      [
        'blackhole 10.244.32.128/26 proto 80',
        '10.244.58.192/26 via 10.244.58.192 dev vxlan.calico onlink',
        '10.244.85.192/26 via 10.244.85.192 dev vxlan.calico onlink',
      ],
    ],
    [
      'vxlanMode CrossSubnet',
      [
        'blackhole 10.244.32.128/26 proto 80',
        '10.244.58.192/26 via 10.244.58.192 dev vxlan.calico onlink',
        '10.244.85.192/26 via 192.168.10.72 dev eth0 proto 80 onlink',
      ],
    ],
  ])('%s', async (pool, expected) => expect(await remote(pool)).toEqual(expected));

  test('with VXLAN they need no BGP, without it they do', async () => {
    const off = 'bgpConfiguration { nodeToNodeMeshEnabled false }';
    expect(await remote('vxlanMode Always', off)).toHaveLength(3);
    expect(await remote('ipipMode Always', off)).toEqual([BLACKHOLE]);
  });
  test('each pod has one, by its veth', async () => {
    const pods = `${NODES} namespace default { pod a { on n1  ip 10.244.32.130 } }`;
    expect(await remote('', '', pods)).toContainEqual(
      expect.stringMatching(/^10\.244\.32\.130 dev cali[0-9a-f]{11} scope link$/),
    );
  });
  test('a written address out of another node’s block has one of its own, everywhere', async () => {
    const pods = `${NODES} namespace default { pod a { on n2  ip 10.244.32.130 } }`;
    expect(await remote('', '', pods)).toContain('10.244.32.130 via 192.168.10.72 dev eth0 proto bird');
  });
  test('who has no way to a node has no session with it', async () => {
    const nodes = NODES.replace('in rack-2  ip 192.168.20.73', '').replace('node n3 {', 'node n3 { nic eth0 { }');
    expect((await remote('', '', nodes)).filter((line) => line.includes('10.244.58'))).toEqual([]);
  });
  test('a prefix that somebody else has a route to stays his', async () => {
    const nodes = NODES.replace('node n1 {', 'node n1 { route 10.244.85.192/26 via 192.168.10.99 ');
    const lines = await remote('', '', nodes);
    expect(lines.filter((line) => line.startsWith('10.244.85.192'))).toEqual([
      '10.244.85.192/26 via 192.168.10.99 dev eth0',
    ]);
  });
});

describe('tunnels', () => {
  test.each([
    ['ipipMode Always', 'tunl0@NONE', 1480, '10.244.32.128/32'],
    ['ipipMode CrossSubnet', 'tunl0@NONE', 1480, '10.244.32.128/32'],
    ['vxlanMode Always', 'vxlan.calico', 1450, '10.244.32.128/32'],
  ])('%s: %s with an address of the first block', async (pool, name, mtu, address) => {
    const network = await racksNetwork(`ipPool main { ${POOL} ${pool} }`);
    const text = linesOf(network, 'n1', 'addresses').join('\n');
    expect(text).toMatch(new RegExp(`: ${name}: .* mtu ${mtu} `));
    expect(text).toContain(`inet ${address} scope global ${name.replace('@NONE', '')}`);
  });
  test('none without encapsulation', async () => {
    const network = await racksNetwork(`ipPool main { ${POOL} }`);
    expect([...network.namespace('node:dc/n1')!.devices.keys()]).toEqual(['lo', 'eth0']);
  });
  test('vxlan.calico knows the others permanently, but those that it needs no tunnel to', async () => {
    const network = await racksNetwork(`ipPool main { ${POOL} vxlanMode CrossSubnet }`);
    expect(linesOf(network, 'n1', 'neighbours')).toEqual([
      expect.stringMatching(/^10\.244\.58\.192 lladdr 66(:[0-9a-f]{2}){5} PERMANENT$/),
    ]);
    expect(linesOf(network, 'n1', 'fdb')).toEqual([
      expect.stringMatching(/^66(:[0-9a-f]{2}){5} dst 192\.168\.20\.73 self permanent$/),
    ]);
  });
});

describe('MTU of pods', () => {
  const jumbo = 'node n1 { nic eth0 { in rack-1  mtu 9000 } } namespace default { pod a { on n1 } }';
  test.each([
    ['', jumbo, 9000],
    ['ipipMode CrossSubnet', jumbo, 8980],
    ['vxlanMode CrossSubnet', jumbo, 8950],
    ['ipipMode Always } mtu 1400 ipPool other { cidr 10.245.0.0/16', jumbo, 1400],
    ['ipipMode Always } ipPool other { cidr 10.245.0.0/16 vxlanMode Always', jumbo, 8950],
  ])('%s', async (pool, nodes, mtu) => {
    const network = await racksNetwork(`ipPool main { ${POOL} ${pool} }`, nodes);
    const [cali] = [...network.namespace('node:dc/n1')!.devices.values()].filter(({ kind }) => kind === 'veth');
    expect(cali!.mtu).toBe(mtu);
  });
});

describe('pools', () => {
  const nodes = 'node n1 { in rack-1 labels rack=1 } node n2 { in rack-2 labels rack=2 }';
  test('by selector: each node has blocks of its own, encapsulated as its pool says', async () => {
    const calico = `ipPool one { cidr 10.1.0.0/16 nodeSelector rack == '1' ipipMode Always }
      ipPool two { cidr 10.2.0.0/16 nodeSelector rack == '2' vxlanMode Always }`;
    const network = await racksNetwork(calico, nodes);
    const routes = (node: string) => linesOf(network, node).filter((line) => /10\.[12]\./.test(line));
    // n1 has no address for a VTEP: its pool has none to give, so it has no way to n2's block.
    expect(routes('n1')).toEqual(['blackhole 10.1.0.0/26 proto bird']);
    expect(routes('n2')).toEqual([
      '10.1.0.0/26 via 192.168.10.1 dev tunl0 proto bird onlink',
      'blackhole 10.2.0.0/26 proto 80',
    ]);
  });
  test('without any there is the one that the manifest makes: IPIP always, natOutgoing', async () => {
    const network = await racksNetwork('', `podCIDR 10.7.0.0/16 ${nodes}`);
    expect(linesOf(network, 'n1')).toContain('10.7.0.64/26 via 192.168.20.1 dev tunl0 proto bird onlink');
    expect(linesOf(network, 'n1', 'iptables').some((line) => line.startsWith('-A cali-nat-outgoing '))).toBe(true);
  });
});
