import { expect, test } from 'vitest';
import { spansWords } from '../../../analysis/reach/words.ts';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { peerName } from '../../../network/reachability/result.ts';
import { topologyOf } from '../../support/examples.ts';

const cluster = (rule: string, policy = '') => `cluster c { podCIDR 10.244.0.0/16
  namespace default {
    deployment web { labels app=web  port http 8080/TCP  port admin 9000/TCP  port dns 53/UDP }
    deployment api { labels app=api  port http 8081/TCP }
    service web { selector app=web  port web 80/TCP -> http  port plain 81/TCP -> 9000  port none 82/TCP -> 7777 }
    service mixed { selector app=web  port dns 53/UDP -> 53  port dns-tcp 53/TCP -> 9000 }
    service outside { type ExternalName  externalName example.com  selector app=web  port 80/TCP -> http }
    service both { selector app in (web, api)  port 80/TCP -> http }
    ingress i { path / -> ${rule} }
    ${policy}
  }
}`;

const HTTP = ['default/web[Deployment] TCP 8080'];
const fromNamespaces = (selector: string) =>
  `networkPolicy p { podSelector {} ingress { from namespaceSelector ${selector} } }`;

test.each([
  ['a target by name', 'web:80', '', ['default/web[Deployment] TCP 8080']],
  ['a target by number', 'web:81', '', ['default/web[Deployment] TCP 9000']],
  ["a Service's port by name", 'web:web', '', ['default/web[Deployment] TCP 8080']],
  ['a target that nobody declares', 'web:82', '', []],
  [
    'a name that means two numbers',
    'both:80',
    '',
    ['default/web[Deployment] TCP 8080', 'default/api[Deployment] TCP 8081'],
  ],
  ['nobody may in', 'web:80', 'networkPolicy p { podSelector {} policyTypes Ingress }', []],
  ['pods of the namespace may in', 'web:80', 'networkPolicy p { podSelector {} ingress { from podSelector {} } }', []],
  [
    'any pod may in',
    'web:80',
    'networkPolicy p { podSelector {} ingress { from namespaceSelector {} } }',
    ['default/web[Deployment] TCP 8080'],
  ],
  [
    'any namespace may in, for each has its name as a label',
    'web:80',
    fromNamespaces('has(kubernetes.io/metadata.name)'),
    HTTP,
  ],
  ['all namespaces but one may in', 'web:80', fromNamespaces('kubernetes.io/metadata.name!=kube-system'), HTTP],
  ['namespaces without a name may in', 'web:80', fromNamespaces('!has(kubernetes.io/metadata.name)'), []],
  ['one namespace may in', 'web:80', fromNamespaces('kubernetes.io/metadata.name=kube-system'), []],
  ['a port of two protocols', 'mixed:53', '', ['default/web[Deployment] TCP 9000']],
  ['a port of UDP', 'mixed:dns', '', []],
  ['a name outside of the cluster', 'outside:80', '', []],
  ['another port may in', 'web:80', 'networkPolicy p { podSelector {} ingress { port 9000/TCP } }', []],
])('ingress controllers and %s', async (_, rule, policy, expected) => {
  const [one] = (await topologyOf(cluster(rule, policy))).clusters;
  const reach = new Reachability(one!, { ipBlockPods: 'include' });
  const found = [...reach.whatCanReach({ kind: 'ingress-controller' })];
  expect(found.map(({ destination, ports }) => `${peerName(destination)} ${spansWords(ports)}`)).toEqual(expected);
  const controller = { kind: 'ingress-controller' } as const;
  const web = { kind: 'workload', id: 'c/default/web' } as const;
  const can = reach.can(controller, web, { protocol: 'TCP', port: 8080 });
  expect(can).toBe(expected.includes('default/web[Deployment] TCP 8080'));
  expect(reach.explain(controller, web, { protocol: 'TCP', port: 8080 })!.allowed).toBe(can);
  expect(reach.explain(controller, web, { protocol: 'TCP', port: 7 })).toMatchObject({
    allowed: false,
    isLedTo: false,
  });
});
