import { describe, expect, test } from 'vitest';
import { read } from '../../docs/reader.ts';

const NETWORKS = `network a { cidr 192.168.1.0/24  gateway 192.168.1.1 }
  network b { cidr 192.168.2.0/24  gateway 192.168.2.1 }
  router r { connects a b }
  network alone { cidr 192.168.3.0/24 }
`;

/** Codes and messages, without what is only information, of a cluster with these fields beside the networks. */
async function found(fields: string, networks = NETWORKS): Promise<string[]> {
  const { problems } = await read(`${networks} cluster c { ${fields} }`);
  return problems.filter(({ severity }) => severity !== 'information').map(({ code, message }) => `${code} ${message}`);
}

const codes = async (fields: string, networks?: string) =>
  (await found(fields, networks)).map((text) => text.slice(0, text.indexOf(' ')));

const IN_A = 'node n1 { in a } node n2 { in a }';
const IN_BOTH = 'node n1 { in a } node n2 { in b }';

describe('one L2 segment', () => {
  const calico = (fields: string, more = '') => `cni calico { ipPool p { cidr 10.244.0.0/16 ${fields} } ${more} }`;
  const cases: [string, string, string[]][] = [
    ['host-gw on one', `cni flannel { backend host-gw } ${IN_A}`, []],
    ['vxlan on two', `cni flannel { backend vxlan } ${IN_BOTH}`, []],
    ['host-gw on two', `cni flannel { backend host-gw } ${IN_BOTH}`, ['BACKEND-L2']],
    ['Calico without encapsulation', `${calico('')} ${IN_BOTH}`, ['BACKEND-L2']],
    ['Calico with CrossSubnet', `${calico('ipipMode CrossSubnet')} ${IN_BOTH}`, []],
    [
      'a pool that is switched off',
      `${calico('disabled', 'ipPool q { cidr 10.245.0.0/16 ipipMode Always }')} ${IN_BOTH}`,
      [],
    ],
    [
      'a pool of one segment: nodes of the other do not reach its pods',
      `${calico("nodeSelector rack == '1'")} node n1 { in a labels rack=1 } node n2 { in b }`,
      ['BACKEND-L2'],
    ],
    ['routers that speak BGP', `${calico('', 'bgpPeer tor { peerIP 192.168.1.1 }')} ${IN_BOTH}`, []],
  ];
  test.each(cases)('%s', async (_, fields, expected) => {
    expect(await codes(fields)).toEqual(expected);
  });

  test('gateways that nobody declared may lead anywhere, yet not on-link', async () => {
    const networks = NETWORKS.replace(/router.*/, '');
    expect(await codes(`cni flannel { backend host-gw } ${IN_BOTH}`, networks)).toEqual(['BACKEND-L2']);
    expect(await codes(`cni flannel { backend vxlan } ${IN_BOTH}`, networks)).toEqual([]);
  });

  test('where nothing leads, that is what is said', async () => {
    const fields = 'cni flannel { backend host-gw } node n1 { in a } node n2 { in alone }';
    expect(await codes(fields)).toEqual(['UNDERLAY-UNREACHABLE']);
  });
});

describe('BGP', () => {
  const OFF = 'bgpConfiguration { nodeToNodeMeshEnabled false }';
  const ALL = 'bgpPeer all { nodeSelector all() peerSelector has(rr) }';
  const calico = (fields: string, pool = '') => `cni calico { ipPool p { cidr 10.244.0.0/16 ${pool} } ${fields} }`;
  const RR = 'labels rr=yes routeReflectorClusterID 1.0.0.1';
  const many = (count: number) => `nodes w ${count} { in wide }`;
  const networks =
    'network a { cidr 192.168.1.0/24  gateway 192.168.1.1 } network wide { cidr 10.0.0.0/16  gateway 10.0.255.254 }';
  const cases: [string, string, string[]][] = [
    ['the mesh', `${calico('')} ${many(100)}`, []],
    ['the mesh of too many', `${calico('')} ${many(101)}`, ['BGP-MESH']],
    ['nobody asks it', `${calico('', 'vxlanMode Always')} ${many(101)}`, []],
    ['a large cluster with reflectors', `${calico(`${OFF} ${ALL}`)} ${many(101)} node r { in wide ${RR} }`, []],
    ['no mesh and no peers', `${calico(OFF)} ${IN_A}`, ['BGP-NO-REFLECTOR']],
    ['no mesh, and VXLAN', `${calico(OFF, 'vxlanMode Always')} ${IN_A}`, []],
    [
      'peers that reflect nothing',
      `${calico(`${OFF} ${ALL}`)} ${IN_A} node r { in a labels rr=yes }`,
      ['BGP-NO-REFLECTOR'],
    ],
    ['a reflector', `${calico(`${OFF} ${ALL}`)} ${IN_A} node r { in a ${RR} }`, []],
    ['a reflector outside of the mesh', `${calico('')} ${IN_A} node r { in a ${RR} }`, ['BGP-NO-REFLECTOR']],
    [
      'the only reflector has stopped',
      `${calico(`${OFF} ${ALL}`)} ${IN_A} node r { in a ${RR} bgp stopped }`,
      ['BGP-NO-REFLECTOR'],
    ],
    [
      'a peer outside the cluster may tell them',
      `${calico(`${OFF} bgpPeer tor { peerIP 192.168.1.200 }`)} ${IN_A}`,
      [],
    ],
  ];
  test.each(cases)('%s', async (_, fields, expected) => {
    expect(await codes(fields, networks)).toEqual(expected);
  });
});

