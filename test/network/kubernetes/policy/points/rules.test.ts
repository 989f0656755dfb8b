import { ASKED, DENY_IN, egress, ingress, NO, np, OK, rows, WEB } from './rows.ts';

rows('peers', [
  ['an absent list is anyone', ingress(''), 'office -> 192.168.10.12:30080/TCP', OK],
  ['no rule is nobody', DENY_IN, ASKED, NO],
  ['two peers are ORed', ingress('from podSelector app=x  from podSelector app=client'), ASKED, OK],
  ['two selectors of one are ANDed', ingress('from namespaceSelector team=a podSelector app=client'), ASKED, NO],
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
    ASKED,
    OK,
  ],
]);

rows('ports', [
  ['without a protocol TCP', ingress('port 8080'), ASKED, OK],
  ['and not UDP', ingress('port 53'), 'default/client -> default/web:53/UDP', NO],
  ['a protocol is every port of it', ingress('port UDP'), 'default/client -> default/web:53/UDP', OK],
  ['and no other', ingress('port UDP'), ASKED, NO],
  ['a range, its first', ingress('port 8080..9000/TCP'), ASKED, OK],
  ['its last', ingress('port 8080..9000/TCP'), 'default/client -> default/web:9000/TCP', OK],
  ['beyond it', ingress('port 8081..9000/TCP'), ASKED, NO],
  ['a name of the destination', ingress('port http'), ASKED, OK],
  ['a name that it does not have', ingress('port https'), ASKED, NO],
  ['out: a name of the destination', egress('port http'), ASKED, OK],
  ['out: a name that this destination does not have', egress('port http'), 'default/client -> other/web:8080/TCP', NO],
  ['a name of another protocol there', egress('port dns'), 'default/client -> default/bare:53/TCP', OK],
  ['a name and no pod', egress('port http'), 'default/client -> office:5978/TCP', NO],
  ['ICMP is in no rule with ports', ingress('port TCP  port UDP  port SCTP'), 'default/client -> default/web ICMP', NO],
  ['ICMP is in a rule without', ingress('from podSelector app=client'), 'default/client -> default/web ICMP', OK],
]);

rows('policyTypes', [
  ['unset: ingress is isolated', np(WEB), ASKED, NO],
  ['unset: egress is not', np('podSelector app=client'), ASKED, OK],
  ['unset, with egress rules: both are', np('podSelector app=client  egress { port 1/TCP }'), ASKED, NO],
  [
    'unset, with egress rules: ingress too',
    np('podSelector app=client  egress {}'),
    'default/web -> default/client:80/TCP',
    NO,
  ],
  [
    'contradicting the rules: what is not named is not isolated',
    np(`${WEB}  policyTypes Egress  ingress { port 1/TCP }`),
    ASKED,
    OK,
  ],
]);

const BROKEN = np(`${WEB}  policyTypes Ingress  ingress { frm podSelector app=client }`);
rows('a policy that cannot be read decides nothing', [
  ['for those that it may select', BROKEN, ASKED, 'INSUFFICIENT_INFO'],
  ['nor for others', BROKEN, 'default/client -> default/bare:53/TCP', OK],
  [
    'its selector unreadable: for all of the namespace',
    np('podSelector app  policyTypes Ingress'),
    'default/client -> default/bare:53/TCP',
    'INSUFFICIENT_INFO',
  ],
  ['it takes nothing back that another admits', BROKEN + np(`${WEB}  ingress { port 8080/TCP }`, 'q'), ASKED, OK],
  ['but may admit what another denies', BROKEN + np(`${WEB}  ingress { port 1/TCP }`, 'q'), ASKED, 'INSUFFICIENT_INFO'],
]);
