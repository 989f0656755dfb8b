import { EmptyFileSystem, URI } from 'langium';
import { describe, expect, test } from 'vitest';
import { createModel } from '../../../analysis/model.ts';
import { type Plan, planOf } from '../../../analysis/plan/plan.ts';
import { networkWords } from '../../../analysis/plan/words.ts';
import { createKnetServices } from '../../../language/services.ts';

const { shared } = createKnetServices(EmptyFileSystem);

async function plan(text: string): Promise<Plan> {
  const document = shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse('memory:/plan.knet'));
  await shared.workspace.DocumentBuilder.build([document]);
  return planOf(createModel([document]));
}

const cluster = async (text: string) => (await plan(text)).clusters[0]!;

describe('a subnet', () => {
  test.each([
    ['alibaba', 252, 4],
    ['aws', 251, 5],
    ['gcp', 252, 4],
    ['azure', 251, 5],
    ['none', 254, 2],
  ])('of %s has %i usable addresses, %i reserved', async (provider, usable, reserved) => {
    const { vpcs } = await plan(`vpc v { provider ${provider}  cidr 10.0.0.0/16  subnet s { cidr 10.0.1.0/24 } }`);
    expect(vpcs[0]!.subnets[0]!.ranges).toMatchObject([{ usable, reserved, used: 0, free: usable }]);
  });

  test('counts machines, NAT gateways and pods that live on it', async () => {
    const { vpcs } = await plan(`vpc v {
      provider aws  cidr 10.0.0.0/16
      subnet s { cidr 10.0.1.0/24 }
      natGateway n { in s  ip 10.0.1.250 }
    }
    host h { in v/s }
    cluster c {
      cni aws-vpc { }
      dns coredns { replicas 1 }
      node n1 { in v/s  instanceType m5.large }
      namespace default { deployment d { replicas 3 } }
    }`);
    expect(vpcs[0]!.subnets[0]!.ranges[0]).toMatchObject({ used: 1 + 1 + 1 + 1 + 3, usable: 251 });
  });

  test('of IPv6 is told by powers of two, which a number cannot say exactly', async () => {
    const { networks } = await plan('network lan { cidr fd00::/64 }');
    expect(networkWords(networks[0]!.ranges[0]!)).toMatch(/^2\^64 usable, 0 used, 0 reserved, 2\^64 free/);
  });

  test('tells the largest block that nobody touches', async () => {
    const { networks } = await plan('network a { cidr 10.0.0.0/29  gateway 10.0.0.1 }');
    expect(networks[0]!.ranges[0]!.largestFree).toBe('10.0.0.2/31');
  });

  test('without a free address has no free block', async () => {
    const { networks } = await plan('network a { cidr 10.0.0.0/30  gateway 10.0.0.1 }\nhost h { in a }');
    expect(networks[0]!.ranges[0]).toMatchObject({ free: 0, largestFree: null });
  });
});

test('a VPC is what its subnets leave of it', async () => {
  const { vpcs } = await plan(
    'vpc v { cidr 10.0.0.0/16  subnet a { cidr 10.0.0.0/18 }  subnet b { cidr 10.0.128.0/17 } }',
  );
  expect(vpcs[0]!.ranges).toEqual([
    { cidr: '10.0.0.0/16', size: 65536, used: 49152, free: 16384, largestFree: '10.0.64.0/18' },
  ]);
});

describe('nodes', () => {
  test.each([
    ['node ranges', '10.4.0.0/22', 'cidr 10.0.0.0/24', 4 - 2],
    ['addresses of their network', '10.4.0.0/16', 'cidr 10.0.0.0/29', 6 - 2],
  ])('are bounded by %s', async (what, podCIDR, network, more) => {
    const { nodes } = await cluster(`network lan { ${network} }
    cluster c { podCIDR ${podCIDR}  cni flannel { backend vxlan }  nodes w 2..9 { in lan } }`);
    expect(nodes).toMatchObject({ count: 2, growth: 7, more });
    expect(nodes.limits.toSorted((a, b) => a.more - b.more)[0]!.what).toContain(what.split(' ')[0]);
  });

  test('share what IPPools of one family have', async () => {
    const { nodes } = await cluster(`cluster c { cni calico {
      ipPool a { cidr 10.4.0.0/24  blockSize 26 }
      ipPool b { cidr 10.5.0.0/24  blockSize 25 }
    } nodes w 3 { ip 10.0.0.1 10.0.0.2 10.0.0.3 } }`);
    expect(nodes.more).toBe(4 + 2 - 3);
  });

  test('a written range takes all the node ranges that it touches', async () => {
    const { podRanges } = await cluster(
      'cluster c { podCIDR 10.4.0.0/20  cni flannel { backend vxlan }  node n { podCIDR 10.4.4.0/22 } }',
    );
    expect(podRanges[0]!.nodeRanges).toEqual({ length: 24, total: 16, used: 4, free: 12 });
  });
});

