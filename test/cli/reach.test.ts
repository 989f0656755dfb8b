/// <reference types="node" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../../cli/program.ts';
import { knet, root } from '../support/cli.ts';
import { EXAMPLE_NAMES } from '../support/example-names.ts';
import { type Schema, schemaErrors } from '../support/schema.ts';

const schema = JSON.parse(readFileSync(join(root, 'docs/schemas/reach.schema.json'), 'utf8')) as Schema;
const POLICY = 'examples/network-policy.knet';
const SHOP = 'test/fixtures/networkpolicy/acs-security-demos/manifests';

test.each(EXAMPLE_NAMES)('the connections of %s follow the schema', async (name) => {
  const { code, out } = await knet(['reach', `examples/${name}`, '--format', 'json']);
  expect(code).toBe(0);
  expect(schemaErrors(schema, JSON.parse(out))).toEqual([]);
});

test.each([
  ['default/client1', 'default/web:80/TCP', true],
  ['default/client2', 'default/web:80/TCP', false],
  ['8.8.8.8', 'default/web:80', false],
  ['default/web', 'test/client[Pod] ICMP', true],
])('%s to %s is explained: %s', async (from, to, allowed) => {
  const { code, out } = await knet(['reach', POLICY, '--from', from, '--to', to, '--explain', '--format', 'json']);
  expect(code).toBe(0);
  const report = JSON.parse(out) as { explanations: { allowed: boolean }[] };
  expect(schemaErrors(schema, report)).toEqual([]);
  expect(report.explanations.map((one) => one.allowed)).toEqual([allowed]);
});

test('an explanation names the policy, the nearest rule and its lines', async () => {
  const { out } = await knet(['reach', POLICY, '--from', 'test/client', '--to', 'default/web:80/TCP', '--explain']);
  expect(out).toBe(
    [
      'test/client[Pod] -> default/web[Deployment] on 80/TCP: denied',
      '  egress of test/client[Pod]: open, no policy isolates it',
      '  ingress of default/web[Deployment]: denied; isolated by',
      `    default/test-network-policy  ${POLICY}:20:19`,
      `    nearest: default/test-network-policy, ingress rule 1, which asks for  ${POLICY}:23:7`,
      `      namespaceSelector project=default  ${POLICY}:24:32`,
      '',
    ].join('\n'),
  );
});

test('without a port it speaks of those that the destination declares', async () => {
  const { out } = await knet(['reach', POLICY, '--from', 'default/client1', '--to', 'default/web', '--explain']);
  expect(out).toContain('default/client1[Pod] -> default/web[Deployment] on 80/TCP: allowed\n');
  expect(out).toContain('default/test-network-policy, ingress rule 1  ');
});

test('YAML alone is a cluster; the ends narrow the rows', async () => {
  const to = ['--to', 'frontend/webapp', '--ipblock-pods', 'exclude'];
  const { out } = await knet(['reach', SHOP, ...to]);
  expect(out).toBe(
    'SOURCE                DESTINATION                  PORTS\n{ingress-controller}  frontend/webapp[Deployment]  TCP 8080\n',
  );
  const csv = await knet(['reach', SHOP, ...to, '--format', 'csv']);
  expect(csv.out).toBe(
    'source,destination,protocol,from,to\r\n{ingress-controller},frontend/webapp[Deployment],TCP,8080,8080\r\n',
  );
});

test('graphs for other programs', async () => {
  const ends = ['--from', 'backend/reports', '--to', 'backend/catalog:8080/TCP'];
  const dot = await knet(['reach', SHOP, ...ends, '--format', 'dot']);
  expect(dot.out).toContain('  "backend/reports[Deployment]" -> "backend/catalog[Deployment]" [label="TCP 8080"]\n');
  const mermaid = await knet(['reach', SHOP, ...ends, '--format', 'mermaid']);
  expect(mermaid.out).toBe(
    'flowchart LR\n  p0["backend/reports[Deployment]"]\n  p1["backend/catalog[Deployment]"]\n  p0 -->|"TCP 8080"| p1\n',
  );
});