describe('underlay', () => {
  const cases: [string, string, string[]][] = [
    ['whatever the CNI', 'cni calico node n1 { in a } node n2 { in alone }', ['UNDERLAY-UNREACHABLE']],
    ['a NIC that is down', 'cni weave node n1 { in a } node n2 { nic eth0 { in a down } }', ['UNDERLAY-UNREACHABLE']],
    ['a route of one’s own', 'cni weave node n1 { in a } node n2 { in b }', []],
  ];
  test.each(cases)('%s', async (_, fields, expected) => {
    expect(await codes(fields)).toEqual(expected);
  });
});

describe('MTUs', () => {
  const small = 'node n1 { nic eth0 { in a mtu 1400 } } node n2 { in a }';
  const cases: [string, string, string[]][] = [
    ['worked out', `cni flannel { backend vxlan } ${IN_A}`, []],
    ['written, and right', `cni flannel { backend vxlan mtu 1450 } ${IN_A}`, []],
    ['too large by a byte', `cni flannel { backend vxlan mtu 1451 } ${IN_A}`, ['MTU-OVERLAY']],
    ['IPIP', `cni calico { mtu 1481 ipPool p { cidr 10.244.0.0/16 ipipMode Always } } ${IN_A}`, ['MTU-OVERLAY']],
    ['no encapsulation', `cni flannel { backend host-gw mtu 1500 } ${IN_A}`, []],
    ['different links', `cni flannel { backend host-gw } ${small}`, ['MTU-MIXED']],
    ['different links, and an MTU that fits all', `cni flannel { backend host-gw mtu 1400 } ${small}`, []],
  ];
  test.each(cases)('%s', async (_, fields, expected) => {
    expect(await codes(fields)).toEqual(expected);
  });

  test('the network that a NIC is plugged into counts', async () => {
    const networks = 'network a { cidr 192.168.1.0/24 mtu 1400 }';
    const fields = 'cni flannel { backend vxlan mtu 1400 } node n1 { nic eth0 { in a mtu 9000 } }';
    expect(await found(fields, networks)).toEqual([
      'MTU-OVERLAY Packets of Pods have up to 1400 + 50 (VXLAN) = 1450 bytes on the wire, and network a takes 1400: full ones are lost',
    ]);
  });

  test.each([
    [
      'flannel { backend vxlan mtu 1400 }',
      /1450 bytes .* eth0 of node n1 takes 1400: the node cuts full ones into fragments, /,
    ],
    ['flannel { backend udp mtu 1400 }', /1428 bytes .*: the node cuts full ones into fragments$/],
    ['flannel { backend host-gw mtu 1450 }', /1450 bytes .*: full ones with DF, as TCP sends them, are refused$/],
    [
      'calico { mtu 1450 ipPool p { cidr 10.244.0.0/16 ipipMode Always } }',
      /1470 bytes .*: full ones with DF, .* refused$/,
    ],
  ])('where the NIC itself is too narrow: %s', async (cni, message) => {
    const said = await found(`cni ${cni} node n1 { nic eth0 { in a mtu 1400 } }`, 'network a { cidr 192.168.1.0/24 }');
    expect(said.filter((one) => one.startsWith('MTU-OVERLAY'))).toEqual([expect.stringMatching(message)]);
  });
});

describe('NICs', () => {
  const nics = (n: number, first: string) => `node n${n} { nic eth0 { in ${first} } nic eth1 { in alone } }`;
  const split = NETWORKS.replace(/router.*/, '');
  test.each([
    ['the nodes meet by the first', `${nics(1, 'a')} ${nics(2, 'a')}`, split, []],
    ['a router leads from one to the other', `${nics(1, 'a')} ${nics(2, 'b')}`, NETWORKS, []],
    ['they do not', `${nics(1, 'a')} ${nics(2, 'b')}`, split, ['FLANNEL-IFACE']],
  ])('%s', async (_, nodes, networks, expected) => {
    expect(await codes(`cni flannel { backend vxlan } ${nodes}`, networks)).toEqual(expected);
  });
});

