import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../../network/topology/cluster.ts';
import type { ContainerPort, Service, ServicePort, Workload } from '../../../network/topology/workload.ts';
import {
  addresses,
  cidrs,
  cluster,
  namespace,
  network,
  nic,
  node,
  nodes,
  origin,
  selector,
  service,
  sourced,
  topology,
  workload,
} from '../topology/builders.ts';
import { diagnose, summary } from './run.ts';

const APP = { app: 'a' };
const pod = (name: string, parts: Partial<Workload> = {}) => workload(`default/${name}`, { labels: APP, ...parts });
const listens = (port: number, parts: Partial<ContainerPort> = {}): ContainerPort => {
  return { port, protocol: 'TCP', origin: origin(`${port}`), ...parts };
};
const leads = (targetPort: number | string, parts: Partial<ServicePort> = {}): ServicePort => {
  return { port: 80, protocol: 'TCP', targetPort, origin: origin('80'), ...parts };
};
const s = (parts: Partial<Service>) => service('default/s', { selector: selector(APP), ...parts });

type Case = [what: string, workloads: Workload[], services: Service[], expected: string[], cluster?: Partial<Cluster>];

function check(code: string, cases: Case[]) {
  test.each(cases)('%s', (_, workloads, services, expected, parts = {}) => {
    const model = cluster({ ...parts, namespaces: [namespace('default', { workloads, services })] });
    const segments = [network('lan', '192.168.0.0/24')];
    const found = diagnose(topology({ clusters: [model], segments }), code).map(summary);
    expect(found).toEqual(expected.map((text) => `${code} at ${text}`));
  });
}

describe('target ports', () => {
  check('SVC-TARGET-PORT', [
    ['one Pod has it', [pod('a'), pod('b', { ports: [listens(80)] })], [s({ ports: [leads(80)] })], []],
    ['by name', [pod('a', { ports: [listens(8080, { name: 'http' })] })], [s({ ports: [leads('http')] })], []],
    ['no Pod at all is SVC-NO-ENDPOINT’s', [], [s({ ports: [leads('http')] })], []],
    ['no selector', [pod('a')], [service('default/s', { ports: [leads('http')] })], []],
    [
      'the name, with another protocol',
      [pod('a', { ports: [listens(53, { name: 'dns', protocol: 'UDP' })] })],
      [s({ ports: [leads('dns', { targetOrigin: origin('dns') })] })],
      [
        'dns: Service default/s leads 80/TCP to the port dns of its Pods, which none of them has: they have dns 53/UDP (a)',
      ],
    ],
    [
      'nearest by spelling, several Pods',
      [pod('a', { ports: [listens(9090, { name: 'metrics' }), listens(8080, { name: 'http' })] }), pod('b')],
      [s({ ports: [leads('htpt', { targetOrigin: origin('htpt') })] })],
      [
        'htpt: Service default/s leads 80/TCP to the port htpt of its Pods, which none of them has: they have metrics 9090/TCP and http 8080/TCP (a; b) [Lead to http: htpt -> http]',
      ],
    ],
  ]);
});

describe('ClusterIPs', () => {
  check('SVC-IP-RANGE', [
    ['inside', [], [s({ clusterIPs: addresses('10.96.7.7') })], []],
    ['headless', [], [s({ headless: true, clusterIPs: [] })], []],
    ['of a family without a range: DUALSTACK says so', [], [s({ clusterIPs: addresses('fd00::5') })], []],
    [
      'two of one: the second moves, and past what is given out',
      [],
      [
        service('default/a', { clusterIPs: addresses('10.96.0.2') }),
        service('default/b', { clusterIPs: addresses('10.96.0.2') }),
        service('default/c', { clusterIPs: addresses('10.96.0.2') }),
      ],
      [
        "10.96.0.2: 10.96.0.2 of Service default/b is already Service default/a's (10.96.0.2) [Use the next free address, 10.96.0.1: 10.96.0.2 -> 10.96.0.1]",
        "10.96.0.2: 10.96.0.2 of Service default/c is already Service default/a's (10.96.0.2) [Use the next free address, 10.96.0.3: 10.96.0.2 -> 10.96.0.3]",
      ],
    ],
    [
      'the network’s own address, in a range that is full',
      [],
      [
        service('default/a', { clusterIPs: addresses('10.0.0.1') }),
        service('default/b', { clusterIPs: addresses('10.0.0.2') }),
        service('default/c', { clusterIPs: addresses('10.0.0.0') }),
      ],
      [
        '10.0.0.0: 10.0.0.0 of Service default/c is an address of the Service range 10.0.0.0/30 of cluster c that the API server keeps for nobody',
      ],
      { serviceCIDRs: cidrs('10.0.0.0/30') },
    ],
  ]);
});

describe('external addresses', () => {
  const lan = [node('n1', nic('lan', '192.168.0.7'))];
  const taken = [s({ externalIPs: addresses('192.168.0.7') })];
  check('EXTERNAL-IP-NODE', [
    ['iptables binds nothing', [], taken, [], { nodes: lan }],
    [
      'ipvs',
      [],
      taken,
      [
        "192.168.0.7: 192.168.0.7 of Service default/s is node n1's own: under ipvs every other node binds it to kube-ipvs0 and takes packets for n1 as its own (n1)",
      ],
      { nodes: lan, kubeProxy: { mode: 'ipvs', origin: origin('ipvs') } },
    ],
  ]);
});

describe('ports of nodes', () => {
  const on = (name: string) => [sourced(`c/${name}`)];
  const host = (name: string, parts: Partial<Workload> = {}) =>
    pod(name, { ports: [listens(80, { hostPort: sourced(8080) })], ...parts });
  const deployment = { kind: 'Deployment', replicas: 2 } as const;
  check('HOSTPORT-CLASH', [
    ['on two nodes', [host('a', { on: on('n1') }), host('b', { on: on('n2') })], [], [], { nodes: nodes(2) }],
    ['the scheduler keeps them apart', [host('a'), host('b')], [], [], { nodes: nodes(2) }],
    ['no node is known', [host('a'), host('b')], [], []],
    [
      'other protocol',
      [host('a'), host('b', { ports: [listens(80, { protocol: 'UDP', hostPort: sourced(8080) })] })],
      [],
      [],
      { nodes: nodes(1) },
    ],
    [
      'two on one node',
      [host('a', { on: on('n1') }), pod('b', { on: on('n1'), hostNetwork: true, ports: [listens(8080)] })],
      [],
      ['8080: Port 8080/TCP of node n1 is taken by Pod default/a: Pod default/b cannot have it too (8080)'],
      { nodes: nodes(2) },
    ],
    [
      'replicas on one node',
      [host('a', { ...deployment, on: on('n1') })],
      [],
      ['8080: Port 8080/TCP of node n1 is taken by another Pod of it: Deployment default/a cannot have it too'],
      { nodes: nodes(2) },
    ],
    [
      'more replicas than nodes that are free',
      [host('a', { on: on('n1') }), host('b', deployment)],
      [],
      ['8080: 2 Pods of Deployment default/b want port 8080/TCP of a node each, and only 1 node has it free (8080)'],
      { nodes: nodes(2) },
    ],
    [
      'containers',
      [pod('a', { ports: [listens(80, { container: 'x' }), listens(80, { container: 'y' }), listens(80)] })],
      [],
      [
        "80: Containers x and y of Pod default/a both listen on 80/TCP: they share the Pod's network namespace, so one finds it taken (80)",
      ],
    ],
  ]);
});
