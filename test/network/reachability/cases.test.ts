import { describe, expect, test } from 'vitest';
import type { Service } from '../../../network/reachability/port-set.ts';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { topologyOf } from '../../support/examples.ts';

/*
 * The cases of Kubernetes' own end-to-end tests of NetworkPolicy: namespaces x, y, z with pods a, b, c each, which serve
 * 80 and 81 of every protocol under names such as serve-80-tcp. A row has the policies of namespace x (others after their
 * name) and whom they leave allowed; what is not asked about is port 80 of TCP.
 */

type Pod = `${'x' | 'y' | 'z'}/${'a' | 'b' | 'c'}`;
type Allowed = (source: Pod, destination: Pod) => boolean;

interface Case {
  readonly name: string;
  readonly x?: string;
  readonly y?: string;
  /** Labels of pod b in namespace x, and of namespace y, where a case changes them. */
  readonly podLabels?: string;
  readonly namespaceLabels?: string;
  readonly allowed: Partial<Record<string, Allowed>>;
}

const of = (pod: Pod) => ({ namespace: pod[0]!, pod: pod[2]! });
const all: Allowed = () => true;
const to =
  (target: string, from: (source: Pod) => boolean): Allowed =>
  (source, destination) =>
    destination.startsWith(target) ? from(source) : true;
const from =
  (origin: string, where: (destination: Pod) => boolean): Allowed =>
  (source, destination) =>
    source.startsWith(origin) ? where(destination) : true;
const never = () => false;
const both =
  (...rules: Allowed[]): Allowed =>
  (source, destination) =>
    rules.every((rule) => rule(source, destination));
const within =
  (...names: string[]) =>
  (pod: Pod) =>
    names.some((name) => pod.startsWith(name));
const called =
  (...names: string[]) =>
  (pod: Pod) =>
    names.includes(of(pod).pod);

/** Address of a pod: 10.244.N.P by the places of its namespace and name. */
const ip = (pod: Pod) => `10.244.${'xyz'.indexOf(pod[0]!) + 1}.${'abc'.indexOf(pod[2]!) + 10}`;

const deny = 'networkPolicy deny { podSelector {} policyTypes Ingress }';
const onA = (rule: string) => `networkPolicy on-a { podSelector pod=a ${rule} }`;

