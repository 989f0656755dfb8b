import { describe, expect, test } from 'vitest';
import { manifestDiagnostics } from '../../manifests/diagnostics.ts';
import { CLUSTER } from '../../manifests/lowering/lower.ts';
import { rangeOf } from '../../manifests/origins.ts';
import { ManifestFile } from '../../manifests/text/file.ts';
import { ALIAS_LIMIT, FILE_LIMIT } from '../../manifests/text/limits.ts';
import { splitDocuments } from '../../manifests/text/split.ts';
import { namespace, problems, read } from './support/read.ts';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n';

const codes = (text: string) => problems(read(text)).map(({ code }) => code);

const names = (text: string) => read(text).cluster.namespaces.flatMap((one) => one.services.map(({ name }) => name));

describe('documents', () => {
  test.each([
    ['a: 1\n', ['a: 1\n']],
    ['---\na: 1\n---\nb: 1\n', ['---\na: 1\n', '---\nb: 1\n']],
    ['a: 1\n---\n---\n# nothing\n--- # here\nb: 1', ['a: 1\n', '--- # here\nb: 1']],
    ['%YAML 1.2\n---\na: 1\n...\n# end\n', ['---\na: 1\n']],
    ['a: |\n  ---\n  x\n', ['a: |\n  ---\n  x\n']],
    ['---a: 1\n', ['---a: 1\n']],
    ['\ufeffa: 1\n', ['a: 1\n']],
    ['a: 1\r\n---\r\nb: 1\r\n', ['a: 1\r\n', '---\r\nb: 1\r\n']],
    ['', []],
  ])('of %j', (text, expected) => {
    expect(splitDocuments(text).map((chunk) => chunk.text)).toEqual(expected);
  });

  test('stay the same objects when an edit is elsewhere, and move with the text', () => {
    const file = new ManifestFile('file:///w/a.yaml', `${SERVICE}---\n${SERVICE}`);
    const [first, second] = file.documents;
    file.update(`${SERVICE.replace('app: web', 'app:\n      web')}---\n${SERVICE}`);
    expect(file.documents[0]).not.toBe(first);
    expect(file.documents[1]).toBe(second);
    expect(file.documents[1]!.start).toBe(SERVICE.length + 6);
  });
});

const ITEM = (name: string, text: string) =>
  `- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: ${name}\n    labels:\n      app: ${name}\n    annotations:\n      x: ${text}\n`;

