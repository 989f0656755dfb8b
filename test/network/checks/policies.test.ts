import { describe, expect, test } from 'vitest';
import { enforcesPolicies } from '../../../network/cni/enforces.ts';
import { pluginOf } from '../../../network/cni/plugins.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { topologyOf } from '../../support/examples.ts';
import { diagnose } from './run.ts';

const CALICO = 'calico { ipPool pods { cidr 10.244.0.0/16 } }';

function textOf(body: string, cni = CALICO, more = ''): string {
  return `vpc cloud { provider alibaba  cidr 172.16.0.0/16  vSwitch a { cidr 172.16.0.0/24 } }
network lan { cidr 192.168.10.0/24  gateway 192.168.10.1 }
cluster c {
  podCIDR 10.244.0.0/16
  serviceCIDR 10.96.0.0/12
  cni ${cni}
  node n1 { in lan  ip 192.168.10.11 }
  ${body}
}
${more}`;
}

/** Diagnostics of one code as `message [fix: new text]`. */
async function found(code: string, text: string): Promise<string[]> {
  const values = (changes: readonly { kind: string; value?: string }[]) =>
    changes.map(({ kind, value }) => value ?? kind).join(', ');
  return diagnose(await topologyOf(text), code).map(
    ({ message, fixes }) => `${message}${fixes.map((fix) => ` [${fix.title}: ${values(fix.changes)}]`).join('')}`,
  );
}

type Case = readonly [what: string, body: string, expected: readonly (string | RegExp)[], more?: string];

function check(code: string, cases: readonly Case[]) {
  describe(code, () => {
    test.each(cases.map((one) => [one[0], one] as const))('%s', async (_, [, body, expected, more]) => {
      const said = await found(code, textOf(body, CALICO, more));
      expect(said).toEqual(expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))));
    });
  });
}

const ns = (body: string, name = 'default') => `namespace ${name} { ${body} }\n`;
const np = (body: string, name = 'p') => `networkPolicy ${name} { ${body} }\n`;
const WEB = 'pod web { labels app=web  port http 8080/TCP }\n';
const API = 'pod api { labels app=api  port 80/TCP }\n';
const onWeb = (rule: string, name = 'p') => np(`podSelector app=web  ingress { ${rule} }`, name);
const DNS = 'egress { to namespaceSelector {} podSelector k8s-app=kube-dns  port 53/UDP  port 53/TCP }';

describe('NP-UNENFORCED', () => {
  const policy = ns(WEB + np('podSelector {}'));
  test.each([
    ['calico', CALICO, false],
    ['weave', 'weave', false],
    ['flannel', 'flannel', true],
    ['terway eni', 'terway { mode eni }', true],
    ['terway eniip', 'terway { mode eniip }', false],
    ['terway vpc', 'terway { mode vpc }', false],
    ['aws-vpc', 'aws-vpc', true],
    ['aws-vpc, enabled', 'aws-vpc { enableNetworkPolicy true }', false],
  ])('%s', async (_, cni, isSaid) => {
    expect(await found('NP-UNENFORCED', textOf(policy, cni))).toHaveLength(isSaid ? 1 : 0);
    expect(await found('NP-UNENFORCED', textOf(ns(WEB), cni))).toEqual([]);
    const topology = await topologyOf(textOf(policy, cni));
    const [cluster] = topology.clusters;
    const allocation = allocator(topology)(cluster!);
    const view = { cluster: cluster!, allocation, interfaces: () => [], nodeKey: () => '', podKey: () => '' };
    expect(pluginOf(view as unknown as Parameters<typeof pluginOf>[0]).policies !== undefined).toBe(
      enforcesPolicies(cluster!.cni),
    );
  });
  test('once for a cluster, with advice for where it runs', async () => {
    const text = textOf(ns(WEB + np('podSelector {}') + np('podSelector {}', 'q')), 'flannel');
    expect(await found('NP-UNENFORCED', text)).toEqual([
      'flannel, the CNI of cluster c, enforces no NetworkPolicy, so that its 2 NetworkPolicies have no effect: use one that does, such as Calico',
    ]);
    const ack = text.replace('in lan  ip 192.168.10.11', 'in cloud/a  ip 172.16.0.11');
    expect(await found('NP-UNENFORCED', ack)).toEqual([expect.stringMatching(/on ACK use Terway in mode eniip$/)]);
  });
});

