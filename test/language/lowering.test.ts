import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../network/address/address.ts';
import { formatPrefix } from '../../network/address/prefix.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { Policy } from '../../network/topology/policy.ts';
import { formatSelector } from '../../network/topology/selector.ts';
import { topologyOf } from './support/knet.ts';

const clusterOf = async (fields: string): Promise<Cluster> =>
  (await topologyOf(`cluster c { ${fields} }`)).clusters[0]!;
const namespaceOf = async (fields: string) => (await clusterOf(`namespace n { ${fields} }`)).namespaces[0]!;

describe('defaults of a cluster', () => {
  test('are those of Kubernetes', async () => {
    const cluster = await clusterOf('');
    expect(cluster).toMatchObject({
      id: 'c',
      nodeCIDRMaskSizes: { 4: 24, 6: 64 },
      serviceNodePortRange: { from: 30000, to: 32767 },
      maxPods: 110,
      clusterDomain: 'cluster.local',
      cni: { kind: 'none' },
      kubeProxy: { mode: 'iptables' },
      dns: { implementation: 'coredns', replicas: 2 },
    });
    expect(cluster.podCIDRs.map(({ value }) => formatPrefix(value))).toEqual(['10.244.0.0/16']);
    expect(cluster.serviceCIDRs.map(({ value }) => formatPrefix(value))).toEqual(['10.96.0.0/12']);
    expect(cluster.namespaces.map((one) => one.name)).toEqual(['kube-system', 'default']);
  });

  test.each([
    ['cni flannel', ['10.244.0.0/16']],
    ['cni weave', ['10.32.0.0/12']],
    ['cni terway { mode eniip }', []],
    ['cni terway { mode vpc }', ['10.244.0.0/16']],
    ['cni aws-vpc', []],
    ['cni calico { ipPool p { cidr 10.5.0.0/16 } }', []],
    ['podCIDR 10.1.0.0/16 fd00::/56', ['10.1.0.0/16', 'fd00::/56']],
    ['podCIDR 10.1.0.0/16 podCIDR fd00::/56', ['10.1.0.0/16', 'fd00::/56']],
  ])('pod range of %s', async (fields, expected) => {
    expect((await clusterOf(fields)).podCIDRs.map(({ value }) => formatPrefix(value))).toEqual(expected);
  });

  test.each([
    [
      'cni flannel',
      { kind: 'flannel', backend: { type: 'vxlan', vni: 1, port: 8472 }, ipMasq: true, hairpinMode: true },
    ],
    ['cni flannel { backend udp }', { backend: { type: 'udp', port: 8285 } }],
    [
      'cni flannel { backend vxlan { VNI 7 Port 4789 DirectRouting } }',
      { backend: { vni: 7, port: 4789, directRouting: true } },
    ],
    ['cni calico', { kind: 'calico', nodeToNodeMeshEnabled: true, asNumber: 64512, ipPools: [], bgpPeers: [] }],
    [
      'cni calico { ipPool p { cidr fd00::/64 } }',
      { ipPools: [{ blockSize: 122, ipipMode: 'Never', natOutgoing: false }] },
    ],
    ['cni weave', { kind: 'weave', mode: 'fastdp' }],
    ['cni terway', { kind: 'terway', mode: 'eniip' }],
    ['cni aws-vpc { externalSNAT }', { kind: 'aws-vpc', externalSNAT: true, enableNetworkPolicy: false }],
    ['cni cilium', { kind: 'none' }],
  ])('%s', async (fields, expected) => expect((await clusterOf(fields)).cni).toMatchObject(expected));

  test.each([
    ['nodeCIDRMaskSize 26', { 4: 26, 6: 64 }],
    ['nodeCIDRMaskSize 26 80', { 4: 26, 6: 64 }],
    ['nodeCIDRMaskSize 26 nodeCIDRMaskSize 80', { 4: 26, 6: 80 }],
    ['podCIDR fd00::/48 nodeCIDRMaskSize 24', { 4: 24, 6: 24 }],
  ])('%s', async (fields, expected) => expect((await clusterOf(fields)).nodeCIDRMaskSizes).toEqual(expected));
});

