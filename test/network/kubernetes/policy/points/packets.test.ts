import { ASKED, BY_SERVICE, DENY_IN, DENY_OUT, egress, ingress, NO, np, OK, rows, WEB } from './rows.ts';

rows('which packets are judged', [
  ['an answer needs no rule of the one who is asked', np(`${WEB}  policyTypes Egress`), ASKED, OK],
  ['an answer needs no rule of the one who asks', np('podSelector app=client  policyTypes Ingress'), ASKED, OK],
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
  ['both ends must allow: out is denied', ingress('') + DENY_OUT, ASKED, NO],
  ['both ends must allow: in is denied', DENY_IN + egress(''), ASKED, NO],
  ['both ends allow', ingress('from podSelector app=client') + egress('to podSelector app=web'), ASKED, OK],
]);

rows('after DNAT', [
  ['the target port matters', ingress('port 8080/TCP'), BY_SERVICE, OK],
  ["never the Service's", ingress('port 80/TCP'), BY_SERVICE, NO],
  ['nor its address', egress('to ipBlock 10.96.0.0/12'), BY_SERVICE, NO],
  ["but the pod's", egress('to ipBlock 10.244.1.10/32  port 8080/TCP'), BY_SERVICE, OK],
  ['and its labels', egress('to podSelector app=web'), BY_SERVICE, OK],
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
  ['deny plus allow 0.0.0.0/0', DENY_IN + np(`${WEB}  ingress { from ipBlock 0.0.0.0/0 }`, 'all'), ASKED, OK],
  [
    'out: the destination before it is masqueraded',
    egress('to ipBlock 192.168.10.200/32'),
    'default/client -> office:5978/TCP',
    OK,
  ],
]);
