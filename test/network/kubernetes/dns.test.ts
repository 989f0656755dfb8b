import { beforeAll, describe, expect, test } from 'vitest';
import { recordText } from '../../../network/kubernetes/dns/records.ts';
import { candidates } from '../../../network/kubernetes/dns/resolver.ts';
import { zoneOf } from '../../../network/kubernetes/dns/zone.ts';
import type { Network } from '../../../network/machines/network.ts';
import { show } from '../../../network/machines/show/show.ts';
import { judge } from '../../../network/trace/expect.ts';
import { trace } from '../../../network/trace/trace.ts';
import { networkOf } from '../../support/models.ts';

const CLUSTER = `network lan { cidr 172.16.0.0/24  gateway 172.16.0.1 }
host outside { in lan ip 172.16.0.90 }
cluster demo {
  podCIDR 10.244.0.0/16
  cni flannel { backend vxlan }
  node a { in lan ip 172.16.0.10 }
  node b { in lan ip 172.16.0.11 }
  namespace default {
    pod client { on a }
    pod agent { on a hostNetwork }
    deployment web { replicas 2 labels app=web port http 8080/TCP }
    statefulSet db { replicas 2 labels app=db serviceName db port pg 5432/TCP }
    service web { clusterIP 10.96.0.12 selector app=web port http 80/TCP -> http }
    service db { clusterIP None selector app=db port pg 5432/TCP }
    service pool { clusterIP None selector app=web port 8080/TCP }
    service idle { clusterIP None selector app=none port 80/TCP }
    service alias { type ExternalName externalName web.default.svc.cluster.local }
    service far { type ExternalName externalName example.com }
    service ring { type ExternalName externalName ring.default.svc.cluster.local }
  }
  namespace shop { service cart { clusterIP 10.96.0.77 selector app=cart port 80/TCP } pod buyer }
}
`;

let network: Network;
let zone: ReturnType<typeof zoneOf>;

beforeAll(async () => {
  network = await networkOf(CLUSTER);
  const cluster = network.topology.clusters[0]!;
  zone = zoneOf(cluster, network.allocate(cluster));
});

/** Questions are written as text behind the cluster and asked of a network of their own. */
async function ask(text: string, cluster = CLUSTER) {
  const own = await networkOf(`${cluster}${text}\n`);
  return trace(own, own.topology.traces[0]!);
}

async function judged(text: string, cluster = CLUSTER) {
  const own = await networkOf(`${cluster}${text}\n`);
  return judge(own, own.topology.expects[0]!);
}

const SEARCH = { search: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], ndots: 5 };

test.each([
  ['web', ['web.default.svc.cluster.local', 'web.svc.cluster.local', 'web.cluster.local', 'web']],
  ['example.com.', ['example.com']],
  ['a.b.c.d.e.f', ['a.b.c.d.e.f', ...SEARCH.search.map((suffix) => `a.b.c.d.e.f.${suffix}`)]],
])('%s is asked for as %j', (name, names) => {
  expect(candidates(name, SEARCH)).toEqual(names);
});

describe('the zone', () => {
  const svc = 'svc.cluster.local';
  test.each([
    [`web.default.${svc}`, ['A 10.96.0.12']],
    [`WEB.Default.${svc.toUpperCase()}`, ['A 10.96.0.12']],
    [`db.default.${svc}`, ['A 10.244.0.5', 'A 10.244.1.4']],
    [`db-1.db.default.${svc}`, ['A 10.244.1.4']],
    [
      `_pg._tcp.db.default.${svc}`,
      [`SRV 0 100 5432 db-0.db.default.${svc}.`, `SRV 0 100 5432 db-1.db.default.${svc}.`],
    ],
    [`_http._tcp.web.default.${svc}`, [`SRV 0 100 80 web.default.${svc}.`]],
    [`10-244-0-4.pool.default.${svc}`, ['A 10.244.0.4']],
    [`alias.default.${svc}`, [`CNAME web.default.${svc}.`]],
    [`kubernetes.default.${svc}`, ['A 10.96.0.1']],
    [`kube-dns.kube-system.${svc}`, ['A 10.96.0.10']],
    ['1-2-3-4.default.pod.cluster.local', ['A 1.2.3.4']],
    ['fd00--1.default.pod.cluster.local', ['AAAA fd00::1']],
  ])('%s', (name, records) => {
    const answer = zone.answer(name);
    expect(
      answer.kind === 'records' && answer.records.map((one) => recordText(one).split('. ').slice(1).join('. ')),
    ).toEqual(records);
  });

  test.each([
    [`web.shop.${svc}`, 'nxdomain'],
    [`web-0.web.default.${svc}`, 'nxdomain'],
    [`idle.default.${svc}`, 'nxdomain'],
    [`_pg._udp.db.default.${svc}`, 'nxdomain'],
    [`x.alias.default.${svc}`, 'nxdomain'],
    [`a._pg._tcp.db.default.${svc}`, 'nxdomain'],
    [`db-2.db.default.${svc}`, 'nxdomain'],
    ['1-2-3-4.nowhere.pod.cluster.local', 'nxdomain'],
    ['web.default.pod.cluster.local', 'nxdomain'],
    ['cluster.local', 'nxdomain'],
    ['example.com', 'outside'],
    ['notcluster.local', 'outside'],
  ])('%s: %s', (name, kind) => {
    expect(zone.answer(name).kind).toBe(kind);
  });
});

