import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { textEdits } from '../../manifests/edits.ts';
import { manifestsTopology } from '../../manifests/lowering/lower.ts';
import { ManifestFile } from '../../manifests/text/file.ts';
import type { Change } from '../../network/checks/diagnostic.ts';
import { namespace, type Read, read } from './support/read.ts';

/** The text of the one file with the changes made. */
function edited(found: Read, ...changes: readonly Change[]): string | undefined {
  const edits = textEdits(changes);
  const { uri, text } = found.files[0]!;
  return edits && TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 0, text), [...(edits.get(uri) ?? [])]);
}

const service = (spec: string) => `# front
apiVersion: v1
kind: Service
metadata:
  name: web   # a name
spec:
${spec}`;

const policy = (spec: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p}
spec:
${spec}`;

const only = (found: Read) => namespace(found).services[0]!;
const onlyPolicy = (found: Read) => namespace(found).policies[0]!;

describe('set', () => {
  test.each([
    ['app: wbe # who', 'app=web', 'app: web # who'],
    ['app: "wbe"', 'app=web', 'app: "web"'],
    ["app: 'wbe'", 'app=web', "app: 'web'"],
    ['app: wbe', 'tier=fe', 'tier: fe'],
    ['"app": wbe', 'tier=fe', '"tier": fe'],
    ['app: wbe', 'app=1', 'app: "1"'],
    ['app: wbe', 'app=true', 'app: "true"'],
    ['app: wbe', 'kubernetes.io/name=web', 'kubernetes.io/name: web'],
  ])('the label %s to %s', (before, value, after) => {
    const found = read(service(`  selector:\n    ${before}\n`));
    const { origin } = only(found).selector!.requirements[0]!;
    expect(edited(found, { kind: 'set', origin, value })).toBe(service(`  selector:\n    ${after}\n`));
  });

  test.each([
    ['{wpp}', '{app: web}'],
    ['{app, tier: fe}', '{app: web, tier: fe}'],
    ['{app: , tier: fe}', '{app: web, tier: fe}'],
    ['{wpp: }', '{app: web}'],
    ['\n    app:\n    tier: fe', '\n    app: web\n    tier: fe'],
    ['\n    app: # who\n    tier: fe', '\n    app: web # who\n    tier: fe'],
    ['\n    wpp:', '\n    app: web'],
  ])('a label without a value, as in %s', (before, after) => {
    const found = read(service(`  selector: ${before}\n`));
    const { origin } = only(found).selector!.requirements[0]!;
    expect(edited(found, { kind: 'set', origin, value: 'app=web' })).toBe(service(`  selector: ${after}\n`));
  });

  test('a label within braces', () => {
    const found = read(service('  selector: {app: wbe, tier: fe}\n'));
    const { origin } = only(found).selector!.requirements[0]!;
    expect(edited(found, { kind: 'set', origin, value: 'app=web' })).toBe(
      service('  selector: {app: web, tier: fe}\n'),
    );
  });

  test.each(['"htpt"', "'htpt'", 'htpt', '"8081"'])('the port %s to a number, which has no quotes', (before) => {
    const found = read(service(`  ports: [{port: 80, targetPort: ${before}}]\n`));
    const origin = only(found).ports[0]!.targetOrigin!;
    expect(edited(found, { kind: 'set', origin, value: '8080' })).toBe(
      service('  ports: [{port: 80, targetPort: 8080}]\n'),
    );
  });

  test('a number into JSON, without quotes, too', () => {
    const text = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":80}]}}';
    const file = new ManifestFile('file:///w/0.json', text);
    const into = manifestsTopology([file]).clusters[0]!.namespaces[0]!.services[0]!.ports[0]!.origin;
    const edits = textEdits([{ kind: 'insert', into, field: 'targetPort', value: '8080' }])!.get(file.uri)!;
    const after = TextDocument.applyEdits(TextDocument.create(file.uri, 'json', 0, text), [...edits]);
    expect(JSON.parse(after).spec.ports).toEqual([{ port: 80, targetPort: 8080 }]);
  });

  test('a label of JSON keeps its quotes', () => {
    const text = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"selector":{"app":"wbe"}}}';
    const found = read(text);
    const { origin } = only(found).selector!.requirements[0]!;
    expect(edited(found, { kind: 'set', origin, value: 'app=web' })).toBe(text.replace('wbe', 'web'));
  });

  const LOOK_IN = 'from namespaceSelector kubernetes.io/metadata.name=shop podSelector app=web';
  const MEAN = 'from namespaceSelector {}';
  const SHOP = 'kubernetes.io/metadata.name: shop';
  test.each([
    [
      '- podSelector:\n        matchLabels:\n          app: web # who\n',
      LOOK_IN,
      `- namespaceSelector:\n        matchLabels:\n          ${SHOP}\n      podSelector:\n        matchLabels:\n          app: web # who\n`,
    ],
    [
      '- podSelector: {matchLabels: {app: "web"}}\n',
      LOOK_IN,
      `- namespaceSelector:\n        matchLabels:\n          ${SHOP}\n      podSelector: {matchLabels: {app: "web"}}\n`,
    ],
    [
      '- {podSelector: {matchLabels: {app: web}}}\n',
      LOOK_IN,
      `- {namespaceSelector: {matchLabels: {${SHOP}}}, podSelector: {matchLabels: {app: web}}}\n`,
    ],
    ['- ipBlock:\n        cidr: 10.0.0.0/8\n    # end\n', MEAN, '- namespaceSelector: {}\n    # end\n'],
    [
      '- ipBlock: {cidr: 10.0.0.0/8}\n    ports: []\n',
      'from podSelector app=web tier=1',
      '- podSelector:\n        matchLabels:\n          app: web\n          tier: "1"\n    ports: []\n',
    ],
    ['- {ipBlock: {cidr: 10.0.0.0/8}}\n', MEAN, '- {namespaceSelector: {}}\n'],
  ])('the peer %j to %s', (before, value, after) => {
    const spec = (peer: string) => policy(`  podSelector: {}\n  ingress:\n  - from:\n    ${peer}`);
    const found = read(spec(before));
    const { origin } = onlyPolicy(found).ingress[0]!.peers[0]!;
    expect(edited(found, { kind: 'set', origin, value })).toBe(spec(after));
    expect(onlyPolicy(read(spec(after))).broken).toBe(false);
  });

  test.each([
    ['- podSelector: {matchLabels: {app: other}}\n', LOOK_IN],
    ['- podSelector: {matchExpressions: [{key: app, operator: Exists}]}\n', LOOK_IN],
    ['- podSelector: {}\n', 'from namespaceSelector a!=b'],
  ])('no peer %j to %s, which cannot be said', (before, value) => {
    const found = read(policy(`  podSelector: {}\n  ingress:\n  - from:\n    ${before}`));
    const { origin } = onlyPolicy(found).ingress[0]!.peers[0]!;
    expect(edited(found, { kind: 'set', origin, value })).toBeUndefined();
  });

  test('the value of an expression', () => {
    const spec = (value: string) =>
      `  podSelector:\n    matchExpressions:\n    - {key: app, operator: In, values: [${value}]}\n`;
    const found = read(policy(spec('wbe')));
    const { origin } = onlyPolicy(found).podSelector.requirements[0]!;
    expect(edited(found, { kind: 'set', origin, value: 'app=web' })).toBe(policy(spec('web')));
  });

  test.each([
    ['{port: 80}', '8080/TCP', '{port: 8080}'],
    ['{port: 80, protocol: TCP}', '8080/TCP', '{port: 8080, protocol: TCP}'],
    ['{port: 80, protocol: TCP}', '8080/UDP', '{port: 8080, protocol: UDP}'],
    ['{port: 80}', '8080/UDP', '{port: 8080, protocol: UDP}'],
    ['{port: htpt}', 'http', '{port: http}'],
  ])('the port %s of a policy to %s', (before, value, after) => {
    const spec = (port: string) => `  podSelector: {}\n  ingress:\n  - ports:\n    - ${port}\n`;
    const found = read(policy(spec(before)));
    const { origin } = onlyPolicy(found).ingress[0]!.ports[0]!;
    expect(edited(found, { kind: 'set', origin, value })).toBe(policy(spec(after)));
  });

  test('the target of a port, and nothing else on its line', () => {
    const found = read(service('  ports:\r\n  - port: 80\r\n    targetPort: htpt  # see the pod\r\n'));
    const origin = only(found).ports[0]!.targetOrigin!;
    const after = service('  ports:\r\n  - port: 80\r\n    targetPort: http  # see the pod\r\n');
    expect(edited(found, { kind: 'set', origin, value: 'http' })).toBe(after);
  });
});

