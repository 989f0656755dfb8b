import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Reachability } from '../../network/reachability/reachability.ts';
import type { Protocol } from '../../network/topology/ports.ts';
import { read, readBoth } from './support/read.ts';

/*
 * What the fields of a policy say that may be absent, null or empty, and what its ports, peers and blocks default to: the
 * API reference of NetworkPolicy, read from YAML and from JSON. Namespaces x, y, z have pods a, b, c each, which serve 80
 * and 81 of every protocol under names such as serve-80-tcp and have addresses 10.244.N.P and fd00::N:P. Nobody quotes
 * the y that tools for YAML 1.2 do not quote.
 */

const SPACES = ['x', 'y', 'z'] as const;
const PODS = ['a', 'b', 'c'] as const;
const ALL = SPACES.flatMap((space) => PODS.map((pod) => `${space}/${pod}`));

const PORTS = [80, 81]
  .flatMap((port) => ['TCP', 'UDP', 'SCTP'].map((protocol) => [port, protocol] as const))
  .map(
    ([port, protocol]) =>
      `{containerPort: ${port}, name: serve-${port}-${protocol.toLowerCase()}, protocol: ${protocol}}`,
  );

function podOf(space: (typeof SPACES)[number], name: (typeof PODS)[number]): string {
  const [n, p] = [SPACES.indexOf(space) + 1, PODS.indexOf(name) + 10];
  const ips = `[{ip: 10.244.${n}.${p}}, {ip: 'fd00::${n}:${p}'}]`;
  return `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: ${space}, labels: {pod: ${name}}}, spec: {containers: [{name: c, ports: [${PORTS}]}]}, status: {podIPs: ${ips}}}`;
}

const CLUSTER = SPACES.flatMap((space) => [
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${space}, labels: {ns: ${space}}}}`,
  ...PODS.map((pod) => podOf(space, pod)),
]);

const policyOf = (spec: string) =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: x}, spec: {podSelector: {matchLabels: {pod: a}}, ${spec}}}`;

/** Who may reach x/a, and whom x/a may reach: `*`, a namespace `y/`, or pods; nobody where nothing stands. */
type Row = readonly [spec: string, service: string, into: string, out: string];

const from = (peers: string) => `ingress: [{from: [${peers}]}]`;
const to = (peers: string) => `policyTypes: [Egress], egress: [{to: [${peers}]}]`;
const ports = (list: string) => `ingress: [{ports: [${list}]}]`;
const isolated = ['80/TCP', '', '*'] as const;
const outward = ['80/TCP', '*', ''] as const;
const both = ['80/TCP', '', ''] as const;

