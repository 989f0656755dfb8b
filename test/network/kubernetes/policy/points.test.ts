import { describe, expect, test } from 'vitest';
import { trace } from '../../../../network/trace/trace.ts';
import { networkOf } from '../../../support/models.ts';
import { enforcingNetwork } from './cluster.ts';

/* What is easily got wrong about NetworkPolicy, as traces: which packets a policy is shown, and what its parts mean. */

/** A `trace` as the language writes it, and what becomes of it. */
type Row = readonly [what: string, policies: string, question: string, outcome: string];

const WEB = 'podSelector app=web';
const np = (body: string, name = 'p') => `networkPolicy ${name} { ${body} }\n`;
const ingress = (rule: string) => np(`${WEB}  policyTypes Ingress  ingress { ${rule} }`);
const egress = (rule: string) => np(`podSelector app=client  policyTypes Egress  egress { ${rule} }`);
const DENY_IN = np(`${WEB}  policyTypes Ingress`);
const DENY_OUT = np('podSelector app=client  policyTypes Egress');

function textOf(policies: string, question: string): string {
  return `network lan { cidr 192.168.10.0/24  gateway 192.168.10.1 }
host office { in lan  ip 192.168.10.200  listen 5978/TCP }
cluster lab {
  podCIDR 10.244.0.0/16
  serviceCIDR 10.96.0.0/12
  cni flannel
  node n1 { in lan  ip 192.168.10.11  podCIDR 10.244.0.0/24 }
  node n2 { in lan  ip 192.168.10.12  podCIDR 10.244.1.0/24 }
  namespace default {
    pod web { on n2  ip 10.244.1.10  labels app=web tier=front  port http 8080/TCP  port dns 53/UDP  port 9000/TCP }
    pod client { on n1  ip 10.244.0.10  labels app=client  port 80/TCP }
    pod beside { on n2  ip 10.244.1.11  labels app=beside }
    pod bare { on n1  ip 10.244.0.11  port dns 53/TCP }
    pod agent { on n1  hostNetwork  labels app=agent  port 7000/TCP }
    service web { clusterIP 10.96.0.50  selector app=web  port 80/TCP -> 8080 }
    service ways { type NodePort  clusterIP 10.96.0.51  selector app=web  port 80/TCP -> 8080 nodePort 30080 }
    service local { type NodePort  clusterIP 10.96.0.52  externalTrafficPolicy Local  selector app=web  port 80/TCP -> 8080 nodePort 30081 }
    service empty { clusterIP 10.96.0.53  selector app=nobody  port 80/TCP }
    ${policies}
  }
  namespace other { labels team=a
    pod web { on n1  ip 10.244.0.20  labels app=web  port 8080/TCP }
    pod client { on n2  ip 10.244.1.20  labels app=client }
  }
}
trace ${question}
`;
}

const OK = 'DELIVERED';
const NO = 'DENIED_BY_POLICY';

async function outcomeOf(policies: string, question: string, answer?: 'DROP' | 'REJECT'): Promise<string> {
  const network = await enforcingNetwork(textOf(policies, question), answer);
  return trace(network, network.topology.traces[0]!).disposition;
}

function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    test.each(table)('%s', async (_, policies, question, outcome) => {
      expect(await outcomeOf(policies, question)).toBe(outcome);
    });
  });
}