describe('insert', () => {
  test.each([
    [
      '  - port: 80\n    name: a # x\n  - port: 81\n',
      '  - port: 80\n    name: a # x\n    targetPort: 8080\n  - port: 81\n',
    ],
    ['  - {port: 80}\n', '  - {port: 80, targetPort: 8080}\n'],
    ['  - port: 80', '  - port: 80\n    targetPort: 8080'],
  ])('a field of a port', (before, after) => {
    const found = read(service(`  ports:\n${before}`));
    const { origin } = only(found).ports[0]!;
    const change = { kind: 'insert', into: origin, field: 'targetPort', value: '8080' } as const;
    expect(edited(found, change)).toBe(service(`  ports:\n${after}`));
  });

  test('a field of an object, below its spec', () => {
    const found = read(`${service('  selector:\n    app: web\n')}---\n`);
    const change = { kind: 'insert', into: only(found).origin, field: 'type', value: 'NodePort' } as const;
    expect(edited(found, change)).toBe(`${service('  selector:\n    app: web\n  type: NodePort\n')}---\n`);
  });

  const RULE = '{ to namespaceSelector a=b podSelector c=d  port 53/UDP  port 53/TCP }';
  const LINES = [
    '  - to:',
    '    - namespaceSelector:',
    '        matchLabels:',
    '          a: b',
    '      podSelector:',
    '        matchLabels:',
    '          c: d',
    '    ports:',
    '    - port: 53',
    '      protocol: UDP',
    '    - port: 53',
    '      protocol: TCP',
  ].join('\n');

  test.each([
    ['  podSelector: {}\n', `  podSelector: {}\n  egress:\n${LINES}\n`],
    ['  podSelector: {}\n  egress: []\n', `  podSelector: {}\n  egress: \n${LINES}\n`],
    [
      '  egress:\n  - ports:\n    - port: 80\n  podSelector: {}\n',
      `  egress:\n  - ports:\n    - port: 80\n${LINES}\n  podSelector: {}\n`,
    ],
  ])('a rule of a policy', (before, after) => {
    const found = read(policy(before));
    const into = onlyPolicy(found).origin;
    expect(edited(found, { kind: 'insert', into, field: 'egress', value: RULE })).toBe(policy(after));
  });
});

