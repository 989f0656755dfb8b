import { API, check, np, ns, onWeb, WEB } from './policy-cases.ts';

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