describe('what nobody declares', () => {
  const services = (cluster: Cluster) =>
    Object.fromEntries(
      cluster.namespaces.flatMap((one) =>
        one.services.map((service) => [service.id, service.clusterIPs.map(({ value }) => formatAddress(value))]),
      ),
    );

  test('DNS has the tenth address, the API server the first', async () => {
    const cluster = await clusterOf('serviceCIDR 10.0.0.0/24 node a { ip 192.168.0.1 }');
    expect(services(cluster)).toEqual({
      'c/kube-system/kube-dns': ['10.0.0.10'],
      'c/default/kubernetes': ['10.0.0.1'],
    });
    const api = cluster.namespaces.find((one) => one.name === 'default')!.services[0]!;
    expect(api.ports).toMatchObject([{ name: 'https', port: 443, targetPort: 6443, protocol: 'TCP' }]);
    expect(api.selector).toBeUndefined();
    expect(api.endpoints.map(({ value }) => formatAddress(value))).toEqual(['192.168.0.1']);
  });

  test('DNS pods bear the label that the Service selects', async () => {
    const cluster = await clusterOf('dns kube-dns { clusterIP 10.96.0.53 replicas 3 }');
    const [namespace] = cluster.namespaces;
    expect(namespace!.workloads).toMatchObject([
      {
        id: 'c/kube-system/kube-dns',
        kind: 'Deployment',
        replicas: 3,
        labels: { 'k8s-app': 'kube-dns' },
        implicit: true,
      },
    ]);
    expect(namespace!.workloads[0]!.ports.map((port) => `${port.name} ${port.port}/${port.protocol}`)).toEqual([
      'dns 53/UDP',
      'dns-tcp 53/TCP',
    ]);
    expect(formatSelector(namespace!.services[0]!.selector!)).toBe('k8s-app=kube-dns');
    expect(services(cluster)['c/kube-system/kube-dns']).toEqual(['10.96.0.53']);
  });

  test('what is declared by hand stays', async () => {
    const cluster = await clusterOf('namespace kube-system { service kube-dns { clusterIP 10.96.0.99 } pod x { } }');
    expect(services(cluster)['c/kube-system/kube-dns']).toEqual(['10.96.0.99']);
    expect(cluster.namespaces.map((one) => [one.name, one.workloads.length])).toEqual([
      ['kube-system', 2],
      ['default', 0],
    ]);
  });

  test('a service range that is too small has no tenth address', async () => {
    expect(services(await clusterOf('serviceCIDR 10.0.0.0/29'))).toEqual({
      'c/kube-system/kube-dns': [],
      'c/default/kubernetes': ['10.0.0.1'],
    });
  });
});

describe('machines', () => {
  test('fields of the machine itself describe eth0', async () => {
    const { hosts } = await topologyOf(
      'network lan { }\nhost h { in lan ip 10.0.0.1 fd00::1 mtu 9000 mac 02:00:00:00:00:01 nic eth1 { down } }',
    );
    expect(hosts[0]!.nics).toMatchObject([
      {
        name: 'eth0',
        segment: { value: 'lan' },
        mtu: { value: 9000 },
        mac: { value: '02:00:00:00:00:01' },
        down: false,
      },
      { name: 'eth1', down: true, addresses: [] },
    ]);
    expect(hosts[0]!.nics[0]!.addresses.map(({ value }) => formatAddress(value))).toEqual(['10.0.0.1', 'fd00::1']);
  });

  test('a group is its least number of nodes; lists of addresses are dealt out', async () => {
    const cluster = await clusterOf(
      'node a { } nodes w 2..5 { ip 10.0.0.1 10.0.0.2 labels a=b podCIDR 10.1.0.0/24 10.1.1.0/24 } node z { }',
    );
    expect(cluster.nodes.map((node) => [node.id, node.group])).toEqual([
      ['c/a', undefined],
      ['c/w-1', 'w'],
      ['c/w-2', 'w'],
      ['c/z', undefined],
    ]);
    expect(cluster.nodes[2]).toMatchObject({ labels: { a: 'b' }, nics: [{ addresses: [{ value: 0x0a000002 }] }] });
    expect(formatPrefix(cluster.nodes[2]!.podCIDRs[0]!.value)).toBe('10.1.1.0/24');
    expect(cluster.nodeGroups).toMatchObject([{ name: 'w', min: 2, max: 5 }]);
  });

  test.each([
    ['', { mode: 'bridge' }],
    ['network host', { mode: 'host' }],
    ['network container:b', { mode: 'container', target: { value: 'h/b' } }],
    ['network overlay o', { mode: 'overlay', target: { value: 'o' } }],
    ['network br1', { mode: 'user-bridge', target: { value: 'h/br1' } }],
    ['network macvlan { parent eth1 }', { mode: 'macvlan', parent: 'eth1' }],
    ['network macvlan', { mode: 'macvlan', parent: 'eth0' }],
    ['network nowhere', { mode: 'none' }],
  ])('container with %s', async (fields, expected) => {
    const { hosts } = await topologyOf(
      `overlay o { }\nhost h { docker { bridge br1 { } container b { } container a { ${fields} } } }`,
    );
    expect(hosts[0]!.docker!.containers[1]!.network).toMatchObject(expected);
  });

  test('routes lead to addresses, to things, or nowhere', async () => {
    const { vpcs } = await topologyOf(`vpc v { natGateway g { } routeTable t {
      route 0.0.0.0/0 via g  route 10.0.0.0/8 via 10.0.0.1  route 10.1.0.0/16 blackhole  route 10.2.0.0/16  missing 10.3.0.0/24 } }`);
    const [table] = vpcs[0]!.routeTables;
    expect(table!.routes.map(({ via }) => (via === 'blackhole' ? via : via.value))).toEqual([
      'v/g',
      0x0a000001,
      'blackhole',
    ]);
    expect(table!.missing.map(({ value }) => formatPrefix(value))).toEqual(['10.3.0.0/24']);
  });
});