const ROWS: readonly Row[] = [
  // Without policyTypes: Ingress always, Egress where there is an egress rule. A rule that is nothing allows everything.
  ['', ...isolated],
  ['ingress: null, egress: null, policyTypes: null', ...isolated],
  ['ingress: [], egress: [], policyTypes: []', ...isolated],
  ['ingress: [{}]', '80/TCP', '*', '*'],
  ['ingress: [null]', '80/TCP', '*', '*'],
  ['egress: [{}]', ...isolated],
  ['egress: [{to: [{podSelector: {matchLabels: {pod: b}}}]}]', '80/TCP', '', 'x/b'],
  ['policyTypes: [Egress]', ...outward],
  ['policyTypes: [Egress], egress: null, ingress: []', ...outward],
  ['policyTypes: [Egress], ingress: [{from: [{podSelector: {}}]}]', ...outward],
  ['policyTypes: [Ingress], egress: [{to: [{podSelector: {}}]}]', ...isolated],
  ['policyTypes: [Egress, Ingress]', ...both],
  ['ingress: [{from: null, ports: null}]', '80/TCP', '*', '*'],
  ['ingress: [{from: [], ports: []}]', '81/SCTP', '*', '*'],
  // Peers: neither, both, or one of two selectors; null is as good as absent, {} selects everything.
  [from('{podSelector: {}}'), '80/TCP', 'x/', '*'],
  [from('{podSelector: {}, namespaceSelector: null, ipBlock: null}'), '80/TCP', 'x/', '*'],
  [from('{podSelector: {matchLabels: {pod: b}}}'), '80/TCP', 'x/b', '*'],
  [from('{namespaceSelector: {}}'), '80/TCP', '*', '*'],
  [from('{podSelector: null, namespaceSelector: {matchLabels: null, matchExpressions: null}}'), '80/TCP', '*', '*'],
  [from('{podSelector: {matchLabels: {pod: c}}, namespaceSelector: {}}'), '80/TCP', 'x/c y/c z/c', '*'],
  [from('{podSelector: {matchLabels: {pod: c}}, namespaceSelector: {matchLabels: {ns: y}}}'), '80/TCP', 'y/c', '*'],
  [from('{podSelector: {}, namespaceSelector: {matchLabels: {ns: y}}}'), '80/TCP', 'y/', '*'],
  [
    from('{podSelector: {matchLabels: {pod: c}}}, {namespaceSelector: {matchLabels: {ns: y}}}'),
    '80/TCP',
    'x/c y/',
    '*',
  ],
  [from('{namespaceSelector: {matchExpressions: [{key: ns, operator: In, values: [y, z]}]}}'), '80/TCP', 'y/ z/', '*'],
  [to('{podSelector: {matchLabels: {pod: c}}, namespaceSelector: {}}'), '80/TCP', '*', 'x/c y/c z/c'],
  // Ports: TCP unless said, all of a protocol without a number, a name only under its own protocol.
  [ports('{}'), '81/TCP', '*', '*'],
  [ports('null'), '81/UDP', '', '*'],
  [ports('{port: null, protocol: null, endPort: null}'), '80/TCP', '*', '*'],
  [ports('{port: 80}'), '80/TCP', '*', '*'],
  [ports('{port: 80}'), '80/UDP', '', '*'],
  [ports('{protocol: SCTP}'), '81/SCTP', '*', '*'],
  [ports('{protocol: SCTP}'), ...isolated],
  [ports('{port: 79, endPort: 80}'), '80/TCP', '*', '*'],
  [ports('{port: 79, endPort: 80}'), '81/TCP', '', '*'],
  [ports('{port: 80, endPort: 81, protocol: UDP}'), '81/UDP', '*', '*'],
  [ports('{port: serve-81-tcp}'), '81/TCP', '*', '*'],
  [ports('{port: serve-81-tcp, protocol: UDP}'), '81/UDP', '', '*'],
  [ports('{port: serve-81-udp}'), '81/UDP', '', '*'],
  [ports('{port: serve-81-udp}, {port: 80}'), '80/TCP', '*', '*'],
  ['policyTypes: [Egress], egress: [{ports: [{port: serve-80-sctp, protocol: SCTP}]}]', '80/SCTP', '*', '*'],
  ['policyTypes: [Egress], egress: [{ports: [{port: serve-80-sctp, protocol: SCTP}]}]', '81/SCTP', '*', ''],
  // Blocks hold pods by the address of either family; bits behind the mask say nothing.
  [from('{ipBlock: {cidr: 10.244.2.99/24, except: null}}'), '80/TCP', 'y/', '*'],
  [from('{ipBlock: {cidr: 10.244.0.0/16, except: [10.244.2.0/24, 10.244.1.11/32]}}'), '80/TCP', 'x/c z/', '*'],
  [
    from('{ipBlock: {cidr: 10.244.0.0/16, except: [10.244.2.0/24]}}, {ipBlock: {cidr: 10.244.2.12/32}}'),
    '80/TCP',
    'x/ y/c z/',
    '*',
  ],
  [from('{ipBlock: {cidr: 0.0.0.0/0}, podSelector: null}'), '80/TCP', '*', '*'],
  [from("{ipBlock: {cidr: '::/0'}}"), '80/TCP', '*', '*'],
  [from('{ipBlock: {cidr: 192.0.2.0/24}}'), ...isolated],
  [to("{ipBlock: {cidr: 'fd00::2:0/112', except: ['fd00::2:11/128']}}"), '80/TCP', '*', 'y/a y/c'],
];

function reached(reach: Reachability, service: string): readonly [into: string[], out: string[]] {
  const [port, protocol] = service.split('/');
  const can = (source: string, destination: string) => {
    const [a, b] = [source, destination].map((id) => ({ kind: 'workload', id: `cluster/${id}` }) as const);
    return reach.can(a!, b!, { protocol: protocol as Protocol, port: Number(port) });
  };
  const others = ALL.filter((one) => one !== 'x/a');
  return [others.filter((one) => can(one, 'x/a')), others.filter((one) => can('x/a', one))];
}

function meant(words: string): string[] {
  const named = words.split(' ').filter((one) => one !== '');
  return ALL.filter((one) => one !== 'x/a' && (words === '*' || named.some((word) => one.startsWith(word))));
}

test.each(ROWS)('%s on %s', (spec, service, into, out) => {
  const objects = [...CLUSTER, policyOf(spec.replace(/, $/, ''))];
  const items = parse(`[${objects.join()}]`) as unknown[];
  const forms = [
    read(objects.join('\n---\n')),
    readBoth(`{apiVersion: v1, kind: List, items: [${objects.join()}]}`),
    read(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)),
    read(...items.map((one) => JSON.stringify(one))),
  ];
  for (const { cluster } of forms) {
    const reach = new Reachability(cluster, { ipBlockPods: 'include' });
    expect(reached(reach, service)).toEqual([meant(into), meant(out)]);
  }
});