describe('pods of a node', () => {
  const room = async (cni: string, node: string, more = '') => {
    const vpc = 'vpc v { cidr 10.0.0.0/16  vSwitch s { cidr 10.0.0.0/20 } }';
    const found = await cluster(`${vpc} cluster c { ${more} cni ${cni} node n { in v/s  ${node} } }`);
    return found.eachNode[0]!;
  };

  test.each([
    ['maxPods', 'flannel { backend vxlan }', '', 'podCIDR 10.4.0.0/16', 110],
    ['a small range', 'flannel { backend vxlan }', '', 'podCIDR 10.4.0.0/16 nodeCIDRMaskSize 27', 29],
    ['ENIs of Terway in eniip', 'terway { mode eniip }', 'maxENIs 4 addressesPerENI 6', '', 18],
    ['ENIs of Terway in eni', 'terway { mode eni }', 'maxENIs 4', '', 3],
    ['ENIs of the AWS CNI', 'aws-vpc { }', 'instanceType m5.large', '', 29],
  ])('are bounded by %s', async (_what, cni, node, more, expected) => {
    const plan = await room(cni, node, more);
    expect(plan).toMatchObject({ room: expected, more: expected - plan.counted });
  });

  test.each([
    [
      'terway { mode eniip }',
      'instanceType ecs.g7.xlarge',
      /^maxPods is 110, and knet does not know .* of ecs\.g7\.xlarge/,
    ],
    ['terway { mode eniip }', 'instanceType ecs.g7.xlarge maxENIs 20 addressesPerENI 15', /^maxPods is 110$/],
    ['flannel', 'instanceType ecs.g7.xlarge', /^maxPods is 110$/],
    ['aws-vpc', 'instanceType c5.9xlarge', /^maxPods is 110$/],
  ])('are not known of a type that is not in the table: %s %s', async (cni, node, because) => {
    expect((await room(cni, node, cni === 'flannel' ? 'podCIDR 10.4.0.0/16' : '')).because).toMatch(because);
  });

  test('with the address of the node count against maxPods alone', async () => {
    const found = await cluster(`network lan { cidr 10.0.0.0/24 }
    cluster c {
      podCIDR 10.4.0.0/16  nodeCIDRMaskSize 29
      cni flannel { backend vxlan }
      dns coredns { replicas 1 }
      node n { in lan }
      namespace default { daemonSet d { hostNetwork } pod p { } }
    }`);
    expect(found.eachNode[0]).toMatchObject({ pods: 3, counted: 2, room: 5, more: 3 });
  });
});

test('pods of a cluster are bounded by the subnet they draw from', async () => {
  const { pods } = await cluster(`vpc v {
    provider alibaba  cidr 10.0.0.0/16
    vSwitch s { cidr 10.0.0.0/24  zone z }
    vSwitch p { cidr 10.0.1.0/28  zone z }
  }
  cluster c {
    cni terway { mode eniip  podVSwitches v/p }
    dns coredns { replicas 1 }
    node n { in v/s  maxENIs 5  addressesPerENI 20 }
  }`);
  expect(pods).toMatchObject({ used: 1, more: 16 - 4 - 1 });
});

describe('services', () => {
  test.each([
    // kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation, its three examples
    ['10.96.0.0/24', 16, 238],
    ['10.96.0.0/20', 256, 3838],
    ['10.96.0.0/16', 256, 65278],
  ])('of %s have a static band of %i and a dynamic one of %i', async (cidr, fixed, dynamic) => {
    const { services } = await cluster(`cluster c { serviceCIDR ${cidr} }`);
    expect([services[0]!.static.size, services[0]!.dynamic.size]).toEqual([fixed, dynamic]);
    expect(services[0]!.static.used).toBe(2);
    expect(services[0]!.used + services[0]!.free).toBe(services[0]!.usable);
  });

  test('count node ports by band', async () => {
    const { nodePorts } = await cluster(`cluster c { namespace default {
      service a { type NodePort  port 80/TCP nodePort 30001 }
      service b { type NodePort  port 80/TCP }
    } }`);
    expect(nodePorts).toMatchObject({ used: 2, static: { size: 86, used: 1 }, dynamic: { from: '30086', used: 1 } });
  });
});