describe('remove', () => {
  const rules = (...items: readonly string[]) =>
    policy(`  podSelector: {}\n  ingress:\n${items.join('')}  egress: []\n`);
  const FIRST = '  # the first\n  - from:\n    - podSelector: {}\n';
  const SECOND = '  - ports:\n    - port: 80\n    - port: 81 # and this\n';

  test('a rule of several, and its lines', () => {
    const found = read(rules(FIRST, SECOND));
    const { origin } = onlyPolicy(found).ingress[1]!;
    expect(edited(found, { kind: 'remove', origin })).toBe(rules(FIRST));
  });

  test('a port of several', () => {
    const found = read(rules(FIRST, SECOND));
    const { origin } = onlyPolicy(found).ingress[1]!.ports[1]!;
    expect(edited(found, { kind: 'remove', origin })).toBe(rules(FIRST, '  - ports:\n    - port: 80\n'));
  });

  test('the last peer with its rule, since a rule without peers admits anyone', () => {
    const found = read(rules(FIRST, SECOND));
    const { origin } = onlyPolicy(found).ingress[0]!.peers[0]!;
    expect(edited(found, { kind: 'remove', origin })).toBe(rules('  # the first\n', SECOND));
  });

  test('the last rule, and what is left still isolates', () => {
    const found = read(rules(FIRST));
    const after = edited(found, { kind: 'remove', origin: onlyPolicy(found).ingress[0]!.origin })!;
    const again = onlyPolicy(read(after));
    expect(again).toMatchObject({ ingress: [], broken: false, policyTypes: ['Ingress'] });
  });

  test('a value within braces with its comma', () => {
    const found = read(policy('  podSelector: {matchLabels: {a: b, c: d}}\n'));
    const { origin } = onlyPolicy(found).podSelector.requirements[0]!;
    expect(edited(found, { kind: 'remove', origin })).toBe(policy('  podSelector: {matchLabels: {c: d}}\n'));
  });
});

test('half a repair is none', () => {
  const found = read(service('  selector: {app: wbe}\n'));
  const { origin, selector } = only(found);
  const possible = { kind: 'set', origin: selector!.requirements[0]!.origin, value: 'app=web' } as const;
  expect(edited(found, possible, { kind: 'set', origin: selector!.origin, value: 'x' })).toBeUndefined();
  expect(edited(found, { kind: 'insert', into: origin, field: 'egress', value: '{ nonsense }' })).toBeUndefined();
});
