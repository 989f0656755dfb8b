/// <reference types="node" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { knet } from '../support/cli.ts';

/** A folder with files in it, for as long as the test runs. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'knet-policies-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c, ports: [{containerPort: 80}]}]}\n`;
const object = (apiVersion: string, kind: string, name = 'p') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: {podSelector: {}, selector: all()}\n`;

const yaml = (...objects: string[]) => [pod('a'), pod('b'), ...objects].join('---\n');

test.each([
  ['projectcalico.org/v3', 'NetworkPolicy'],
  ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'],
  ['cilium.io/v2', 'CiliumNetworkPolicy'],
  ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy'],
  ['crd.antrea.io/v1beta1', 'NetworkPolicy'],
  ['security.istio.io/v1', 'AuthorizationPolicy'],
  ['k8s.ovn.org/v1', 'EgressFirewall'],
])(
  'a policy of %s, %s, is counted and said to be in doubt, and never taken for one of Kubernetes',
  async (api, kind) => {
    const cwd = folderWith({ 'a.yaml': yaml(object(api, kind)) });
    const group = api.split('/')[0]!;
    const check = await knet(['check', '.'], { cwd });
    expect(check.code).toBe(0);
    expect(check.out).toBe(
      `a.yaml:13:18 warning MANIFEST What this ${kind} of ${group} says is not read: answers about who may connect may not hold\n`,
    );
    expect(check.err).toMatch(new RegExp(`^passed over: 1 ${kind}(?: of ${group})?$`, 'm'));
    const reach = await knet(['reach', '.', '--from', 'default/a', '--to', 'default/b'], { cwd });
    expect(reach.out).toContain('default/a[Pod]  default/b[Pod]  all\n');
    expect(reach.err).toBe(`this may not hold: 1 ${kind} of ${group} decide too, and knet does not read them\n`);
  },
);

test.each([
  ['projectcalico.org/v3', 'StagedNetworkPolicy'],
  ['kyverno.io/v1', 'ClusterPolicy'],
])('%s, %s, decides about no packet', async (api, kind) => {
  const cwd = folderWith({ 'a.yaml': yaml(object(api, kind)) });
  const check = await knet(['check', '.'], { cwd });
  expect([check.out, check.err]).toEqual(['', `no errors in 1 file\npassed over: 1 ${kind}\n`]);
  expect((await knet(['reach', '.'], { cwd })).err).toBe('');
});

test('in a cluster of a .knet file they are counted, too, and leave a trace undecided', async () => {
  const model = `network lan { cidr 192.168.1.0/24  gateway 192.168.1.1 }
cluster c {
  podCIDR 10.50.0.0/16
  cni calico { ipPool d { cidr 10.50.0.0/16 } }
  node n1 { in lan  ip 192.168.1.2 }
  manifests "*.yaml"
}
`;
  const global = object('crd.projectcalico.org/v1', 'GlobalNetworkPolicy');
  const cwd = folderWith({ 'm.knet': model, 'a.yaml': yaml(global, object('cilium.io/v2', 'CiliumNetworkPolicy')) });
  const check = await knet(['check', '.'], { cwd });
  expect(check.err).toContain('passed over: 1 CiliumNetworkPolicy, 1 GlobalNetworkPolicy\n');
  const trace = await knet(['trace', 'm.knet', 'default/a', 'default/b:80/TCP'], { cwd });
  expect(trace.out).toMatch(/^INSUFFICIENT_INFO/m);
  expect(trace.out).toContain(
    '1 GlobalNetworkPolicy of crd.projectcalico.org and 1 CiliumNetworkPolicy of cilium.io may let packets of default/a',
  );
  const open = folderWith({ 'm.knet': model, 'a.yaml': yaml() });
  expect((await knet(['trace', 'm.knet', 'default/a', 'default/b:80/TCP'], { cwd: open })).out).toMatch(/^DELIVERED/m);
});

test.each([
  [object('v1', 'NetworkPolicy'), 'There is no NetworkPolicy in v1: it is of networking.k8s.io/v1'],
  [object('networking.k8s.io', 'NetworkPolicy'), 'There is no NetworkPolicy in networking.k8s.io: it is of'],
  [object('policy/v1', 'NetworkPolicy'), 'There is no NetworkPolicy in policy/v1: it is of networking.k8s.io/v1'],
  [object('apps/v1', 'Service'), 'There is no Service in apps/v1: it is of v1'],
  [object('""', 'NetworkPolicy'), 'This NetworkPolicy says no apiVersion: it is of networking.k8s.io/v1'],
  [object('networking.k8s.io/v1', 'networkPolicy'), 'There is no kind networkPolicy: did you mean NetworkPolicy?'],
])('an object that is passed over for a slip of its head is told: %j', async (text, message) => {
  const cwd = folderWith({ 'a.yaml': yaml(text) });
  const { code, out } = await knet(['check', '.'], { cwd });
  expect(code).toBe(1);
  expect(out).toContain(` error MANIFEST ${message}`);
});

test.each([
  ['a kind of another API', object('serving.knative.dev/v1', 'Service'), '1 Service of serving.knative.dev'],
  ['a kind that ends in List and has no items', object('v1', 'AllowList'), '1 AllowList'],
])('%s is counted', async (_what, text, expected) => {
  const { out, err } = await knet(['check', '.'], { cwd: folderWith({ 'a.yaml': yaml(text) }) });
  expect([out, err]).toEqual(['', `no errors in 1 file\npassed over: ${expected}\n`]);
});
