import { describe, expect, test } from 'vitest';
import { checkProblems, syntaxProblems } from '../../../analysis/diagnostics/diagnose.ts';
import { load } from '../../support/analysis.ts';

const object = (kind: string, name: string, spec = '{}', namespace = 'shop') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${name}}}\nspec: ${spec}\n`;

const POD = '{containers: [{name: c, ports: [{containerPort: 80}]}]}';
const policy = (name: string, namespace: string) =>
  object('NetworkPolicy', name, '{podSelector: {}}', namespace).replace('v1', 'networking.k8s.io/v1');

const YAML = [
  object('Pod', 'web', POD),
  object('Service', 'web', '{selector: {app: web}, ports: [{port: 80}]}'),
  object('Service', 'db', '{clusterIP: None, selector: {app: db}, ports: [{port: 80}]}'),
  object('Pod', 'front', POD),
  object('Pod', 'front', POD, 'other'),
  policy('deny', 'shop'),
  policy('deny', 'other'),
  policy('allow', 'other'),
].join('---\n');

const INGRESS = (path: string) => `ingress i { path / -> service ${path}:80 }`;

/** `CODE message | repairs` of a cluster that takes in the manifests. */
async function found(inside: string, outside = ''): Promise<string[]> {
  const text = `network lan { cidr 192.168.1.0/24 }
cluster c { podCIDR 10.50.0.0/16  cni flannel  node n { in lan  ip 192.168.1.9 }
  manifests "k8s"
  namespace shop { ${inside} } }
${outside}\n`;
  const { model } = await load({ 'main.knet': text, 'k8s/a.yaml': YAML });
  const problems = [...syntaxProblems(model, {}), ...((await checkProblems(model, {})) ?? [])];
  return problems
    .filter(({ code }) => ['UNRESOLVED', 'TRACE-NO-END', 'SYNTAX', 'INGRESS-REF'].includes(code))
    .map(({ code, message, fixes }) => [`${code} ${message}`, ...fixes.map(({ title }) => title)].join(' | '));
}

describe('names that only YAML declares', () => {
  test.each([
    ['a path', INGRESS('web'), '', []],
    ['a path with its namespace', INGRESS('shop/web'), '', []],
    ['a path with its cluster', INGRESS('c/shop/web'), '', []],
    [
      'a path to a port that is not there',
      INGRESS('web').replace(':80', ':81'),
      '',
      ['INGRESS-REF Service shop/web has no port 81: it has 80 | Lead to port 80'],
    ],
    [
      'a path to nothing',
      INGRESS('wev'),
      '',
      ['UNRESOLVED shop/i leads to the Service wev, which is not in namespace shop: did you mean web? | Lead to web'],
    ],
    ['serviceName', 'statefulSet s { labels app=db  serviceName db }', '', []],
    [
      'serviceName of nothing',
      'statefulSet s { serviceName dbx }',
      '',
      ['UNRESOLVED shop/s names the Service dbx, which is not in namespace shop: did you mean db? | Lead to db'],
    ],
    ['an end', '', 'trace shop/front -> shop/web:80/TCP', []],
    ['a Service as an end', '', 'trace shop/front -> service shop/web:80/TCP', []],
    [
      'an end in two namespaces',
      '',
      'trace front -> shop/web:80/TCP',
      [
        'TRACE-NO-END front names more than one thing in the manifests: did you mean shop/front or other/front? | Write shop/front | Write other/front',
      ],
    ],
    [
      'an end that is misspelt',
      '',
      'trace shop/fromt -> shop/web:80/TCP',
      ['TRACE-NO-END shop/fromt names nothing: did you mean shop/front? | Write shop/front'],
    ],
    ['a policy', '', 'expect shop/front cannot reach shop/web:80/TCP by networkPolicy allow', []],
    [
      'a policy in two namespaces',
      '',
      'expect shop/front cannot reach shop/web:80/TCP by networkPolicy deny',
      [
        'UNRESOLVED deny names more than one networkPolicy: did you mean shop/deny or other/deny? | Write shop/deny | Write other/deny',
      ],
    ],
    [
      'a policy that is misspelt',
      '',
      'expect shop/front cannot reach shop/web:80/TCP by networkPolicy allwo',
      [
        'UNRESOLVED no networkPolicy is called allwo, neither here nor in a manifest: did you mean other/allow? | Write other/allow',
      ],
    ],
  ])('%s', async (_what, inside, outside, expected) => {
    expect(await found(inside, outside)).toEqual(expected);
  });
});
