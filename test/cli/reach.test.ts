/// <reference types="node" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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
])('wrong usage: %j', async (args, message) => {
  const { code, err } = await knet(['reach', POLICY, ...args]);
  expect(code).toBe(2);
  expect(err).toContain(message);
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