const CASES: readonly Case[] = [
  {
    name: '1 nobody in',
    x: deny,
    allowed: { '80/TCP': to('x', never), '80/UDP': to('x', never), '81/SCTP': to('x', never), ICMP: to('x', never) },
  },
  {
    name: '2 nobody in or out',
    x: 'networkPolicy p { podSelector {} policyTypes Ingress Egress }',
    allowed: { '80/TCP': both(to('x', never), from('x', never)) },
  },
  { name: '3 pod b', x: onA('ingress { from podSelector pod=b }'), allowed: { '80/TCP': to('x/a', within('x/b')) } },
  {
    name: '4 a open, all others closed',
    x: `${deny} ${onA('ingress { }')}`,
    allowed: { '80/TCP': both(to('x/b', never), to('x/c', never)) },
  },
  { name: '5 any namespace', x: onA('ingress { from namespaceSelector {} }'), allowed: { '80/TCP': all } },
  {
    name: '6 namespace y',
    x: onA('ingress { from namespaceSelector ns=y }'),
    allowed: { '80/TCP': to('x/a', within('y')) },
  },
  {
    name: '9 namespaces but x, or pod b',
    x: onA('ingress { from namespaceSelector ns notin (x) from podSelector pod=b }'),
    allowed: { '80/TCP': to('x/a', (s) => s[0] !== 'x' || s === 'x/b') },
  },
  {
    name: '10 namespaces but x, and pod b',
    x: onA('ingress { from namespaceSelector ns notin (x) podSelector pod=b }'),
    allowed: { '80/TCP': to('x/a', within('y/b', 'z/b')) },
  },
  {
    name: '11 namespaces but x, and pods b, c',
    x: onA('ingress { from namespaceSelector ns notin (x) podSelector pod in (b, c) }'),
    allowed: { '80/TCP': to('x/a', (s) => s[0] !== 'x' && called('b', 'c')(s)) },
  },
  {
    name: '12 pods b and c',
    x: onA('ingress { from podSelector pod=b from podSelector pod=c }'),
    allowed: { '80/TCP': to('x/a', within('x/b', 'x/c')) },
  },
  {
    name: '13 one pod of y',
    x: onA('ingress { from namespaceSelector ns=y podSelector pod=a }'),
    allowed: { '80/TCP': to('x/a', within('y/a')) },
  },
  {
    name: '14 y on 81',
    x: onA('ingress { from namespaceSelector ns=y port 81/TCP }'),
    allowed: {
      '80/TCP': to('x/a', never),
      '81/TCP': to('x/a', within('y')),
      '81/UDP': to('x/a', never),
      ICMP: to('x/a', never),
    },
  },
  {
    name: '15 y on 81, and on 80',
    x: `${onA('ingress { from namespaceSelector ns=y port 81/TCP }')} networkPolicy more { podSelector pod=a ingress { from namespaceSelector ns=y port 80/TCP } }`,
    allowed: { '80/TCP': to('x/a', within('y')), '81/TCP': to('x/a', within('y')) },
  },
  {
    name: '17 a named port',
    x: 'networkPolicy p { podSelector {} ingress { port serve-81-tcp } }',
    allowed: { '80/TCP': to('x', never), '81/TCP': all, '81/UDP': to('x', never) },
  },
  {
    name: '18 y on a named port',
    x: onA('ingress { from namespaceSelector ns=y port serve-80-tcp }'),
    allowed: { '80/TCP': to('x/a', within('y')), '81/TCP': to('x/a', never) },
  },
  {
    name: '19 a named port out',
    x: 'networkPolicy p { podSelector {} policyTypes Egress egress { port serve-80-tcp } }',
    allowed: { '80/TCP': all, '81/TCP': from('x', never) },
  },
  {
    name: 'a name served under UDP only',
    x: onA('ingress { port both }'),
    allowed: { '90/UDP': all, '90/TCP': to('x/a', never) },
  },
  {
    name: '21 a namespace gains the label',
    x: onA('ingress { from namespaceSelector ns2=updated }'),
    namespaceLabels: 'ns2=updated',
    allowed: { '80/TCP': to('x/a', within('y')) },
  },
  {
    name: '22 a pod gains the label',
    x: onA('ingress { from podSelector new=label }'),
    podLabels: 'new=label',
    allowed: { '80/TCP': to('x/a', within('x/b')) },
  },
  {
    name: '23 pods of its own namespace',
    x: 'networkPolicy p { podSelector {} ingress { from podSelector {} } }',
    allowed: { '80/TCP': to('x', within('x')) },
  },
  {
    name: '24 a pod gains the isolating label',
    x: 'networkPolicy p { podSelector new=label policyTypes Ingress }',
    podLabels: 'new=label',
    allowed: { '80/TCP': to('x/b', never) },
  },
  { name: '25 nothing out', x: onA('policyTypes Egress'), allowed: { '80/TCP': from('x/a', never) } },
  {
    name: '27 a <- b, a -> 80',
    x: onA('ingress { from podSelector pod=b } egress { port 80/TCP }'),
    allowed: { '80/TCP': to('x/a', within('x/b')), '81/TCP': both(to('x/a', within('x/b')), from('x/a', never)) },
  },
  {
    name: '28 both ends must allow',
    x: onA('policyTypes Egress egress { to namespaceSelector ns=y podSelector pod=a }'),
    y: 'networkPolicy p { podSelector pod in (a, b) ingress { from namespaceSelector ns=x podSelector pod=a } }',
    allowed: { '80/TCP': both(from('x/a', within('y/a')), to('y/a', within('x/a')), to('y/b', within('x/a'))) },
  },
  {
    name: '30 every TCP port',
    x: onA('ingress { port TCP }'),
    allowed: { '80/TCP': all, '65535/TCP': all, '80/UDP': to('x/a', never) },
  },
  {
    name: '31 port 80 only',
    x: 'networkPolicy p { podSelector {} ingress { port 80/TCP } }',
    allowed: { '80/TCP': all, '81/TCP': to('x', never) },
  },
  {
    name: '32 port 80, then everything',
    x: 'networkPolicy p { podSelector {} policyTypes Egress egress { port 80/TCP } } networkPolicy q { podSelector {} policyTypes Egress egress { } }',
    allowed: { '80/TCP': all },
  },
  {
    name: '34 an address',
    x: onA(`policyTypes Egress egress { to ipBlock ${ip('y/b')}/32 }`),
    allowed: { '80/TCP': from('x/a', within('y/b')) },
  },
  {
    name: '35 a block but an address',
    x: onA(`policyTypes Egress egress { to ipBlock 10.244.0.0/16 except ${ip('y/b')}/32 }`),
    allowed: { '80/TCP': from('x/a', (d) => d !== 'y/b') },
  },
  {
    name: '37 all out, nobody in',
    x: `${onA('policyTypes Egress egress { to namespaceSelector {} }')} networkPolicy q { podSelector pod=a policyTypes Ingress }`,
    allowed: { '80/TCP': to('x/a', never) },
  },
  {
    name: '38 only SCTP 81',
    x: `${deny} networkPolicy q { podSelector pod=a ingress { port 81/SCTP } }`,
    allowed: { '81/TCP': to('x', never), '81/SCTP': both(to('x/b', never), to('x/c', never)) },
  },
  { name: '40 only UDP 81', x: onA('ingress { port 81/UDP }'), allowed: { '81/TCP': to('x/a', never), '81/UDP': all } },
  {
    name: '41 the default label of a namespace',
    x: onA('ingress { from namespaceSelector kubernetes.io/metadata.name=y }'),
    allowed: { '80/TCP': to('x/a', within('y')) },
  },
  {
    name: '42 out, but not to y',
    x: onA('policyTypes Egress egress { to namespaceSelector ns notin (y) }'),
    allowed: { '80/TCP': from('x/a', (d) => d[0] !== 'y') },
  },
  {
    name: 'notin and !has hold without the key',
    x: onA('ingress { from podSelector new notin (label) !has(other) }'),
    podLabels: 'new=label',
    allowed: { '80/TCP': to('x/a', within('x/a', 'x/c')) },
  },
  {
    name: 'a range of ports ends where it says',
    x: onA('ingress { port 80..90/TCP }'),
    allowed: { '79/TCP': to('x/a', never), '80/TCP': all, '85/TCP': all, '90/TCP': all, '91/TCP': to('x/a', never) },
  },
  {
    name: 'egress rules isolate without policyTypes',
    x: onA('egress { to podSelector pod=b }'),
    allowed: { '80/TCP': both(from('x/a', within('x/b')), to('x/a', never)) },
  },
  {
    name: 'rules of a direction that policyTypes leaves out are nothing',
    x: onA('policyTypes Ingress ingress { from podSelector pod=b } egress { to podSelector pod=b }'),
    allowed: { '80/TCP': to('x/a', within('x/b')) },
  },
  {
    name: 'a policy that cannot be read decides nothing',
    x: onA('ingress { from podSelector pod=b port 80/XYZ }'),
    allowed: { '80/TCP': all },
  },
  {
    name: 'a selector without a namespace means the own one',
    y: 'networkPolicy p { podSelector {} ingress { from podSelector pod=a } }',
    allowed: { '80/TCP': to('y', within('y/a')) },
  },
  {
    name: 'deny and allow 0.0.0.0/0',
    x: `${deny} networkPolicy q { podSelector {} ingress { from ipBlock 0.0.0.0/0 } }`,
    allowed: { '80/TCP': all },
  },
];