describe('route tables', () => {
  const vpc = (fields: string) => `vpc v { provider alibaba cidr 192.168.0.0/16 ${fields}
    vSwitch a { cidr 192.168.1.0/24 } vSwitch b { cidr 192.168.2.0/24 } }`;
  const nodes = 'node n1 { in v/a podCIDR 10.244.0.0/24 } node n2 { in v/b podCIDR 10.244.1.0/24 }';
  const alivpc = `cni flannel { backend alivpc } ${nodes}`;
  const group = (to: number) => `cni flannel { backend alivpc } nodes w 1..${to} { in v/a }`;
  const cases: [string, string, string, string[]][] = [
    ['all is there', '', alivpc, []],
    ['an entry is not', 'routeTable t { missing 10.244.1.0/24 }', alivpc, ['VPC-ROUTE-MISSING']],
    ['another is not', 'routeTable t { missing 10.244.9.0/24 }', alivpc, []],
    ['nobody needs it', 'routeTable t { missing 10.244.1.0/24 }', `cni flannel { backend vxlan } ${nodes}`, []],
    ['nodes in another table', 'routeTable m { } routeTable t { subnets b }', alivpc, ['MULTI-ROUTE-TABLE']],
    ['159 nodes', '', group(159), []],
    ['160 nodes', '', group(160), ['ROUTE-QUOTA']],
    ['a quota of one’s own', 'quota routesPerTable 1000', group(200), []],
  ];
  test.each(cases)('%s', async (_, fields, cluster, expected) => {
    expect(await codes(cluster, vpc(fields))).toEqual(expected);
  });

  test('near the limit is a warning, beyond it an error', async () => {
    const severity = async (nodes: number) =>
      (await read(`${vpc('')} cluster c { ${group(nodes)} }`)).problems.filter((one) => one.code === 'ROUTE-QUOTA');
    expect((await severity(200)).map((one) => one.severity)).toEqual(['warning']);
    expect((await severity(201)).map((one) => one.severity)).toEqual(['error']);
  });

  test('nodes that are in no VPC', async () => {
    expect(await codes(`cni flannel { backend alivpc } node n1 { in a }`)).toEqual(['VPC-ROUTE-MISSING']);
  });
});

describe('hairpin', () => {
  const fields = (cni: string, more: string) =>
    `cni flannel { ${cni} } node n1 { in a } namespace default { deployment w { labels app=w port 80/TCP } ${more} }`;
  const service = 'service s { selector app=w port 80/TCP }';
  test.each([
    ['on unless it is switched off', fields('backend vxlan', service), []],
    ['off', fields('backend vxlan hairpinMode false', service), ['HAIRPIN']],
    ['no Service', fields('backend vxlan hairpinMode false', ''), []],
    [
      'headless',
      fields('backend vxlan hairpinMode false', 'service s { clusterIP None selector app=w port 80/TCP }'),
      [],
    ],
  ])('%s', async (_, cluster, expected) => {
    expect(await codes(cluster)).toEqual(expected);
  });
});

describe('the Kubernetes network model', () => {
  const pods = 'namespace default { pod p { on n1 } pod q { on n2 } }';
  const off = 'sysctl net.ipv4.ip_forward 0';
  test.each([
    ['holds for every backend', `cni flannel { backend host-gw } ${IN_A} ${pods}`, []],
    [
      'a node that forwards nothing',
      `cni flannel { backend vxlan } node n1 { in a } node n2 { in a ${off} } ${pods}`,
      ['K8S-MODEL'],
    ],
    ['Weave routes nothing between nodes', `cni weave node n1 { in a } node n2 { in a ${off} } ${pods}`, []],
    ['what is not known is not denied', `node n1 { in a } node n2 { in a ${off} } ${pods}`, []],
  ])('%s', async (_, fields, expected) => {
    expect(await codes(fields)).toEqual(expected);
  });

  test('policies are left out', async () => {
    const policy = 'namespace default { pod p { on n1 } pod q { on n2 } networkPolicy none { podSelector {} } }';
    expect(await codes(`cni flannel { backend vxlan } ${IN_A} ${policy}`)).toEqual(['NP-UNENFORCED']);
  });
});

test('flannel on IPv6 alone is what is not modelled, not a missing route', async () => {
  const { problems } = await read(`network six { cidr fd01::/64  gateway fd01::1 }
    cluster c {
      podCIDR fd00:10:244::/56  serviceCIDR fd00:10:96::/112
      cni flannel
      node n1 { in six  ip fd01::11 }
      node n2 { in six  ip fd01::12 }
      namespace d { pod a { on n1 } pod b { on n2  port 80/TCP } }
    }
    expect d/a can reach d/b:80`);
  const told = problems.filter(({ code }) => code === 'INSUFFICIENT_INFO').map(({ message }) => message);
  expect(told).toEqual([expect.stringMatching(/flannel over IPv6 is not modelled yet$/)]);
});