check('NP-NO-MATCH', [
  ['somebody', ns(WEB + onWeb('from podSelector app=web')), []],
  ['everybody', ns(WEB + np('podSelector {}')), []],
  [
    'nobody, a slip',
    ns(WEB + np('podSelector app=wbe')),
    [
      /selects app=wbe, which no Pod of namespace default has; nearest is web with app=web \[Select app=web: app=web\]$/,
    ],
  ],
  [
    'nobody, nothing like it',
    ns(WEB + np('podSelector tier=cache')),
    ['NetworkPolicy default/p selects tier=cache, which no Pod of namespace default has'],
  ],
  [
    'only a hostNetwork pod',
    ns(`${WEB}pod agent { labels app=agent  hostNetwork }\n${np('podSelector app=agent')}`),
    [/selects app=agent/],
  ],
  ['a namespace without Pods is UNUSED’s', ns(np('podSelector app=web')), []],
  [
    'a policy of one namespace, Pods of another',
    ns(API + np('podSelector app=web')) + ns(WEB, 'shop'),
    [/those of namespace shop do: a podSelector alone looks in the policy's own$/],
  ],
  [
    'a peer of another namespace',
    ns(WEB + onWeb('from podSelector app=api')) + ns(API, 'shop'),
    [/\[Look in namespace shop: from namespaceSelector kubernetes.io\/metadata.name=shop podSelector app=api\]$/],
  ],
  [
    'a peer, egress',
    ns(WEB + np(`podSelector app=web  policyTypes Egress  egress { to podSelector app=wb }`)),
    [/admits egress to Pods with app=wb, .* \[Select app=web/],
  ],
  [
    'a namespace that nobody has',
    ns(WEB + onWeb('from namespaceSelector team=x')),
    ['NetworkPolicy default/p admits ingress from namespaces with team=x, which none has'],
  ],
  [
    'a long key does not make another value a slip',
    ns(WEB + onWeb('from namespaceSelector kubernetes.io/metadata.name=monitoring')) + ns('', 'shop'),
    [
      'NetworkPolicy default/p admits ingress from namespaces with kubernetes.io/metadata.name=monitoring, which none has',
    ],
  ],
  [
    'a slip in the value of a long key',
    ns(WEB + onWeb('from namespaceSelector kubernetes.io/metadata.name=shpo')) + ns('', 'shop'),
    [/\[Select kubernetes.io\/metadata.name=shop/],
  ],
  [
    'namespaces without Pods may have them elsewhere',
    ns(WEB + onWeb('from namespaceSelector team=x podSelector app=api')) + ns('labels team=x', 'shop'),
    [],
  ],
  [
    'namespaces with other Pods',
    ns(WEB + onWeb('from namespaceSelector team=x podSelector app=web')) + ns(`labels team=x ${API}`, 'shop'),
    ['NetworkPolicy default/p admits ingress from Pods with app=web, which no Pod in namespaces with team=x has'],
  ],
  ['DNS is always there', ns(WEB + np(`podSelector app=web  policyTypes Egress  ${DNS}`)), []],
  [
    'rules of a direction that is not named',
    ns(WEB + np('podSelector app=web  policyTypes Egress  ingress { from podSelector app=nobody }  egress {}')),
    [],
  ],
  ['unreadable policies are the reader’s', ns(WEB + np('podSelector app=wbe  ingress { frm podSelector a=b }')), []],
  [
    'no repair against a statement',
    ns(`${WEB}pod c { labels run=client2 }\n${onWeb('from podSelector run=client1')}`),
    [/nearest is c with run=client2$/],
    'expect default/c cannot reach default/web:8080/TCP',
  ],
]);

check('NP-NAMED-PORT', [
  ['there', ns(WEB + onWeb('port http')), []],
  [
    'not there',
    ns(WEB + onWeb('port htpt')),
    [
      'NetworkPolicy default/p admits port htpt, which no Pod that it selects has: they have http 8080/TCP [Admit http: http]',
    ],
  ],
  ['no port has a name', ns(API + np('podSelector app=api  ingress { port http }')), [/their ports have no names$/]],
  [
    'out: of a peer',
    ns(WEB + API + np('podSelector app=api  policyTypes Egress  egress { to podSelector app=web  port http }')),
    [],
  ],
  [
    'out: not of a peer',
    ns(WEB + API + np('podSelector app=web  policyTypes Egress  egress { to podSelector app=api  port http }')),
    [/which no Pod that it may send to has/],
  ],
  ['nobody is selected: NP-NO-MATCH', ns(WEB + np('podSelector app=x  ingress { port nothing }')), []],
  ['one of several has it', ns(WEB + API + np('podSelector {}  ingress { port http }')), []],
]);

const SERVICE = 'service web { selector app=web  port 80/TCP -> http }\n';
check('NP-SERVICE-PORT', [
  ["the Pod's port", ns(WEB + SERVICE + onWeb('port 8080/TCP')), []],
  [
    "the Service's",
    ns(WEB + SERVICE + onWeb('port 80/TCP')),
    [/admits 80\/TCP, the port of Service default\/web: .* 8080\/TCP \[Admit 8080\/TCP: 8080\/TCP\]$/],
  ],
  ['another protocol', ns(WEB + SERVICE + onWeb('port 80/UDP')), []],
  ['a range is not about a Service', ns(WEB + SERVICE + onWeb('port 80..90/TCP')), []],
  [
    'a Pod listens on it too',
    ns(`pod web { labels app=web  port http 8080/TCP  port 80/TCP }\n${SERVICE}${onWeb('port 80/TCP')}`),
    [],
  ],
  ['a Service of others', ns(WEB + API + SERVICE + np('podSelector app=api  ingress { port 80/TCP }')), []],
  [
    'out',
    ns(
      WEB +
        API +
        SERVICE +
        np(`podSelector app=api  policyTypes Egress  egress { to podSelector app=web  port 80/TCP } ${DNS}`),
    ),
    [/8080\/TCP \[Admit/],
  ],
]);

const out = (rules: string, name = 'p') => np(`podSelector app=web  policyTypes Egress  ${rules}`, name);
check('NP-DNS-BLOCKED', [
  ['not isolated', ns(WEB + onWeb('')), []],
  [
    'isolated',
    ns(WEB + out('egress { port 443/TCP }')),
    [
      /isolates the egress of default\/web, and nothing admits DNS \(53\/UDP and 53\/TCP\): names are not found \[Admit DNS: \{ to namespaceSelector/,
    ],
  ],
  ['altogether', ns(WEB + out('')), [/isolates the egress/]],
  ['with DNS', ns(WEB + out(DNS)), []],
  [
    'in another policy',
    ns(WEB + out('egress { port 443/TCP }') + np(`podSelector {}  policyTypes Egress  ${DNS}`, 'dns')),
    [],
  ],
  ['UDP only', ns(WEB + out('egress { port 53/UDP }')), [/nothing admits DNS \(53\/TCP\)/]],
  ['whatever the port', ns(WEB + out('egress { to namespaceSelector kubernetes.io/metadata.name=kube-system }')), []],
  [
    "the Service's address does not count",
    ns(WEB + out('egress { to ipBlock 10.96.0.10/32  port 53/UDP  port 53/TCP }')),
    [/nothing admits DNS/],
  ],
  ['anything outside does', ns(WEB + out('egress { to ipBlock 0.0.0.0/0 }')), []],
  [
    'once for the policies of a Pod',
    ns(WEB + API + np('podSelector {}  policyTypes Egress')),
    [/of default\/web and default\/api,/],
  ],
  [
    'a peer that was meant as DNS',
    ns(WEB + out('egress { to namespaceSelector {} podSelector k8s-app=kubedns  port 53/UDP  port 53/TCP }')),
    [],
  ],
  [
    'no repair against a statement',
    ns(WEB + out('egress { port 443/TCP }')),
    [/names are not found$/],
    'expect default/web cannot reach service kube-system/kube-dns:53/UDP',
  ],
]);

const CLOSED = np('podSelector app=web  policyTypes Ingress', 'closed');
const toWeb = (rule: string) =>
  np(`podSelector app=api  policyTypes Egress  egress { to podSelector app=web  ${rule} } ${DNS}`, 'out');
check('NP-ONE-SIDED', [
  ['both admit', ns(WEB + API + onWeb('from podSelector app=api') + toWeb('')), []],
  ['the destination is open', ns(WEB + API + toWeb('')), []],
  [
    'the destination denies',
    ns(WEB + API + CLOSED + toWeb('')),
    [
      'NetworkPolicy default/out admits egress to default/web, but default/closed denies all of it as ingress there: both ends must admit',
    ],
  ],
  [
    'on this port',
    ns(WEB + API + onWeb('from podSelector app=api  port 9/TCP') + toWeb('port 8080/TCP')),
    [
      /^NetworkPolicy default\/p admits .* default\/out denies all/,
      /^NetworkPolicy default\/out admits .* default\/p denies all/,
    ],
  ],
  [
    'the source denies',
    ns(WEB + API + onWeb('from podSelector app=api') + np(`podSelector app=api  policyTypes Egress  ${DNS}`, 'out')),
    [
      'NetworkPolicy default/p admits ingress from default/api, but default/out denies all of it as egress there: both ends must admit',
    ],
  ],
  [
    'a part of it gets by',
    ns(`${WEB}pod more { labels app=web  tier=b }\n${API}${np('podSelector tier=b', 'closed')}${toWeb('')}`),
    [],
  ],
  [
    'a limit is no wish',
    ns(WEB + API + CLOSED + np(`podSelector app=api  policyTypes Egress  egress { to podSelector {} }`, 'out')),
    [],
  ],
  [
    'an unreadable policy may admit',
    ns(WEB + API + CLOSED + np('podSelector app=web  ingress { frm x }', 'broken') + toWeb('')),
    [],
  ],
  [
    "the Service's port is NP-SERVICE-PORT's",
    ns(WEB + API + SERVICE + onWeb('from podSelector app=api  port 80/TCP') + toWeb('port 8080/TCP')),
    [],
  ],
  ['a misspelt peer is NP-NO-MATCH’s', ns(WEB + API + onWeb('from podSelector app=apj') + toWeb('')), []],
]);

const AT = 'pod fixed { ip 10.244.0.9  labels app=fixed }\n';
check('NP-IPBLOCK-POD', [
  [
    'one Pod',
    ns(WEB + AT + onWeb('from ipBlock 10.244.0.9/32')),
    [/inside Pod range 10.244.0.0\/16: .* \[Mean podSelector app=fixed: from podSelector app=fixed\]$/],
  ],
  [
    'one Pod of another namespace',
    ns(WEB + onWeb('from ipBlock 10.244.0.9/32')) + ns(AT, 'shop'),
    [/Mean namespaceSelector kubernetes.io\/metadata.name=shop podSelector app=fixed/],
  ],
  [
    'some Pods',
    ns(WEB + onWeb('from ipBlock 10.244.0.0/24')),
    [/inside Pod range 10.244.0.0\/16: their addresses change, labels do not$/],
  ],
  [
    'all of them',
    ns(WEB + onWeb('from ipBlock 10.244.0.0/16')),
    [/Mean namespaceSelector \{\}: from namespaceSelector \{\}/],
  ],
  [
    'about all',
    ns(WEB + out('egress { to ipBlock 10.244.0.0/15 }')),
    [/about the size of .*: to namespaceSelector \{\}/],
  ],
  ['everybody', ns(WEB + onWeb('from ipBlock 0.0.0.0/0')), []],
  ['much more', ns(WEB + onWeb('from ipBlock 10.0.0.0/8')), []],
  ['outside', ns(WEB + onWeb('from ipBlock 192.168.10.0/24')), []],
  [
    'exceptions are of no selector',
    ns(WEB + onWeb('from ipBlock 10.244.0.0/16 except 10.244.1.0/24')),
    [/labels do not$/],
  ],
]);

const NODEPORT = 'service web { type NodePort  selector app=web  port 80/TCP -> http nodePort 30080 }\n';
const OFFICE = 'from ipBlock 203.0.113.0/24';
check('NP-IPBLOCK-SNAT', [
  [
    'by NodePort',
    ns(WEB + NODEPORT + onWeb(OFFICE)),
    [
      /Service default\/web shows its Pods the address of the node .* \[Keep the address: externalTrafficPolicy Local: Local\]$/,
    ],
  ],
  ['Local', ns(WEB + NODEPORT.replace('NodePort', 'NodePort  externalTrafficPolicy Local') + onWeb(OFFICE)), []],
  [
    'Cluster, written',
    ns(WEB + NODEPORT.replace('NodePort', 'NodePort  externalTrafficPolicy Cluster') + onWeb(OFFICE)),
    [/Local: Local\]$/],
  ],
  ['ClusterIP', ns(WEB + SERVICE + onWeb(OFFICE)), []],
  ['another port', ns(WEB + NODEPORT + onWeb(`${OFFICE}  port 9090/TCP`)), []],
  ['the port', ns(WEB + NODEPORT + onWeb(`${OFFICE}  port http`)), [/shows its Pods/]],
  ['other Pods', ns(WEB + API + NODEPORT + np(`podSelector app=api  ingress { ${OFFICE} }`)), []],
  ['the nodes are in the block', ns(WEB + NODEPORT + onWeb('from ipBlock 192.168.10.0/24')), []],
  ['everybody', ns(WEB + NODEPORT + onWeb('from ipBlock 0.0.0.0/0')), []],
  ['egress', ns(WEB + NODEPORT + out('egress { to ipBlock 203.0.113.0/24 }')), []],
]);

check('NP-EXCEPT-OUTSIDE', [
  ['inside', ns(WEB + onWeb('from ipBlock 172.16.0.0/16 except 172.16.1.0/24')), []],
  [
    'outside',
    ns(WEB + onWeb('from ipBlock 172.16.0.0/16 except 172.17.1.0/24')),
    [/172.17.1.0\/24 is not inside its ipBlock 172.16.0.0\/16/],
  ],
  ['all of it', ns(WEB + onWeb('from ipBlock 172.16.0.0/16 except 172.16.0.0/16')), [/is all of its ipBlock/]],
  ['larger', ns(WEB + onWeb('from ipBlock 172.16.0.0/16 except 172.16.0.0/12')), [/is not inside/]],
]);

const shadowed = (first: string, second: string) => ns(WEB + API + onWeb(first, 'p') + onWeb(second, 'q'));
check('NP-SHADOWED', [
  ['different', shadowed('port 80/TCP', 'port 81/TCP'), []],
  [
    'alike: the later',
    shadowed('port 80/TCP', 'port 80/TCP'),
    [
      'This ingress rule of NetworkPolicy default/q admits nothing that NetworkPolicy default/p does not [Remove the rule: remove]',
    ],
  ],
  [
    'the earlier, where it is narrower',
    shadowed('port 80/TCP', 'port 1..99/TCP'),
    [/rule of NetworkPolicy default\/p admits/],
  ],
  ['every port', shadowed('port TCP', 'port http'), []],
  ['anyone', shadowed('', 'from podSelector app=api  port 80/TCP'), [/default\/q admits nothing/]],
  ['fewer labels', shadowed('from podSelector {}', 'from podSelector app=api'), [/default\/q/]],
  ['in and =', shadowed('from podSelector app in (api, web)', 'from podSelector app=api'), [/default\/q/]],
  ['a namespace more', shadowed('from podSelector app=api', 'from namespaceSelector {} podSelector app=api'), []],
  ['a block in a block', shadowed('from ipBlock 172.16.0.0/12', 'from ipBlock 172.16.1.0/24'), [/default\/q/]],
  [
    'a block in an exception',
    shadowed('from ipBlock 172.16.0.0/12 except 172.16.0.0/16', 'from ipBlock 172.16.1.0/24'),
    [],
  ],
  [
    'one of the peers is new',
    shadowed('from podSelector app=api', 'from podSelector app=api  from podSelector app=web'),
    [/rule of NetworkPolicy default\/p admits/],
  ],
  [
    'the policy is of other Pods',
    ns(WEB + API + onWeb('port 80/TCP') + np('podSelector app=api  ingress { port 80/TCP }', 'q')),
    [],
  ],
  [
    'the policy is of more Pods',
    ns(WEB + onWeb('port 80/TCP') + np('podSelector {}  ingress { port 80/TCP }', 'q')),
    [/default\/p admits nothing that NetworkPolicy default\/q/],
  ],
  ['another namespace', ns(WEB + onWeb('port 80/TCP')) + ns(WEB + onWeb('port 80/TCP'), 'shop'), []],
  [
    'in one policy',
    ns(WEB + np('podSelector app=web  ingress { port 80/TCP }  ingress { }')),
    [/admits nothing that another rule of it does not/],
  ],
]);