function text({ x = '', y = '', podLabels = '', namespaceLabels = '' }: Case): string {
  const policies: Record<string, string> = { x, y, z: '' };
  const ports = [80, 81].flatMap((port) =>
    ['TCP', 'UDP', 'SCTP'].map((one) => `port serve-${port}-${one.toLowerCase()} ${port}/${one}`),
  );
  const namespaces = (['x', 'y', 'z'] as const).map((name) => {
    const pods = (['a', 'b', 'c'] as const).map((one) => {
      const labels = `pod=${one} ${name === 'x' && one === 'b' ? podLabels : ''}`;
      return `pod ${one} { ip ${ip(`${name}/${one}`)} labels ${labels} ${ports.join(' ')} port both 90/UDP }`;
    });
    return `namespace ${name} { labels ns=${name} ${name === 'y' ? namespaceLabels : ''}\n${pods.join('\n')}\n${policies[name]} }`;
  });
  return `cluster c { podCIDR 10.244.0.0/16\n${namespaces.join('\n')} }`;
}

function serviceOf(words: string): Service {
  const [port, protocol] = words.split('/');
  return words === 'ICMP' ? { protocol: 'ICMP' } : { protocol: protocol as 'TCP', port: Number(port) };
}

const PODS = ['x', 'y', 'z'].flatMap((namespace) => ['a', 'b', 'c'].map((name) => `${namespace}/${name}` as Pod));

describe('the cases of Kubernetes', () => {
  test.each(CASES)('$name', async (one) => {
    const [cluster] = (await topologyOf(text(one))).clusters;
    const reach = new Reachability(cluster!, { ipBlockPods: 'include' });
    for (const [words, allowed] of Object.entries(one.allowed)) {
      const service = serviceOf(words);
      const wrong = PODS.flatMap((source) => PODS.map((destination) => [source, destination] as const))
        .filter(([source, destination]) => {
          const ends = [source, destination].map((id) => ({ kind: 'workload', id: `c/${id}` }) as const);
          const isAllowed = reach.can(ends[0]!, ends[1]!, service);
          return isAllowed !== (source === destination || allowed!(source, destination));
        })
        .map((pair) => `${pair.join(' -> ')} on ${words}`);
      expect(wrong).toEqual([]);
    }
  });
});
