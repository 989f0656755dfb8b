import { Cancellation, URI } from 'langium';
import { describe, expect, test } from 'vitest';
import { quickProblems } from '../../../analysis/diagnostics/diagnose.ts';
import { fixAll } from '../../../analysis/fix-all/fix-all.ts';
import { createWorkshop } from '../../../analysis/fix-all/workshop.ts';
import { load } from '../../support/analysis.ts';

const NONE = Cancellation.CancellationToken.None;
const main = 'cluster c { podCIDR 10.50.0.0/16  cni flannel\n  manifests "k8s" }\n';
const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {}\n`;

const uri = (path: string) => URI.parse(`file:///w/${path}`);

describe('a model with manifests', () => {
  test('is the same object until a text that it takes in changes', async () => {
    const { analysis, files, model } = await load({ 'main.knet': main, 'k8s/a.yaml': pod('a'), 'b.yaml': pod('b') });
    const again = async (changed: string) => {
      await analysis.update({ changed: [uri(changed)], deleted: [], roots: [uri('main.knet')] }, NONE);
      return analysis.model(uri('main.knet').toString())!;
    };
    files.files.set('b.yaml', pod('c'));
    expect(await again('b.yaml')).toBe(model);
    expect(await again('k8s/a.yaml')).toBe(model);
    files.files.set('k8s/a.yaml', pod('other'));
    const next = await again('k8s/a.yaml');
    expect(next).not.toBe(model);
    const names = next.topology.clusters[0]!.namespaces.find(({ name }) => name === 'default')!.workloads;
    expect(names.map(({ name }) => name)).toEqual(['other']);
  });

  test('reads each file once, and forgets what no model takes in any more', async () => {
    const { analysis, files } = await load({ 'main.knet': main, 'k8s/a.yaml': pod('a') });
    const update = (...roots: string[]) => analysis.update({ changed: [], deleted: [], roots: roots.map(uri) }, NONE);
    await update('main.knet');
    expect(files.reads.filter((path) => path === 'k8s/a.yaml').length).toBe(1);
    expect(analysis.modelsWith(uri('k8s/a.yaml').toString()).length).toBe(1);
    await update();
    expect(analysis.modelsWith(uri('k8s/a.yaml').toString())).toEqual([]);
  });

  test('keeps what .knet and YAML say of one namespace together', async () => {
    const text = main.replace('manifests', 'namespace shop { labels a=b  pod p { } }\n  manifests');
    const yaml = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {a: x, c: d}}\n';
    const { model } = await load({ 'main.knet': text, 'k8s/a.yaml': yaml });
    const [shop] = model.topology.clusters[0]!.namespaces;
    expect(shop).toMatchObject({ name: 'shop', labels: { a: 'b', c: 'd' }, workloads: [{ name: 'p' }] });
    expect(model.topology.findings).toEqual([]);
  });

  test('gives way where YAML declares what knet adds by itself', async () => {
    const dns = pod('x')
      .replace('kind: Pod', 'kind: Service')
      .replace('{name: x}', '{name: kube-dns, namespace: kube-system}');
    const { model } = await load({ 'main.knet': main, 'k8s/a.yaml': dns });
    const system = model.topology.clusters[0]!.namespaces.find(({ name }) => name === 'kube-system')!;
    expect(system.services.map(({ name, implicit }) => [name, implicit])).toEqual([['kube-dns', false]]);
    expect(await quickProblems(model)).toBeDefined();
  });

  test('is repaired with its manifests in view', async () => {
    const text = main.replace('10.50.0.0/16', '10.50.0.9/16');
    const { model } = await load({ 'main.knet': text, 'k8s/a.yaml': pod('a') });
    const edits = await fixAll(model, createWorkshop());
    expect([...edits.keys()]).toEqual([uri('main.knet').toString()]);
  });
});
