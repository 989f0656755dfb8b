import { expect, test } from 'vitest';
import { topologyOf } from '../../../support/examples.ts';
import { diagnose } from '../run.ts';
import { API, check, DNS, np, ns, onWeb, out, textOf, WEB } from './policy-cases.ts';

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

const NOTE = '10.96.0.10 is the address of the DNS Service: policies act behind it, on those of its Pods';

test.each([
  ['the very address', 'to ipBlock 10.96.0.10/32  port 53/UDP', [NOTE]],
  ['its range, on every port', 'to ipBlock 10.96.0.0/12', [NOTE]],
  ['another address', 'to ipBlock 10.96.0.11/32  port 53/UDP', []],
  ['its range but for it', 'to ipBlock 10.96.0.0/12 except 10.96.0.10/32  port 53/UDP', []],
  ['another port', 'to ipBlock 10.96.0.0/12  port 443/TCP', []],
])('an ipBlock with %s', async (_, rule, notes) => {
  const [found] = diagnose(await topologyOf(textOf(ns(WEB + out(`egress { ${rule} }`)))), 'NP-DNS-BLOCKED');
  expect(found!.related.map(({ message }) => message)).toEqual([...notes, 'default/web']);
});
