import { API, check, DNS, np, ns, onWeb, WEB } from './policy-cases.ts';

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
