import { API, check, DNS, np, ns, onWeb, SERVICE, WEB } from './policy-cases.ts';

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
