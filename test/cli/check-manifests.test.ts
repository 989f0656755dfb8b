/// <reference types="node" />
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckReport } from '../../cli/format/problems-json.ts';
import { knet, root } from '../support/cli.ts';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: []}\n';
const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: wbe}\n  ports: [{port: 80}]\n';
const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n';
const SHOP = `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n${POD.replace('labels', 'namespace: shop, labels')}---\n`;
const POLICY = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: ';
const PORTS = 'ports: [{port: 53, protocol: UDP}, {port: 53}]';
const place = (name: string, more = '') =>
  `{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${name}}}${more}}`;
const DNS = place('kube-system', ', podSelector: {matchLabels: {k8s-app: kube-dns}}');

let folder: string;

async function write(path: string, text: string | Uint8Array): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'knet-manifests-'));
  await write('k8s/pod.yaml', POD);
  await write('k8s/deep/service.yml', `${ACCOUNT}---\n${SERVICE}`);
  await write('k8s/settings.json', '{ // no manifest\n "a": 1,, }');
  await write('mixed/main.knet', 'network lan { cidr 10.0.0.0/8 }\nhost h { in lan }\n');
  await write('mixed/service.yaml', SERVICE);
  await write('utf16/pod.yaml', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(SERVICE, 'utf16le')]));
  await write('utf16-unmarked/pod.yaml', Buffer.from(SERVICE, 'utf16le'));
  await write('utf32/pod.yaml', Buffer.from([0xff, 0xfe, 0, 0, 0x6b, 0, 0, 0]));
  await write('latin/pod.yaml', Buffer.from('kind: Pod # caf\xe9\n', 'latin1'));
  await write('foreign/values.yaml', 'replicas: 3\n');
  await write('empty/readme.md', 'nothing\n');
  await write(
    'policy/p.yaml',
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {}}\n',
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function checked(...args: string[]) {
  const { code, out } = await knet(['check', '--format', 'json', ...args], { cwd: folder });
  const { diagnostics } = JSON.parse(out) as CheckReport;
  return { code, found: diagnostics.map((one) => `${one.file}:${one.line}:${one.column} ${one.code}`) };
}

