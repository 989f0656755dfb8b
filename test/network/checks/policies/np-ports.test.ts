import { API, check, DNS, np, ns, onWeb, SERVICE, WEB } from './policy-cases.ts';

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