describe('a large List', () => {
  const items = Array.from({ length: 40 }, (_, i) => ITEM(`p${i}`, 'x'.repeat(2000)));
  const dump = `apiVersion: v1\nitems:\n${items.join('')}kind: List\nmetadata:\n  resourceVersion: ""\n`;
  const pods = (text: string) => namespace(read(text)).workloads.map(({ name }) => name);

  test('is cut into its items, in their places', () => {
    const found = read(dump);
    expect(found.files[0]!.documents.length).toBe(40);
    expect(namespace(found).workloads.length).toBe(40);
    const [file] = found.files;
    const { origin } = namespace(found).workloads[7]!;
    expect(file!.textDocument.getText(rangeOf(origin)!.range)).toBe('p7');
  });

  test('is cut wherever the fields of its items stand', () => {
    const wider = (text: string, indentation: number) =>
      text.replace(/^(?:- | {2})/gm, (dash) => dash.padEnd(indentation));
    const mixed = dump.replace(items[9]!, wider(items[9]!, 5));
    for (const wide of [wider(dump, 3), wider(dump, 4), mixed]) {
      expect(read(wide).files[0]!.documents.length).toBe(40);
      expect(pods(wide)).toEqual(pods(dump));
      expect(codes(wide)).toEqual([]);
    }
  });

  test('loses the item that is broken, and no other', () => {
    const broken = dump.replace('name: p3\n', 'name: {p3\n');
    expect(codes(broken)[0]).toBe('MANIFEST');
    expect(pods(broken).length).toBe(39);
  });

  test.each([
    ['aliases', dump.replace('app: p1\n', 'app: &a p1\n').replace('app: p2\n', 'app: *a\n')],
    ['a dash on a line of its own', dump.replaceAll('- apiVersion: v1\n', '-\n  apiVersion: v1\n')],
    ['one such dash', dump.replace(items[20]!, items[20]!.replace('- ', '-\n  '))],
    ['items without a kind', dump.replaceAll('  kind: Pod\n', '').replace('kind: List', 'kind: PodList')],
    [
      'braces that are no JSON',
      `{apiVersion: "v1", "kind": "List", "items": [${items.map((_, i) => `{"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "p${i}", "x": "${'x'.repeat(2000)}"}}`).join()}]}`,
    ],
  ])('stays whole with %s, and says the same', (_what, text) => {
    expect(read(text).files[0]!.documents.length).toBe(1);
    expect(pods(text)).toEqual(pods(dump));
    expect(codes(text)).toEqual([]);
  });
});

describe('places', () => {
  test.each([
    ['\n', SERVICE],
    ['\r\n', SERVICE.replaceAll('\n', '\r\n')],
    ['a mark in front', `\ufeff${SERVICE}`],
    ['documents in front', `# x\n---\na: b\n---\n${SERVICE}`],
  ])('of what is written, with %j', (_what, text) => {
    const found = read(text);
    const { selector, origin } = namespace(found).services[0]!;
    const [file] = found.files;
    const textAt = (one: typeof origin) => file!.textDocument.getText(rangeOf(one)!.range);
    expect(textAt(origin)).toBe('web');
    expect(textAt(selector!.requirements[0]!.origin)).toBe('app: web');
  });
});

describe('mistakes', () => {
  test.each([
    ['kind: Pod\nmetadata:\n  name: {{ .Values.name }}\n', 'a template and no YAML yet'],
    ['{{- if .Values.on }}\nkind: Pod\n{{- end }}\n', 'a template and no YAML yet'],
    ['kind: Pod\nmetadata: {name: "{{ $labels.x }}"}\n\tspec: {}\n', 'Tabs are not allowed'],
  ])('%j is told once, by what it is', (text, message) => {
    expect(problems(read(text)).map((one) => one.message)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    ['a tab', `${SERVICE}---\nkind: Pod\n\tmetadata: {}\n`, 8],
    ['a key twice', `${SERVICE}---\nkind: Pod\nmetadata: {name: a, name: b}\n`, 9],
    ['an open brace', `kind: Pod\nmetadata: {name: a\n---\n${SERVICE}`, 2],
    ['an open quote', `kind: "Pod\nmetadata: {}\n---\n${SERVICE}`, 2],
    ['no name', `apiVersion: v1\nkind: Pod\nspec: {}\n---\n${SERVICE}`, 1],
    ['a template', `kind: Pod\nmetadata:\n  name: {{ .Values.name }}\n---\n${SERVICE}`, 2],
    ['an alias to nothing', `kind: Pod\nmetadata: *nowhere\n---\n${SERVICE}`, 1],
  ])('%s costs its document, and is told near its line', (_what, text, line) => {
    const [problem] = problems(read(text));
    expect(Math.abs(rangeOf(problem!.origin)!.range.start.line - line)).toBeLessThanOrEqual(1);
    expect(codes(text)[0]).toBe('MANIFEST');
    expect(names(text)).toContain('web');
  });

  test('nothing of a template counts, but that there is a policy that nobody can read', () => {
    const broken = 'spec:\n  replicas: {{ if .Values.many }} 3 {{ end }}\n';
    const web = (rest: string) => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n${rest}`;
    const policy = `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\n${broken}`;
    expect(namespace(read(`${web('spec:\n  replicas: [3\n')}`)).workloads).toHaveLength(1);
    expect(namespace(read(`${web(broken)}---\n${policy}`))).toMatchObject({
      workloads: [],
      policies: [{ broken: true }],
    });
  });

  test('a policy in a broken document decides nothing', () => {
    const text =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec:\n  podSelector: {}\n  podSelector: {}\n';
    expect(namespace(read(text)).policies).toMatchObject([{ broken: true }]);
  });

  test('nesting beyond all measure is one of them', () => {
    const deep = `kind: ${'['.repeat(20_000)}\n---\n${SERVICE}`;
    expect(codes(deep)[0]).toBe('MANIFEST');
    expect(problems(read(deep))[0]!.message).toContain('nested too deeply');
    expect(names(`a: ${'{a: '.repeat(10_000)}\n---\n${SERVICE}`)).toEqual(['web']);
  });

  test('a file beyond the limit is left out as a whole', () => {
    const file = new ManifestFile('file:///w/a.yaml', ' '.repeat(FILE_LIMIT + 1));
    expect(file.documents).toEqual([]);
    expect(manifestDiagnostics(file, CLUSTER).map(({ code }) => code)).toEqual(['LIMIT']);
  });
});

describe('aliases', () => {
  test('and merge keys are followed', () => {
    const text = `x-labels: &labels {app: web}\n${SERVICE.replace('    app: web\n', '    <<: *labels\n    tier: fe\n')}`;
    const [service] = namespace(read(text)).services;
    expect(service!.selector!.requirements.map(({ key, values }) => [key, values])).toEqual([
      ['tier', ['fe']],
      ['app', ['web']],
    ]);
  });

  test('mean the nearest anchor in front of them', () => {
    const text = `a: &x one\nb: &x two\n${SERVICE.replace('app: web', 'app: *x')}c: &x three\n`;
    expect(namespace(read(text)).services[0]!.selector!.requirements[0]!.values).toEqual(['two']);
  });

  test('that multiply are cut off and told', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `l${i}: &l${i} [${`*l${i - 1}, `.repeat(9)}*l${i - 1}]`).slice(
      1,
    );
    const rules =
      'rule: &r {from: [{podSelector: {}}]}\nl0: &l0 {from: &many [{podSelector: &s {matchLabels: {a: b}}}]}';
    const laughs = `${rules}\n${levels.join('\n')}\nkind: List\napiVersion: v1\nitems: *l11\n`;
    expect(codes(laughs)).toEqual([]);
    const items = `i: &i [${'{apiVersion: v1, kind: Service, metadata: {name: s}},'.repeat(400)}]`;
    const lists = `a: &a {kind: List, items: *i}\nb: &b {kind: List, items: [${'*a,'.repeat(400)}]}`;
    const text = `${items}\n${lists}\nkind: List\napiVersion: v1\nitems: [${'*b,'.repeat(400)}]\n`;
    expect(codes(text)).toContain('LIMIT');
    expect(names(text).length).toBeLessThan(ALIAS_LIMIT);
  });

  test.each([
    ['a merge key of itself', `a: &a {<<: *a}\n${SERVICE.replace('    app: web\n', '    <<: *a\n')}`],
    ['merge keys of each other', SERVICE.replace('metadata:\n', 'metadata: &m\n  <<: [{<<: *m}, *m]\n')],
    [
      'a chain without end',
      `${Array.from({ length: 9_000 }, (_, i) => `l${i}: &l${i} {<<: *l${i - 1}}`)
        .slice(1)
        .join('\n')
        .replace('*l0', '{}')}\n${SERVICE.replace('    app: web\n', '    <<: *l8999\n')}`,
    ],
  ])('%s is told and costs its document at most', (_what, text) => {
    expect(codes(text)).toContain('LIMIT');
    expect(names(`${text}---\n${SERVICE.replace('name: web', 'name: other')}`)).toContain('other');
  });

  test('that lead back to themselves end', () => {
    expect(codes('&a {kind: List, apiVersion: v1, items: [*a, *a]}\n')).toEqual([]);
  });
});

describe('names', () => {
  test('that are there twice in the same words are one object', () => {
    const again = SERVICE.replace('spec:', 'status: {x: y}\nspec:');
    expect(names(`${SERVICE}---\n${again}`)).toEqual(['web']);
  });

  test('that are there twice in other words are a finding', () => {
    const found = read(SERVICE, SERVICE.replace('app: web', 'app: other'));
    expect(found.topology.findings).toMatchObject([{ kind: 'duplicate-name', what: 'Service', name: 'web' }]);
    expect(namespace(found).services.map(({ id }) => id)).toEqual(['cluster/default/web', 'cluster/default/web#2']);
  });

  test('of other kinds and namespaces do not meet', () => {
    const other = SERVICE.replace('name: web', 'name: web\n  namespace: other');
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n';
    const job = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: web}\n';
    const found = read(SERVICE, other, pod, job);
    expect(found.topology.findings).toEqual([]);
    expect(namespace(found).workloads.map(({ id }) => id)).toEqual(['cluster/default/web', 'cluster/default/web#2']);
  });
});

describe('lists', () => {
  test('give their kind to items that say none', () => {
    const text =
      '{"apiVersion": "v1", "kind": "ServiceList", "items": [\n\t{"metadata": {"name": "a"}},\n\t{"metadata": {"name": "b"}}]}';
    expect(names(text)).toEqual(['a', 'b']);
  });

  test('give their API group to items that say none, as answers of the API server do', () => {
    const policies = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicyList
items:
- metadata: {name: deny}
  spec: {podSelector: {}}
`;
    const found = read(policies);
    expect(namespace(found).policies.map(({ name }) => name)).toEqual(['deny']);
  });

  test('hold others, and what is passed over is counted', () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret}\n- {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Service, metadata: {name: a}}]}\n`;
    expect(names(text)).toEqual(['a']);
    expect(codes(text)).toEqual([]);
  });

  test('that are bare are no objects, and told where objects stand in them', () => {
    const bare = '- apiVersion: v1\n  kind: Service\n  metadata: {name: a}\n';
    expect(names(bare)).toEqual([]);
    expect(problems(read(bare))).toMatchObject([
      { code: 'MANIFEST', message: expect.stringContaining('A list is no object') },
    ]);
    expect(codes('[{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}]')).toEqual(['MANIFEST']);
    expect(codes('- op: replace\n  path: /kind\n  value: {apiVersion: v1, kind: x}\n')).toEqual([]);
  });
});