describe('knet check of manifests', () => {
  test('reads a folder without .knet files as one cluster, and counts what it passes over', async () => {
    const { code, out, err } = await knet(['check', 'k8s'], { cwd: folder });
    expect(out).toMatch(/^k8s\/deep\/service\.yml:9:14 error SVC-NO-ENDPOINT .*nearest is web with app=web/);
    expect({ code, err }).toEqual({ code: 1, err: '1 error, 0 warnings in 3 files\npassed over: 1 ServiceAccount\n' });
  });

  test.each([
    ['nothing', '[]', ['NP-DNS-BLOCKED']],
    ['the usual rule', `[{to: [${DNS}], ports: [{port: 53, protocol: UDP}, {port: 53}]}]`, []],
    ['every port of them', `[{to: [${DNS}]}]`, []],
    ['UDP alone', `[{to: [${DNS}], ports: [{port: 53, protocol: UDP}]}]`, ['NP-DNS-BLOCKED']],
    ['an address, which may be theirs', '[{to: [{ipBlock: {cidr: 169.254.20.10/32}}]}]', []],
    ['53 of a namespace that others declare', `[{to: [{namespaceSelector: {matchLabels: {a: b}}}], ${PORTS}}]`, []],
    ['another namespace', `[{to: [${place('monitoring')}]}]`, ['NP-DNS-BLOCKED']],
    ['a slip in the name of one', `[{to: [${place('shpo')}], ${PORTS}}]`, ['NP-NO-MATCH']],
  ])('knows the DNS that nobody declares: egress to %s', async (_, rules, codes) => {
    await write('dns/p.yaml', `${SHOP}${POLICY}{podSelector: {}, policyTypes: [Egress], egress: ${rules}}\n`);
    const { found } = await checked('dns');
    expect(found.map((one) => one.split(' ')[1])).toEqual(codes);
  });

  test('does not deny that somebody listens where a manifest says no ports', async () => {
    const silent = POD.replace('metadata: {name: web', 'metadata: {name: quiet');
    await write('quiet/k8s/a.yaml', `${silent}---\n${SERVICE.replace('wbe', 'web')}`);
    const cluster = 'cluster c { podCIDR 10.244.0.0/16  cni flannel  node n { in lan }  manifests "k8s" }\n';
    const asked = 'expect n can reach default/quiet:81/TCP\nexpect n cannot reach default/quiet:81/TCP\n';
    await write('quiet/main.knet', `network lan { cidr 10.0.0.0/24  gateway 10.0.0.1 }\n${cluster}${asked}`);
    expect(await checked('quiet/k8s')).toEqual({ code: 0, found: [] });
    const { found } = await checked('quiet/main.knet');
    expect(found).toEqual(['quiet/main.knet:3:1 INSUFFICIENT_INFO', 'quiet/main.knet:4:1 INSUFFICIENT_INFO']);
  });

  test('reads files that are named, and leaves those beside .knet files to them', async () => {
    expect(await checked('k8s/pod.yaml')).toEqual({ code: 0, found: [] });
    expect(await checked('k8s/deep/service.yml')).toEqual({
      code: 1,
      found: ['k8s/deep/service.yml:9:14 SVC-NO-ENDPOINT'],
    });
    expect(await checked('mixed')).toEqual({ code: 0, found: [] });
    expect((await checked('mixed/service.yaml')).code).toBe(1);
  });

  test('reads UTF-16 with its mark, and refuses what is neither that nor UTF-8', async () => {
    expect((await checked('utf16')).found).toEqual(['utf16/pod.yaml:5:14 SVC-NO-ENDPOINT']);
    for (const name of ['latin', 'utf16-unmarked', 'utf32'])
      expect((await checked(name)).found).toEqual([`${name}/pod.yaml:1:1 MANIFEST`]);
  });

  test.each([
    ['check', 'foreign', 0, 'there is no Kubernetes object in these files'],
    ['reach', 'foreign', 0, 'there is no Kubernetes object in'],
    ['reach', 'policy', 0, 'has Pods: there is nobody to reach'],
    ['check', 'empty', 2, 'no .knet file in'],
    ['reach', 'empty', 2, 'and no manifest'],
  ])('%s says of the folder %s that there is nothing in it', async (verb, name, code, message) => {
    const found = await knet([verb, join(folder, name)]);
    expect(found.code).toBe(code);
    expect(found.err).toContain(message);
  });

  test('knows that a Route shares its requests among its Services and their ports', async () => {
    const service = (name: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec:\n  selector: {app: web}\n  ports: [{name: a, port: 80}, {name: b, port: 81}]\n`;
    const route = (name: string) =>
      `apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: ${name}}\nspec:\n  host: shop.example\n  to: {name: old}\n  alternateBackends: [{name: new}]\n`;
    const shared = [POD, service('old'), service('new'), route('r')].join('---\n');
    await write('route/one.yaml', shared);
    expect(await checked('route/one.yaml')).toEqual({ code: 0, found: [] });
    await write('route/two.yaml', `${shared}---\n${route('s')}`);
    expect((await checked('route/two.yaml')).found).toEqual(['route/two.yaml:33:7 INGRESS-SHADOWED']);
  });

  test('takes policies to be enforced where nobody says by what', async () => {
    expect((await checked('policy')).found.filter((one) => one.includes('UNENFORCED'))).toEqual([]);
  });

  test('finds nothing wrong in the example, whose questions name what its manifests declare', async () => {
    const { code, err } = await knet(['check', 'examples/manifests'], { cwd: root });
    expect({ code, err }).toEqual({ code: 0, err: 'no errors in 1 file\npassed over: 1 ServiceAccount\n' });
  });

  test('puts repairs of YAML into SARIF', async () => {
    const { out } = await knet(['check', '--format', 'sarif', 'k8s'], { cwd: folder });
    const [result] = JSON.parse(out).runs[0].results;
    expect(JSON.stringify(result.fixes)).toContain('"web"');
  });
});