rows('which packets are judged', [
  [
    'an answer needs no rule of the one who is asked',
    np(`${WEB}  policyTypes Egress`),
    'default/client -> default/web:8080/TCP',
    OK,
  ],
  [
    'an answer needs no rule of the one who asks',
    np('podSelector app=client  policyTypes Ingress'),
    'default/client -> default/web:8080/TCP',
    OK,
  ],
  [
    'an echo reply neither',
    np('podSelector app=client  policyTypes Ingress'),
    'default/client -> default/web ICMP',
    OK,
  ],
  [
    'a refusal neither',
    np('podSelector app=client  policyTypes Ingress'),
    'default/client -> default/web:81/TCP',
    'NO_LISTENER',
  ],
  ['a pod reaches itself', np(`${WEB}  policyTypes Ingress Egress`), 'default/web -> default/web:8080/TCP', OK],
  ['and its localhost', np(`${WEB}  policyTypes Ingress Egress`), 'default/web -> localhost:8080/TCP', OK],
  ['a node reaches its own pods', DENY_IN, 'n2 -> default/web:8080/TCP', OK],
  ['not those of another node', DENY_IN, 'n1 -> default/web:8080/TCP', NO],
  [
    'a hostNetwork pod is its node: not governed',
    np('podSelector {}  policyTypes Ingress Egress'),
    'default/agent -> office:5978/TCP',
    OK,
  ],
  ['nor is what it is sent', np('podSelector app=agent  policyTypes Ingress'), 'office -> default/agent:7000/TCP', OK],
  ['and no selector finds it', ingress('from podSelector app=agent'), 'default/agent -> default/web:8080/TCP', NO],
  ['on one node, bridged', DENY_IN, 'default/beside -> default/web:8080/TCP', NO],
  ['pod to node', DENY_OUT, 'default/client -> n1:10250/TCP', NO],
  ['both ends must allow: out is denied', ingress('') + DENY_OUT, 'default/client -> default/web:8080/TCP', NO],
  ['both ends must allow: in is denied', DENY_IN + egress(''), 'default/client -> default/web:8080/TCP', NO],
  [
    'both ends allow',
    ingress('from podSelector app=client') + egress('to podSelector app=web'),
    'default/client -> default/web:8080/TCP',
    OK,
  ],
]);

rows('after DNAT', [
  ['the target port matters', ingress('port 8080/TCP'), 'default/client -> service default/web:80/TCP', OK],
  ["never the Service's", ingress('port 80/TCP'), 'default/client -> service default/web:80/TCP', NO],
  ['nor its address', egress('to ipBlock 10.96.0.0/12'), 'default/client -> service default/web:80/TCP', NO],
  [
    "but the pod's",
    egress('to ipBlock 10.244.1.10/32  port 8080/TCP'),
    'default/client -> service default/web:80/TCP',
    OK,
  ],
  ['and its labels', egress('to podSelector app=web'), 'default/client -> service default/web:80/TCP', OK],
  [
    'denied where the Service has an endpoint on the same node',
    DENY_IN,
    'default/beside -> service default/web:80/TCP',
    NO,
  ],
  [
    'a Service without endpoints, nobody isolated: refused',
    '',
    'default/client -> service default/empty:80/TCP',
    'NO_ENDPOINTS',
  ],
  ['the policy stands before the refusal', DENY_OUT, 'default/client -> service default/empty:80/TCP', NO],
]);

rows('a pod that asks its own Service comes back masqueraded, behind the policies', [
  ['isolated: neither node nor itself', DENY_IN, 'default/web -> service default/web:80/TCP', NO],
  [
    'unless its rules admit itself',
    ingress('from podSelector app=web  port 8080/TCP'),
    'default/web -> service default/web:80/TCP',
    OK,
  ],
]);

const OFFICE = 'from ipBlock 192.168.10.200/32';
rows('an ipBlock is about the address that the packet then bears', [
  ['a client by NodePort of another node is masqueraded', ingress(OFFICE), 'office -> 192.168.10.11:30080/TCP', NO],
  [
    'on the node of the pod, masquerading comes behind the policy',
    ingress(OFFICE),
    'office -> 192.168.10.12:30080/TCP',
    OK,
  ],
  ['Local keeps it', ingress(OFFICE), 'office -> 192.168.10.12:30081/TCP', OK],
  [
    'one within an exception is not in the block',
    ingress('from ipBlock 192.168.10.0/24 except 192.168.10.128/25'),
    'office -> 192.168.10.12:30081/TCP',
    NO,
  ],
  [
    'deny plus allow 0.0.0.0/0',
    DENY_IN + np(`${WEB}  ingress { from ipBlock 0.0.0.0/0 }`, 'all'),
    'default/client -> default/web:8080/TCP',
    OK,
  ],
  [
    'out: the destination before it is masqueraded',
    egress('to ipBlock 192.168.10.200/32'),
    'default/client -> office:5978/TCP',
    OK,
  ],
]);