test.each([
  [['--to', 'default/nobody'], '"default/nobody" names no workload'],
  [['--to', 'default/web:99999'], 'has no port from 1 to 65535'],
  [['--explain'], '--explain needs both --from and --to'],
  [['--explain', '--from', 'default/web', '--to', 'default/client1'], 'say on which port'],
  [['--from', 'default/client1:80'], 'a port belongs to --to'],
  [['--to', 'default/web ICMP'], 'ICMP has none: ask with --explain'],
  [['--to', 'default/web:http'], 'names no workload, no address and not {ingress-controller}; a port is a number'],
  [['--to', 'default/web:80/tcp'], 'a port is a number, with TCP, UDP or SCTP behind it: default/web:80/TCP'],
  [['--explain', '--from', 'default/client1', '--to', 'default/web:80', '--format', 'csv'], 'as table or json'],
  [['--format', 'xml'], 'Allowed choices are table, json, csv, dot, mermaid'],
  [['--ipblock-pods', 'some'], 'Allowed choices are include, exclude'],
  [['examples/dns.knet'], 'too many arguments'],
])('wrong usage: %j', async (args, message) => {
  const { code, err } = await knet(['reach', POLICY, ...args]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test.each([
  ['-', 'standard input is not read'],
  ['LICENSE', 'LICENSE is neither a .knet file nor YAML or JSON by its name'],
  ['nowhere', 'there is no nowhere'],
  ['docs', 'no .knet file in docs/images, and no manifest'],
])('%s is no model', async (path, message) => {
  const { code, out, err } = await knet(['reach', path === 'docs' ? 'docs/images' : path]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('ingress controllers are told where no Ingress leads', async () => {
  const web = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {a: web}}\n';
  const ports = 'spec: {containers: [{name: c, ports: [{containerPort: 80}, {containerPort: 81}]}]}\n';
  const service =
    'kind: Service\napiVersion: v1\nmetadata: {name: s}\nspec: {selector: {a: web}, ports: [{port: 80}]}\n';
  const backend = '{service: {name: s, port: {number: 80}}}';
  const ingress = `kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: {name: i}\nspec: {defaultBackend: ${backend}}\n`;
  const folder = folderWith([`${web}${ports}`, service, ingress].join('---\n'));
  const asked = ['reach', folder, '--from', '{ingress-controller}', '--to', 'default/web', '--explain'];
  expect((await knet(asked)).out.split('\n').filter((text) => / on |no Ingress/.test(text))).toEqual([
    '{ingress-controller} -> default/web[Pod] on 80/TCP: allowed',
    '{ingress-controller} -> default/web[Pod] on 81/TCP: denied',
    '  no Ingress and no Route leads to default/web[Pod] on this port',
  ]);
  const report = JSON.parse((await knet([...asked, '--format', 'json'])).out);
  expect(schemaErrors(schema, report)).toEqual([]);
  expect(report.explanations.map((one: { isLedTo?: boolean }) => one.isLedTo)).toEqual([undefined, false]);
});

test('names mean nothing to what prints them', async () => {
  const odd = `${pod('a')}---\n${pod('"b\\e[31m\\nx,\\"#lt;<i>|"')}`;
  const folder = folderWith(odd);
  const between = ['--from', 'default/a'];
  const [csv, dot, mermaid, table] = await Promise.all(
    ['csv', 'dot', 'mermaid', 'table'].map((one) => knet(['reach', folder, ...between, '--format', one])),
  );
  const name = 'default/b\ufffd[31m\ufffdx,"#lt;<i>|[Pod]';
  expect(csv!.out).toContain(`default/a[Pod],"${name.replace('"', '""')}",TCP,1,65535\r\n`);
  expect(dot!.out).toContain(`  "default/a[Pod]" -> ${JSON.stringify(name)}\n`);
  expect(mermaid!.out).toContain('p1["default/b\ufffd[31m\ufffdx,#34;#35;lt;#60;i#62;|[Pod]"]\n');
  expect(table!.out).toContain(`default/a[Pod]  ${name}`);
  expect(table!.err).toContain('the manifests have a mistake');
});

const policy = (name: string, spec: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

test('a .knet file without a cluster, or with mistakes, is told to be so', async () => {
  const none = await knet(['reach', 'examples/docker.knet']);
  expect(none.err).toBe('knet: there is no cluster in examples/docker.knet: there is nobody to reach\n');
  const folder = folderWith(pod('x'));
  writeFileSync(
    join(folder, 'm.knet'),
    'cluster c {\n  cni weave\n  namespace d {\n    pod a {}\n    podd b {}\n  }\n}\n',
  );
  const { code, err } = await knet(['reach', join(folder, 'm.knet')]);
  expect(code).toBe(0);
  expect(err).toMatch(
    /^the files have a mistake at .*m\.knet:5 \(knet check tells of each\); what cannot be read is not in it\n$/,
  );
});

test('pods of one controller that differ in labels are asked for together', async () => {
  const owned = (name: string, label: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: ${label}}, ownerReferences: [{kind: ReplicaSet, name: web}]}\nspec: {containers: [{name: c, ports: [{containerPort: 80}]}]}\n`;
  const only = policy('p', '{podSelector: {matchLabels: {app: new}}, ingress: [{ports: [{port: 80}]}]}');
  const folder = folderWith([pod('a'), owned('web-1', 'old'), owned('web-2', 'new'), only].join('---\n'));
  const ends = ['--from', 'default/a', '--to'];
  const both = await knet(['reach', folder, ...ends, 'default/web', '--format', 'csv']);
  const all = await knet(['reach', folder, '--format', 'csv']);
  const rows = (text: string) => text.split('\r\n').filter((row) => row.startsWith('default/a[Pod],default/web['));
  expect(rows(both.out)).toEqual(rows(all.out));
  expect(rows(both.out).length).toBeGreaterThan(0);
  const why = await knet(['reach', folder, ...ends, 'default/web:81', '--explain']);
  expect(why.out.match(/on 81\/TCP: (allowed|denied)/g)).toEqual(['on 81/TCP: allowed', 'on 81/TCP: denied']);
  const same = await knet(['reach', folder, '--from', 'default/web', '--to', 'default/a:81', '--explain']);
  expect(same.out.match(/on 81\/TCP/g)).toHaveLength(1);
});

test('the address of a pod means the pod, also where no nodes are declared', async () => {
  const at = (name: string, ip: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: ${name}}}\nspec: {containers: [{name: c}]}\nstatus: {podIP: ${ip}}\n`;
  const fromA = policy('p', '{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: a}}}]}]}');
  const folder = folderWith([at('a', '10.244.1.5'), at('b', '10.244.1.6'), fromA].join('---\n'));
  const why = async (from: string) =>
    (await knet(['reach', folder, '--from', from, '--to', '10.244.1.6:80', '--explain'])).out.split('\n')[0];
  expect(await why('10.244.1.5')).toBe('default/a[Pod] -> default/b[Pod] on 80/TCP: allowed');
  expect(await why('10.244.1.7')).toBe('10.244.1.7-10.244.1.7[External] -> default/b[Pod] on 80/TCP: denied');
});

test('two things of one name are told by the names that answers have', async () => {
  const job = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {}\n';
  const { code, err } = await knet(['reach', folderWith(`${pod('a')}---\n${job}`), '--from', 'default/a']);
  expect({ code, err }).toEqual({
    code: 2,
    err: 'knet: "default/a" names several workloads: default/a[Pod], default/a[Job]\n',
  });
});

test('what is declared twice counts twice, and is told', async () => {
  const closed = policy('p', '{podSelector: {}}');
  const open = policy('p', '{podSelector: {}, ingress: [{}]}');
  const folder = folderWith([pod('a'), pod('b'), closed, open].join('---\n'));
  const { out, err } = await knet(['reach', folder, '--from', 'default/a', '--to', 'default/b']);
  expect(out).toContain('default/a[Pod]  default/b[Pod]  all\n');
  expect(err).toMatch(
    /^declared twice, of which both count: NetworkPolicy p at .*a\.yaml:\d+ \(knet check tells of each\)\n$/,
  );
});

test('what Kustomize makes of the files is in none of them', async () => {
  const folder = folderWith(pod('a'));
  writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [a.yaml]\nnamePrefix: x-\n');
  const note = /^not in it: what .*kustomization\.yaml makes of the files; read what kubectl kustomize prints\n$/m;
  expect((await knet(['reach', folder])).err).toMatch(note);
  expect((await knet(['check', folder])).err).toMatch(note);
});

test('what nobody reads any more is not worked out', async () => {
  const pods = Array.from({ length: 60 }, (_, i) => pod(`a-pod-with-a-name-${i}`)).join('---\n');
  let chunks = 0;
  let told = 0;
  const io = { err: () => {}, colour: false, interactive: false, cwd: root };
  const code = await run(['reach', folderWith(pods), '--format', 'csv'], {
    ...io,
    out: (text) => {
      chunks++;
      told += text.length;
    },
    taken: async () => chunks < 2,
  });
  expect({ code, chunks }).toEqual({ code: 0, chunks: 2 });
  expect(told).toBeGreaterThan(2 * 65_536 - 1);
});

/** A folder with one manifest in it, for as long as the test runs. */
function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'knet-reach-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.yaml'), text);
  return folder;
}

const pod = (name: string, namespace = 'default') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {containers: [{name: c}]}\n`;

test('what cannot be read is told, and the rest goes on', async () => {
  const folder = folderWith(`${pod('a')}---\nkind: Pod\nmetadata: {name: [\n---\n${pod('b')}`);
  const { code, out, err } = await knet(['reach', folder, '--from', 'default/a', '--to', 'default/b']);
  expect(code).toBe(0);
  expect(out).toContain('default/a[Pod]  default/b[Pod]  all\n');
  expect(err).toMatch(
    /^the manifests have 2 mistakes, the first at .*a\.yaml:8 \(knet check tells of each\); what cannot be read is not in it\n$/,
  );
  const whole = await knet(['reach', folderWith(pod('a'))]);
  expect(whole.err).toBe('');
});

test('a mistake in what is read all the same is not said to be left out', async () => {
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: Shop_1}\n';
  const folder = folderWith([namespace, pod('a', 'Shop_1'), pod('b', 'Shop_1')].join('---\n'));
  const { code, out, err } = await knet(['reach', folder, '--from', 'Shop_1/a', '--to', 'Shop_1/b']);
  expect(code).toBe(0);
  expect(out).toContain('Shop_1/a[Pod]  Shop_1/b[Pod]  all\n');
  expect(err).toMatch(
    /^the manifests have a mistake at .*a\.yaml:3 \(knet check tells of each\); what cannot be read is not in it\n$/,
  );
});