describe('a trace to a name', () => {
  test.each([
    ['"web":80/TCP', 'DELIVERED', '10.96.0.12', 80],
    ['"web.default":80/TCP', 'DELIVERED', '10.96.0.12', 80],
    ['"db-1.db":5432/TCP', 'DELIVERED', '10.244.1.4', 5432],
    ['"alias":80/TCP', 'DELIVERED', '10.96.0.12', 80],
    ['"_http._tcp.web.default.svc.cluster.local"', 'DELIVERED', '10.96.0.12', 80],
    ['"10-244-1-2.default.pod" ICMP', 'DELIVERED', '10.244.1.2', undefined],
    ['"cart.shop":80/TCP', 'NO_ENDPOINTS', '10.96.0.77', 80],
  ])('%s: %s at %s', async (to, disposition, address, port) => {
    const { flow, disposition: found } = await ask(`trace default/client -> ${to}`);
    expect([found, flow.destinationAddress, flow.destinationPort]).toEqual([disposition, address, port]);
  });

  test('the question to the DNS server is a trace of its own', async () => {
    const { lookup } = await ask('trace default/client -> "cart.shop":80/TCP');
    expect(lookup?.trace.flow).toMatchObject({
      protocol: 'UDP',
      destinationAddress: '10.96.0.10',
      destinationPort: 53,
    });
    expect(lookup?.trace.disposition).toBe('DELIVERED');
    expect(lookup?.queries).toEqual([
      { name: 'cart.shop.default.svc.cluster.local', answer: ['NXDOMAIN'] },
      { name: 'cart.shop.svc.cluster.local', answer: ['cart.shop.svc.cluster.local. A 10.96.0.77'] },
    ]);
  });

  test.each([
    ['default/client -> "cart":80/TCP', 'NO_ENDPOINTS', /DNS knows no name cart/],
    ['default/client -> "idle":80/TCP', 'NO_ENDPOINTS', /idle is headless and has no endpoints/],
    ['default/client -> "ring":80/TCP', 'NO_ENDPOINTS', /circle/],
    ['default/client -> "far":80/TCP', 'INSUFFICIENT_INFO', /alias of example.com/],
    ['default/client -> "example.com":80/TCP', 'INSUFFICIENT_INFO', /outside the cluster/],
    ['default/agent -> "web":80/TCP', 'INSUFFICIENT_INFO', /its node's resolver/],
    ['node a -> "web":80/TCP', 'INSUFFICIENT_INFO', /only pods/],
    ['outside -> "web":80/TCP', 'INSUFFICIENT_INFO', /only pods/],
  ])('%s: %s', async (question, disposition, reason) => {
    const { disposition: found, paths } = await ask(`trace ${question}`);
    expect([found, paths[0]?.reason]).toEqual([disposition, expect.stringMatching(reason)]);
  });

  test('a DNS server that cannot be reached decides for the connection', async () => {
    const cut = CLUSTER.replace('cni flannel', 'dns coredns { replicas 0 }\n  cni flannel');
    const { disposition, paths, lookup } = await ask('trace default/client -> "web":80/TCP', cut);
    expect(disposition).toBe('NO_ENDPOINTS');
    expect(paths[0]?.reason).toMatch(/^looking up "web": /);
    expect(lookup?.trace.disposition).toBe('NO_ENDPOINTS');
  });
});

describe('a statement about a name', () => {
  const mute = CLUSTER.replace('cni flannel', 'dns coredns { replicas 0 }\n  cni flannel');
  test.each([
    ['can reach "web":80/TCP', CLUSTER, 'holds', /every packet/],
    ['cannot reach "web":80/TCP', CLUSTER, 'fails', /it arrives/],
    ['can reach "wbe":80/TCP', CLUSTER, 'fails', /no name wbe/],
    ['cannot reach "wbe":80/TCP', CLUSTER, 'holds', /no name wbe/],
    ['can reach "web":80/TCP', mute, 'fails', /^looking up "web": .*NO_ENDPOINTS/],
    ['cannot reach "web":80/TCP', mute, 'holds', /^looking up "web"/],
    ['can reach "example.com":80/TCP', CLUSTER, 'insufficient', /outside/],
  ])('%s', async (statement, cluster, verdict, reason) => {
    const found = await judged(`expect default/client ${statement}`, cluster);
    expect([found.verdict, found.reason]).toEqual([verdict, expect.stringMatching(reason)]);
  });
});

test('a pod shows its resolv.conf, a node the zone', () => {
  const [cluster] = network.topology.clusters;
  const pod = network
    .allocate(cluster!)
    .pods(cluster!.namespaces.find(({ name }) => name === 'shop')!.workloads[0]!)[0]!;
  expect(show(network, network.podKey(pod), 'dns')).toBe(
    'nameserver 10.96.0.10\nsearch shop.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n',
  );
  expect(show(network, 'node:demo/a', 'dns')).toContain('\n_http._tcp.web.default.svc.cluster.local. SRV 0 100 80 web');
  expect(show(network, 'host:outside', 'dns')).toBe('');
});
