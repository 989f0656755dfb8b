import { expect, test } from 'vitest';
import type { Labels } from '../../../network/topology/selector.ts';
import type { Service, Workload } from '../../../network/topology/workload.ts';
import {
  addresses,
  cluster,
  deployment,
  namespace,
  selector,
  service,
  topology,
  workload,
} from '../topology/builders.ts';
import { diagnose, summary } from './run.ts';

const pods = (...labels: Labels[]) => labels.map((own, index) => deployment(`default/w${index}`, 1, own));

const cases: [string, Labels | undefined, Workload[], Partial<Service>, string[]][] = [
  ['a match', { app: 'web' }, pods({ app: 'web', tier: 'fe' }), {}, []],
  ['an empty selector selects every Pod', {}, pods({}), {}, []],
  ['no selector: endpoints kept by hand', undefined, [], {}, []],
  ['endpoints kept by hand beside a selector', { app: 'web' }, [], { endpoints: addresses('10.0.0.1') }, []],
  ['an ExternalName', { app: 'web' }, [], { type: 'ExternalName' }, []],
  ['knet’s own', { 'k8s-app': 'kube-dns' }, [], { implicit: true }, []],
  [
    'a DaemonSet',
    { app: 'a' },
    [workload('default/a', { kind: 'DaemonSet', replicas: 0, labels: { app: 'a' } })],
    {},
    [],
  ],
  ['nothing there', { app: 'web' }, [], {}, ['Service default/s selects app=web, which no Pod of the namespace has']],
  [
    'a slip of the pen',
    { app: 'wbe' },
    pods({ app: 'db' }, { app: 'web' }),
    {},
    [
      'Service default/s selects app=wbe, which no Pod of the namespace has; nearest is w1 with app=web (w1) [Select app=web: app=wbe -> app=web]',
    ],
  ],
  [
    'another key',
    { ap: 'web', tier: 'fe' },
    pods({ app: 'web', tier: 'fe' }),
    {},
    [
      'Service default/s selects ap=web tier=fe, which no Pod of the namespace has; nearest is w0 with app=web (w0) [Select app=web: ap=web -> app=web]',
    ],
  ],
  [
    'scaled to nothing',
    { app: 'web' },
    [deployment('default/web', 0, { app: 'web' })],
    {},
    ['Service default/s selects app=web: web matches and has no Pods (web)'],
  ],
];

test.each(cases)('%s', (_, labels, workloads, parts, expected) => {
  const s = service('default/s', { selector: labels && selector(labels), ...parts });
  const c = cluster({ namespaces: [namespace('default', { workloads, services: [s] })] });
  const found = diagnose(topology({ clusters: [c] }), 'SVC-NO-ENDPOINT');
  const [first] = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  expect(found.map(summary)).toEqual(expected.map((text) => `SVC-NO-ENDPOINT at ${first}: ${text}`));
});

test('Pods of another namespace', () => {
  const services = [service('default/s', { selector: selector({ app: 'web' }) })];
  const c = cluster({
    namespaces: [
      namespace('default', { services }),
      namespace('test', { workloads: [deployment('test/web', 1, { app: 'web' })] }),
    ],
  });
  expect(diagnose(topology({ clusters: [c] }), 'SVC-NO-ENDPOINT').map(summary)).toEqual([
    'SVC-NO-ENDPOINT at app=web: Service default/s selects app=web, and the Pods with these labels are in namespace test: a Service selects in its own (test)',
  ]);
});

test.each<[string, Labels, Labels, string]>([
  ['a label too many', { app: 'web', tier: 'fe' }, { app: 'web' }, 'at selector: … nearest is w0 with app=web (w0)'],
  [
    'a label that is called otherwise: not one that is asked for already',
    { app: 'web', tier: 'web' },
    { app: 'web', layer: 'fe' },
    'at tier=web: … nearest is w0 with layer=fe (w0) [Select layer=fe: tier=web -> layer=fe]',
  ],
  [
    'two labels, and one in their place',
    { a: 'web', p: 'web' },
    { app: 'web' },
    'at selector: … nearest is w0 with app=web (w0)',
  ],
])('a repair makes no key stand twice: %s', (_, labels, own, expected) => {
  const s = service('default/s', { selector: selector(labels) });
  const c = cluster({ namespaces: [namespace('default', { workloads: pods(own), services: [s] })] });
  const [found, ...others] = diagnose(topology({ clusters: [c] }), 'SVC-NO-ENDPOINT').map(summary);
  expect(others).toEqual([]);
  expect(found!.replace(/Service default.*;/, '…')).toBe(`SVC-NO-ENDPOINT ${expected}`);
});