rows('peers', [
  ['an absent list is anyone', ingress(''), 'office -> 192.168.10.12:30080/TCP', OK],
  ['no rule is nobody', DENY_IN, 'default/client -> default/web:8080/TCP', NO],
  [
    'two peers are ORed',
    ingress('from podSelector app=x  from podSelector app=client'),
    'default/client -> default/web:8080/TCP',
    OK,
  ],
  [
    'two selectors of one are ANDed',
    ingress('from namespaceSelector team=a podSelector app=client'),
    'default/client -> default/web:8080/TCP',
    NO,
  ],
  [
    'and both may hold',
    ingress('from namespaceSelector team=a podSelector app=client'),
    'other/client -> default/web:8080/TCP',
    OK,
  ],
  [
    'a podSelector alone is of the own namespace',
    ingress('from podSelector app=client'),
    'other/client -> default/web:8080/TCP',
    NO,
  ],
  ['a policy acts in its own namespace', DENY_IN, 'default/client -> other/web:8080/TCP', OK],
  ['{} as namespaces: any pod', ingress('from namespaceSelector {}'), 'other/client -> default/web:8080/TCP', OK],
  [
    '{} as namespaces: but nothing outside of the cluster',
    ingress('from namespaceSelector {}'),
    'office -> 192.168.10.12:30081/TCP',
    NO,
  ],
  ['{} as pods: of the namespace', ingress('from podSelector {}'), 'default/bare -> default/web:8080/TCP', OK],
  [
    'notin holds without the key',
    ingress('from podSelector tier notin (front)'),
    'default/bare -> default/web:8080/TCP',
    OK,
  ],
  ['!= too', ingress('from podSelector app!=client'), 'default/bare -> default/web:8080/TCP', OK],
  ['!has too', ingress('from podSelector !has(app)'), 'default/bare -> default/web:8080/TCP', OK],
  ['has', ingress('from podSelector has(app)'), 'default/bare -> default/web:8080/TCP', NO],
  [
    'union, never intersection',
    ingress('from podSelector app=beside') + np(`${WEB}  ingress { from podSelector app=client }`, 'q'),
    'default/client -> default/web:8080/TCP',
    OK,
  ],
]);

rows('ports', [
  ['without a protocol TCP', ingress('port 8080'), 'default/client -> default/web:8080/TCP', OK],
  ['and not UDP', ingress('port 53'), 'default/client -> default/web:53/UDP', NO],
  ['a protocol is every port of it', ingress('port UDP'), 'default/client -> default/web:53/UDP', OK],
  ['and no other', ingress('port UDP'), 'default/client -> default/web:8080/TCP', NO],
  ['a range, its first', ingress('port 8080..9000/TCP'), 'default/client -> default/web:8080/TCP', OK],
  ['its last', ingress('port 8080..9000/TCP'), 'default/client -> default/web:9000/TCP', OK],
  ['beyond it', ingress('port 8081..9000/TCP'), 'default/client -> default/web:8080/TCP', NO],
  ['a name of the destination', ingress('port http'), 'default/client -> default/web:8080/TCP', OK],
  ['a name that it does not have', ingress('port https'), 'default/client -> default/web:8080/TCP', NO],
  ['out: a name of the destination', egress('port http'), 'default/client -> default/web:8080/TCP', OK],
  ['out: a name that this destination does not have', egress('port http'), 'default/client -> other/web:8080/TCP', NO],
  ['a name of another protocol there', egress('port dns'), 'default/client -> default/bare:53/TCP', OK],
  ['a name and no pod', egress('port http'), 'default/client -> office:5978/TCP', NO],
  ['ICMP is in no rule with ports', ingress('port TCP  port UDP  port SCTP'), 'default/client -> default/web ICMP', NO],
  ['ICMP is in a rule without', ingress('from podSelector app=client'), 'default/client -> default/web ICMP', OK],
]);