describe('workloads and Services', () => {
  test('ports of a pod are its own and its containers’', async () => {
    const { workloads } = await namespaceOf(
      'pod p { port http 80/TCP hostPort 8080 port 53/UDP container c { port 9090 } }',
    );
    expect(workloads[0]!.ports).toMatchObject([
      { name: 'http', port: 80, protocol: 'TCP', hostPort: { value: 8080 } },
      { port: 53, protocol: 'UDP' },
      { port: 9090, protocol: 'TCP', container: 'c' },
    ]);
  });

  test.each([
    ['port 80', { port: 80, protocol: 'TCP', targetPort: 80 }],
    ['port 80/TCP -> http', { targetPort: 'http' }],
    [
      'port web 80/UDP -> 8080 nodePort 30080',
      { name: 'web', protocol: 'UDP', targetPort: 8080, nodePort: { value: 30080 } },
    ],
  ])('%s', async (field, expected) => {
    expect((await namespaceOf(`service s { ${field} }`)).services[0]!.ports).toMatchObject([expected]);
  });

  test('several ports may follow one keyword', async () => {
    const { services } = await namespaceOf('service s { port http 80/TCP 443/TCP port 53/UDP }');
    expect(services[0]!.ports.map((one) => `${one.port}/${one.protocol}`)).toEqual(['80/TCP', '443/TCP', '53/UDP']);
  });

  test('a Service has the defaults of the API', async () => {
    expect((await namespaceOf('service s { }')).services[0]).toMatchObject({
      type: 'ClusterIP',
      headless: false,
      clusterIPs: [],
      externalTrafficPolicy: 'Cluster',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      implicit: false,
    });
    expect((await namespaceOf('service s { clusterIP None }')).services[0]!.headless).toBe(true);
  });

  test.each([
    ['app=web tier=fe', 'app=web tier=fe'],
    ['app!=web', 'app!=web'],
    ['app in (a, b) x notin (c)', 'app in (a, b) x!=c'],
    ['has(app) !has(x.io/y)', 'has(app) !has(x.io/y)'],
    ['{}', '{}'],
    ['{ app=web }', 'app=web'],
  ])('selector %s', async (written, expected) => {
    const { services } = await namespaceOf(`service s { selector ${written} }`);
    expect(formatSelector(services[0]!.selector!)).toBe(expected);
  });

  test('rules of an Ingress by host and path', async () => {
    const { ingresses } = await namespaceOf(
      'service web { } ingress i { host a.example { path /api -> web:80 } path / -> web:http }',
    );
    expect(ingresses[0]!.rules).toMatchObject([
      { host: undefined, path: '/', service: { value: 'c/n/web' }, port: 'http' },
      { host: 'a.example', path: '/api', port: 80 },
    ]);
  });
});

