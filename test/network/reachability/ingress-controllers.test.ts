import { expect, test } from 'vitest';
import { spansWords } from '../../../analysis/reach/words.ts';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { peerName } from '../../../network/reachability/result.ts';
import { topologyOf } from '../../support/examples.ts';

const cluster = (rule: string, policy = '') => `cluster c { podCIDR 10.244.0.0/16
  namespace default {
    deployment web { labels app=web  port http 8080/TCP  port admin 9000/TCP }
    deployment api { labels app=api  port http 8081/TCP }
    service web { selector app=web  port web 80/TCP -> http  port plain 81/TCP -> 9000  port none 82/TCP -> 7777 }
    service both { selector app in (web, api)  port 80/TCP -> http }
    ingress i { path / -> ${rule} }
    ${policy}
  }
}`;

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
  ['another port may in', 'web:80', 'networkPolicy p { podSelector {} ingress { port 9000/TCP } }', []],
])('ingress controllers and %s', async (_, rule, policy, expected) => {
  const [one] = (await topologyOf(cluster(rule, policy))).clusters;
  const reach = new Reachability(one!, { ipBlockPods: 'include' });
  const found = [...reach.whatCanReach({ kind: 'ingress-controller' })];
  expect(found.map(({ destination, ports }) => `${peerName(destination)} ${spansWords(ports)}`)).toEqual(expected);
  const controller = { kind: 'ingress-controller' } as const;
  const can = reach.can(controller, { kind: 'workload', id: 'c/default/web' }, { protocol: 'TCP', port: 8080 });
  expect(can).toBe(expected.includes('default/web[Deployment] TCP 8080'));
});