rows('policyTypes', [
  ['unset: ingress is isolated', np(WEB), 'default/client -> default/web:8080/TCP', NO],
  ['unset: egress is not', np('podSelector app=client'), 'default/client -> default/web:8080/TCP', OK],
  [
    'unset, with egress rules: both are',
    np('podSelector app=client  egress { port 1/TCP }'),
    'default/client -> default/web:8080/TCP',
    NO,
  ],
  [
    'unset, with egress rules: ingress too',
    np('podSelector app=client  egress {}'),
    'default/web -> default/client:80/TCP',
    NO,
  ],
  [
    'contradicting the rules: what is not named is not isolated',
    np(`${WEB}  policyTypes Egress  ingress { port 1/TCP }`),
    'default/client -> default/web:8080/TCP',
    OK,
  ],
]);

const BROKEN = np(`${WEB}  policyTypes Ingress  ingress { frm podSelector app=client }`);
rows('a policy that cannot be read decides nothing', [
  ['for those that it may select', BROKEN, 'default/client -> default/web:8080/TCP', 'INSUFFICIENT_INFO'],
  ['nor for others', BROKEN, 'default/client -> default/bare:53/TCP', OK],
  [
    'its selector unreadable: for all of the namespace',
    np('podSelector app  policyTypes Ingress'),
    'default/client -> default/bare:53/TCP',
    'INSUFFICIENT_INFO',
  ],
  [
    'it takes nothing back that another admits',
    BROKEN + np(`${WEB}  ingress { port 8080/TCP }`, 'q'),
    'default/client -> default/web:8080/TCP',
    OK,
  ],
  [
    'but may admit what another denies',
    BROKEN + np(`${WEB}  ingress { port 1/TCP }`, 'q'),
    'default/client -> default/web:8080/TCP',
    'INSUFFICIENT_INFO',
  ],
]);

describe('what becomes of it', () => {
  const question = 'default/client -> default/web:8080/TCP';
  const pathOf = async (answer: 'DROP' | 'REJECT') => {
    const network = await enforcingNetwork(textOf(DENY_IN + np('podSelector tier=front', 'q'), question), answer);
    return trace(network, network.topology.traces[0]!).paths[0]!;
  };

  test('silence', async () => {
    const { forward, error, reason } = await pathOf('DROP');
    expect(error).toBeUndefined();
    expect(forward.at(-1)?.namespace).toBe('n2');
    expect(reason).toBe(
      'NetworkPolicy default/p, default/q denies the ingress of 10.244.0.10 > 10.244.1.10: default deny: none of their ingress rules admits 8080/TCP from default/client (10.244.0.10)',
    );
  });

  test('an ICMP error, where the plugin rejects', async () => {
    const { error } = await pathOf('REJECT');
    expect(error?.at(-1)?.namespace).toBe('default/client');
    expect(error?.at(-1)?.steps.at(-1)).toMatchObject({ type: 'deliver', frame: { icmp: 'type 3 code 3' } });
  });

  test('nothing, where the CNI enforces none', async () => {
    const network = await networkOf(textOf(DENY_IN, question));
    expect(trace(network, network.topology.traces[0]!).disposition).toBe(OK);
  });

  test('an allowed packet shows the rule', async () => {
    const network = await enforcingNetwork(textOf(ingress('from podSelector app=client  port http'), question));
    const steps = trace(network, network.topology.traces[0]!).paths[0]!.forward.flatMap((hop) => hop.steps);
    expect(steps.filter(({ type }) => type === 'policy')).toMatchObject([
      {
        policy: 'default/p',
        direction: 'ingress',
        verdict: 'allow',
        rule: 'from pods with app=client of its namespace, on http',
      },
    ]);
  });
});