describe('policies', () => {
  const policyOf = async (fields: string): Promise<Policy> =>
    (await namespaceOf(`networkPolicy p { ${fields} }`)).policies[0]!;

  test.each([
    ['podSelector {}', ['Ingress']],
    ['podSelector {} ingress { }', ['Ingress']],
    ['podSelector {} egress { }', ['Ingress', 'Egress']],
    ['podSelector {} policyTypes Egress', ['Egress']],
    ['podSelector {} policyTypes Egress ingress { }', ['Egress']],
  ])('%s isolates', async (fields, expected) => {
    const policy = await policyOf(fields);
    expect(policy.policyTypes).toEqual(expected);
    expect(policy.broken).toBe(false);
  });

  test('selectors of one from are one peer, two froms are two', async () => {
    const { ingress } = await policyOf(
      'podSelector {} ingress { from namespaceSelector a=b podSelector c=d from ipBlock 10.0.0.0/8 except 10.1.0.0/16 port http port 80..90/TCP UDP }',
    );
    expect(ingress[0]!.peers).toMatchObject([
      { namespaceSelector: { requirements: [{ key: 'a' }] }, podSelector: { requirements: [{ key: 'c' }] } },
      { ipBlock: { except: [{ value: { length: 16 } }] } },
    ]);
    expect(ingress[0]!.ports).toMatchObject([
      { name: 'http' },
      { protocol: 'TCP', from: 80, to: 90 },
      { protocol: 'UDP' },
    ]);
  });

  test.each([
    'podSelektor app=web ingress { from podSelector a=b }',
    'podSelector app=web ingres { from podSelector a=b }',
    'podSelector app=web policyTyps Ingress Egress',
    'podSelector app=web policyTypes Ingres',
    'podSelector app=web policyTypes',
    'podSelector app=web ingress { form podSelector a=b }',
    'podSelector app=web ingress { from podSelecto a=b }',
    'podSelector app=web ingress { from podSelector }',
    'podSelector app=web ingress { from }',
    'podSelector app=web ingress { from podSelector a = b }',
    'podSelector app=web ingress { from podSelector a in () }',
    'podSelector app=web ingress { from ipBlock 10.0.0.300/8 }',
    'podSelector app=web ingress { from ipBlock 10.0.0.0/8 except 10.1 }',
    'podSelector app=web ingress { from ipBlock 10.0.0.0/8 podSelector a=b }',
    'podSelector app=web ingress { to podSelector a=b }',
    'podSelector app=web ingress { from podSelector a=b prt 80/TCP }',
    'podSelector app=web ingress { from podSelector a=b port }',
    'podSelector app=web ingress { from podSelector a=b port 80/TPC }',
    'podSelector app=web ingress { from podSelector a=b port 99999 }',
    'podSelector app=web ingress  from podSelector a=b }',
  ])('%s is broken and opens nothing', async (fields) => {
    const policy = await policyOf(fields);
    expect(policy.broken).toBe(true);
    const peers = policy.ingress.flatMap((rule) => rule.peers);
    expect(peers.every((peer) => peer.podSelector ?? peer.namespaceSelector ?? peer.ipBlock)).toBe(true);
  });

  test('a misspelt networkPolicy is still a policy, and broken', async () => {
    const { policies } = await namespaceOf('netwrkPolicy p { podSelector app=web }');
    expect(policies).toMatchObject([{ id: 'c/n/p', broken: true }]);
  });

  test('a policy without a name is broken', async () => {
    expect((await namespaceOf('networkPolicy { podSelector {} }')).policies).toMatchObject([{ broken: true }]);
  });
});

describe('Calico’s own selectors', () => {
  const selectorOf = async (written: string) => {
    const { cni } = await clusterOf(`cni calico { ipPool p { nodeSelector ${written} } }`);
    return cni.kind === 'calico' ? cni.ipPools[0]!.nodeSelector : undefined;
  };
  const eq = (key: string, value: string) => ({ op: '==', key, value });

  test.each([
    ['all()', { op: 'all' }],
    ['has(rack)', { op: 'has', key: 'rack' }],
    ['!has(rack)', { op: '!', operand: { op: 'has', key: 'rack' } }],
    ["zone == 'a'", eq('zone', 'a')],
    ["rack != 'x' && zone == 'a'", { op: '&&', left: { op: '!=', key: 'rack', value: 'x' }, right: eq('zone', 'a') }],
    [
      "a == '1' || b == '2' && c == '3'",
      { op: '||', left: eq('a', '1'), right: { op: '&&', left: eq('b', '2'), right: eq('c', '3') } },
    ],
    ["!(a == '1')", { op: '!', operand: eq('a', '1') }],
    ["a in { 'x', 'y' }", { op: 'in', key: 'a', values: ['x', 'y'] }],
    ["a not in {'x'}", { op: 'not in', key: 'a', values: ['x'] }],
    ['', { op: '!', operand: { op: 'all' } }],
  ])('%s', async (written, expected) => expect(await selectorOf(written)).toEqual(expected));
});

