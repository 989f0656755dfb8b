import type { Topology } from '../../network/topology/topology.ts';
import type { Service, Workload } from '../../network/topology/workload.ts';
import {
  cluster,
  container,
  host,
  namespace,
  network,
  nic,
  node,
  pods,
  selector,
  service,
  sourced,
  subnet,
  topology,
  vpc,
} from './models.ts';

const web = { labels: { app: 'web' } };

const lanNode = (id: string, last: number, segment = 'lan') => node(id, nic('eth0', segment, `192.168.10.${last}`));

/** One node with a workload for each of these. */
const crowd = (workloads: readonly Partial<Workload>[], services: readonly Service[] = []) =>
  topology({
    segments: [network('lan', '192.168.10.0/24')],
    clusters: [
      cluster(
        'big',
        [lanNode('big/n1', 1)],
        [
          namespace(
            'big/default',
            workloads.map((more, i) => pods(`big/default/app-${i}`, more)),
            services,
          ),
        ],
      ),
    ],
  });

/** Networks of every kind that a picture has to cope with, by what is special about them. */
export const PICTURES: Readonly<Record<string, Topology>> = {
  'two pods on two nodes': topology({
    segments: [network('lan', '192.168.10.0/24', '192.168.10.1')],
    clusters: [
      cluster(
        'demo',
        [lanNode('demo/n1', 11), lanNode('demo/n2', 12)],
        [
          namespace('demo/default', [
            pods('demo/default/a', { on: [sourced('demo/n1')] }),
            pods('demo/default/b', { on: [sourced('demo/n2')] }),
          ]),
        ],
      ),
    ],
  }),
  'a Service over three nodes': topology({
    segments: [network('lan', '192.168.10.0/24')],
    clusters: [
      cluster(
        'shop',
        [1, 2, 3].map((n) => lanNode(`shop/n${n}`, n)),
        [
          namespace(
            'shop/default',
            [pods('shop/default/web', { ...web, replicas: 6 }), pods('shop/default/db', { replicas: 2 })],
            [
              service('shop/default/web', selector('app', 'web')),
              service('shop/default/none', selector('app', 'none')),
            ],
          ),
        ],
      ),
    ],
  }),
  'two NICs': topology({
    segments: [network('management', '10.10.88.0/24'), network('cluster-lan', '172.16.130.0/24')],
    clusters: [
      cluster(
        'demo',
        [1, 2].map((n) =>
          node(`demo/n${n}`, nic('eth0', 'management', `10.10.88.${n}`), nic('eth1', 'cluster-lan', `172.16.130.${n}`)),
        ),
      ),
    ],
  }),
  'a VPC with two zones and a NAT gateway': topology({
    vpcs: [
      vpc('main', '10.0.0.0/16', {
        natGateways: [{ id: 'main/nat', name: 'nat', origin: sourced(0).origin, segment: sourced('main/zone-a') }],
        peerings: [sourced('office')],
      }),
    ],
    segments: [
      subnet('main/zone-a', '10.0.0.0/20', 'cn-hangzhou-h'),
      subnet('main/zone-b', '10.0.16.0/20', 'cn-hangzhou-i'),
      network('office', '192.168.100.0/24'),
    ],
    clusters: [
      cluster(
        'prod',
        [
          node('prod/n1', nic('eth0', 'main/zone-a', '10.0.0.11')),
          node('prod/n2', nic('eth0', 'main/zone-b', '10.0.16.11')),
        ],
        [namespace('prod/shop', [pods('prod/shop/web', { replicas: 3 })])],
      ),
    ],
  }),
  'two clusters and a router': topology({
    segments: [
      network('rack-1', '192.168.10.0/24'),
      network('rack-2', '192.168.20.0/24'),
      network('plant', '172.17.0.0/19'),
    ],
    routers: [
      {
        id: 'core',
        name: 'core',
        origin: sourced(0).origin,
        connects: ['rack-1', 'rack-2', 'plant'].map(sourced),
        routes: [],
      },
    ],
    clusters: [
      cluster(
        'east',
        [lanNode('east/n1', 1, 'rack-1')],
        [
          namespace(
            'east/default',
            [pods('east/default/web', web)],
            [service('east/default/web', selector('app', 'web'))],
          ),
        ],
      ),
      cluster('west', [lanNode('west/n1', 2, 'rack-2')], [namespace('west/default', [pods('west/default/web', web)])]),
    ],
  }),
  'twenty pods on a node': crowd(Array(20).fill({})),
  'a hundred pods on a node': crowd(
    [...Array(99).fill({}), web],
    [service('big/default/last', selector('app', 'web'))],
  ),
  'forty nodes': topology({
    segments: [network('lan', '192.168.10.0/24')],
    clusters: [
      cluster(
        'wide',
        Array.from({ length: 40 }, (_, i) => lanNode(`wide/n${i}`, i + 1)),
        [
          namespace(
            'wide/default',
            [pods('wide/default/web', { ...web, replicas: 80 })],
            [service('wide/default/web', selector('app', 'web'))],
          ),
        ],
      ),
    ],
  }),
  'Docker hosts and no cluster': topology({
    segments: [network('lan', '192.168.1.0/24', '192.168.1.1')],
    overlays: [{ id: 'backplane', name: 'backplane', origin: sourced(0).origin, cidrs: [] }],
    hosts: [
      host(
        'h1',
        [nic('eth0', 'lan', '192.168.1.11')],
        [
          container('h1/web', { mode: 'bridge' }),
          container('h1/sidecar', { mode: 'container', target: sourced('h1/web') }),
          container('h1/app', { mode: 'overlay', target: sourced('backplane') }),
        ],
      ),
      host(
        'h2',
        [nic('eth0', 'lan', '192.168.1.12')],
        [container('h2/peer', { mode: 'overlay', target: sourced('backplane') })],
      ),
    ],
  }),
  'long and strange names': topology({
    segments: [network('a-network-with-a-name-that-somebody-thought-about-for-a-long-time-indeed', '10.0.0.0/8')],
    clusters: [
      cluster(
        'c',
        [
          node(
            'c/ip-10-0-12-34.eu-central-1.compute.internal.example.com',
            nic('eth0', 'nowhere', 'fd00:1234:5678:9abc:def0:1234:5678:9abc'),
          ),
        ],
        [
          namespace(
            'c/WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
            [pods('c/WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW/MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM', { replicas: 12 })],
            [service('c/WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW/<b>&"quoted"</b>', selector('app', 'none'))],
          ),
        ],
      ),
    ],
  }),
  'a cluster without nodes': topology({
    clusters: [cluster('idea', [], [namespace('idea/default', [pods('idea/default/web', { replicas: 3 })])])],
  }),
  'an empty file': topology({}),
};
