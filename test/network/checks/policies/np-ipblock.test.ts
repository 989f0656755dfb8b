import { API, check, np, ns, onWeb, out, SERVICE, WEB } from './policy-cases.ts';

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