describe('findings', () => {
  test.each([
    ['network n { cidr 10.0.0.5/8 }', [['host-bits', '10.0.0.5/8', '10.0.0.0/8']]],
    ['network n { cidr 300.1.1.1/8 }', [['bad-literal', '300.1.1.1/8', undefined]]],
    ['network n { cidr 10.0.0/8 }', [['bad-literal', '10.0.0/8', '10.0.0.0/8']]],
    ['network n { cidr 10.0.0.0 }', [['bad-literal', '10.0.0.0', '10.0.0.0/8']]],
    ['network n { gateway 10.0.0.1/24 }', [['bad-literal', '10.0.0.1/24', '10.0.0.1']]],
    [
      'host h { ip 010.0.0.1 mac fa:90:01:26:bc }',
      [
        ['bad-literal', '010.0.0.1', '10.0.0.1'],
        ['bad-literal', 'fa:90:01:26:bc', undefined],
      ],
    ],
    ['trace 10.0.0.999 -> internet', [['bad-literal', '10.0.0.999', undefined]]],
  ])('%s', async (text, expected) => {
    const { findings } = await topologyOf(text);
    expect(findings.map((one) => ('text' in one ? [one.kind, one.text, one.suggestion] : one.kind))).toEqual(expected);
  });

  test('a prefix with host bits is read as the masked one, a bad literal is left out', async () => {
    const { segments } = await topologyOf('network n { cidr 10.0.0.5/8 10.0.0.0/99 }');
    expect(segments[0]!.cidrs.map(({ value }) => formatPrefix(value))).toEqual(['10.0.0.0/8']);
  });

  test.each([
    ['network a { }\nnetwork a { }', ['network a']],
    ['vpc v { vSwitch a { } subnet a { } }', ['subnet a']],
    [
      'cluster c { namespace n { pod a { } pod a { } deployment a { } service a { } service a { } } }',
      ['pod a', 'service a'],
    ],
    ['cluster c { namespace n { } namespace n { } }', ['namespace n']],
    ['cluster c { node a { } nodes a 2 { } }', ['nodes a']],
    ['host a { }\nnetwork a { }\ncluster a { }', []],
  ])('%s has duplicates', async (text, expected) => {
    const { findings } = await topologyOf(text);
    expect(findings.map((one) => one.kind === 'duplicate-name' && `${one.what} ${one.name}`)).toEqual(expected);
  });

  test('both of a name stay, with ids of their own', async () => {
    const { segments } = await topologyOf('network a { cidr 10.0.0.0/8 }\nnetwork a { cidr 11.0.0.0/8 }');
    expect(segments.map((one) => one.id)).toEqual(['a', 'a#2']);
  });
});

describe('probes', () => {
  test.each([
    ['trace internet -> 10.0.0.1', {}],
    ['trace internet -> 10.0.0.1:80', { protocol: 'TCP', port: 80 }],
    ['trace internet -> 10.0.0.1:53/UDP', { protocol: 'UDP', port: 53 }],
    ['trace internet -> 10.0.0.1:http', { port: 'http' }],
    [
      'trace internet -> 10.0.0.1 ICMP size 1451 DF ttl 3',
      { protocol: 'ICMP', size: 1451, dontFragment: true, ttl: 3 },
    ],
    ['trace internet -> 10.0.0.1 ICMP size 70000 ttl 256', { protocol: 'ICMP' }],
    ['trace internet -> 10.0.0.1 ICMP size 65535 ttl 255', { protocol: 'ICMP', size: 65535, ttl: 255 }],
  ])('%s', async (text, expected) => {
    const { traces } = await topologyOf(text);
    expect(JSON.parse(JSON.stringify(traces[0]!.probe))).toEqual(expected);
  });

  test('statements say what they want', async () => {
    const { expects } = await topologyOf(`
      cluster c { node m { } namespace n { pod a { } networkPolicy p { podSelector {} } } }
      expect n/a cannot reach internet:443 by networkPolicy n/p
      expect n/a can reach internet without NAT with encapsulation vxlan from source node
      expect n/a can reach internet without encapsulation from source node m
      expect n/a can reach internet from source 10.0.0.1
      expect n/a can reach
    `);
    expect(expects).toMatchObject([
      { can: false, withoutNAT: false, byPolicy: { id: 'c/n/p' } },
      { can: true, withoutNAT: true, encapsulation: { wanted: true, kind: 'vxlan' }, fromSource: 'node' },
      { encapsulation: { wanted: false }, fromSource: { kind: 'node', id: 'c/m' } },
      { fromSource: { kind: 'address', address: 0x0a000001 } },
    ]);
    expect(expects).toHaveLength(4);
  });
});
