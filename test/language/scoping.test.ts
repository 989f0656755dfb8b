import { EmptyFileSystem, type LangiumDocument, URI } from 'langium';
import { describe, expect, test } from 'vitest';
import { syntaxDiagnostics } from '../../language/diagnostics.ts';
import { importsOf, isCyclic, modelDocuments } from '../../language/model.ts';
import { createKnetServices } from '../../language/services.ts';
import { workOf } from '../support/work.ts';
import { forget, lowerDocument, parse, parseAll, services } from './support/knet.ts';

const CLUSTER = `
network lan { cidr 10.0.0.0/24 }
host ext { in lan  ip 10.0.0.9 }
vpc shop { cidr 192.168.0.0/16  vSwitch zone-h { cidr 192.168.0.0/20 } }
cluster lab {
  node n1 { in lan  ip 10.0.0.1 }
  nodes w 3 { in shop/zone-h }
  namespace default {
    pod a { on n1 }
    statefulSet db { replicas 2  serviceName db }
    deployment web { on w-2 }
    service db { clusterIP None  selector app=db }
    service web { selector app=web }
    ingress web { path / -> web:80 }
  }
}
`;

const endOf = async (written: string, text = CLUSTER) => {
  const document = await parse(`${text}\ntrace internet -> ${written}`);
  const { to } = lowerDocument(document).traces[0]!;
  forget(document);
  return { ...to, origin: undefined, nameOrigin: undefined };
};

describe('the ends of a question', () => {
  test.each([
    ['default/a', { kind: 'workload', id: 'lab/default/a' }],
    ['lab/default/a', { kind: 'workload', id: 'lab/default/a' }],
    ['pod default/a', { kind: 'workload', id: 'lab/default/a' }],
    ['default/web', { kind: 'workload', id: 'lab/default/web' }],
    ['service default/web', { kind: 'service', id: 'lab/default/web' }],
    [
      'ingress default/web at https://x.example/',
      { kind: 'ingress', id: 'lab/default/web', url: 'https://x.example/' },
    ],
    ['default/db-1', { kind: 'pod', workload: 'lab/default/db', index: 1 }],
    ['pod default/db-0', { kind: 'pod', workload: 'lab/default/db', index: 0 }],
    ['n1', { kind: 'node', id: 'lab/n1' }],
    ['node lab/n1', { kind: 'node', id: 'lab/n1' }],
    ['w-3', { kind: 'node', id: 'lab/w-3' }],
    ['ext', { kind: 'host', id: 'ext' }],
    ['lan', { kind: 'segment', id: 'lan' }],
    ['shop/zone-h', { kind: 'segment', id: 'shop/zone-h' }],
    ['default/*', { kind: 'namespace', id: 'lab/default' }],
    ['lab/default/*', { kind: 'namespace', id: 'lab/default' }],
    ['10.0.0.7', { kind: 'address', address: 0x0a000007 }],
    ['[fd00::1]:80', { kind: 'address', address: 0xfd000000000000000000000000000001n }],
    ['"web.default.svc.cluster.local"', { kind: 'name', name: 'web.default.svc.cluster.local' }],
    ['localhost', { kind: 'localhost' }],
    ['service kube-system/kube-dns', { kind: 'service', id: 'lab/kube-system/kube-dns' }],
    ['kube-system/kube-dns', { kind: 'service', id: 'lab/kube-system/kube-dns' }],
    ['service default/kubernetes', { kind: 'service', id: 'lab/default/kubernetes' }],
    ['kube-system/coredns', { kind: 'workload', id: 'lab/kube-system/coredns' }],
    ['kube-system/*', { kind: 'namespace', id: 'lab/kube-system' }],
    ['w', { kind: 'unresolved', reason: 'names a group of nodes, not one of them', text: 'w' }],
    ['default/nobody', { kind: 'unresolved', reason: 'names nothing', text: 'default/nobody' }],
    ['lab', { kind: 'unresolved', reason: 'names nothing', text: 'lab' }],
  ])('%s', async (written, expected) => expect(await endOf(written)).toEqual(expected));

  test('a name in two clusters needs the cluster in front', async () => {
    const two = 'cluster a { namespace n { pod p { } } }\ncluster b { namespace n { pod p { } } }';
    expect(await endOf('n/p', two)).toMatchObject({ kind: 'unresolved', reason: 'names more than one thing' });
    expect(await endOf('b/n/p', two)).toMatchObject({ kind: 'workload', id: 'b/n/p' });
  });

  test('a kind tells apart what bears one name', async () => {
    const text = 'network x { cidr 10.0.0.0/8 }\nhost x { in network x }';
    expect(await endOf('x', text)).toMatchObject({ kind: 'unresolved' });
    expect(await endOf('host x', text)).toMatchObject({ kind: 'host' });
    expect(await endOf('network x', text)).toMatchObject({ kind: 'segment' });
  });
});

test('names are looked for from the inside out', async () => {
  const topology = lowerDocument(
    await parse(`
      cluster a { node n { ip 10.0.0.1 } namespace s { pod p { on n } service x { } statefulSet y { serviceName x } } }
      cluster b { node n { ip 10.0.0.2 } namespace s { pod p { on n } } }
    `),
  );
  const placed = topology.clusters.map((one) => one.namespaces[0]!.workloads[0]!.on[0]!.value);
  expect(placed).toEqual(['a/n', 'b/n']);
  expect(topology.clusters[0]!.namespaces[0]!.workloads[1]!.serviceName?.value).toBe('x');
});

describe('a model is a file and its transitive imports', () => {
  const say = (document: LangiumDocument) => syntaxDiagnostics(document).map((one) => `${one.code} ${one.message}`);

  test('files of one folder do not see each other, imported ones are seen', async () => {
    const base = 'network lan { cidr 10.0.0.0/24 }';
    const [, alone, importing] = await parseAll({
      'base.knet': base,
      'alone.knet': 'host h { in lan }',
      'main.knet': 'import "base.knet"\nhost h { in lan }',
    });
    expect(say(alone!)).toEqual(['UNRESOLVED no network or subnet is called lan']);
    expect(say(importing!)).toEqual([]);
  });

  test('imports of imports count, each file once, imported before importing', async () => {
    const documents = await parseAll({
      'a.knet': 'import "b.knet"\nimport "c.knet"\nhost a { in lan }',
      'b.knet': 'import "c.knet"\nhost b { in lan }',
      'c.knet': 'network lan { cidr 10.0.0.0/24 }',
    });
    const names = modelDocuments(documents[0]!).map((one) => one.uri.path.split('/').at(-1));
    expect(names).toEqual(['a.knet', 'c.knet', 'b.knet']);
    expect(lowerDocument(documents[0]!).hosts.map((host) => host.id)).toEqual(['b', 'a']);
  });

  test('an extension adds to a cluster and opens its namespaces again', async () => {
    const [, main] = await parseAll({
      'base.knet': 'cluster shop { node n { } namespace default { labels a=b  pod p { on n } } }',
      'main.knet':
        'import "base.knet"\nextend cluster shop { node m { } namespace default { pod q { on m } pod r { on n } } }',
    });
    expect(say(main!)).toEqual([]);
    const topology = lowerDocument(main!);
    expect(topology.findings).toEqual([]);
    expect(topology.clusters).toHaveLength(1);
    const [cluster] = topology.clusters;
    expect(cluster!.nodes.map((node) => node.id)).toEqual(['shop/n', 'shop/m']);
    const [namespace] = cluster!.namespaces;
    expect(namespace!.labels).toEqual({ a: 'b', 'kubernetes.io/metadata.name': 'default' });
    expect(namespace!.workloads.map((one) => [one.id, one.on[0]!.value])).toEqual([
      ['shop/default/p', 'shop/n'],
      ['shop/default/q', 'shop/m'],
      ['shop/default/r', 'shop/n'],
    ]);
  });

  test('cycles, missing files and strange paths are said', async () => {
    const [a, , self, missing, strange] = await parseAll({
      'a.knet': 'import "b.knet"',
      'b.knet': 'import "a.knet"',
      'self.knet': 'import "self.knet"',
      'missing.knet': 'import "nowhere.knet"',
      'strange.knet': 'import "https://example.com/x.knet"',
    });
    expect(isCyclic(a!, importsOf(a!)[0]!)).toBe(true);
    expect([a!, self!, missing!, strange!].flatMap(say)).toEqual([
      'IMPORT b.knet imports this file in turn: neither can come first',
      'IMPORT a file cannot import itself',
      'IMPORT nowhere.knet does not exist',
      'IMPORT https://example.com/x.knet is no path: write one relative to this file, with /',
    ]);
  });

  test('what a missing file may declare is not called unknown', async () => {
    const [missing, other] = await parseAll({
      'missing.knet': 'import "nowhere.knet" trace default/a -> default/b',
      'other.knet': 'trace default/a -> 10.0.0.1',
    });
    expect([missing!, other!].map(say)).toEqual([
      ['IMPORT nowhere.knet does not exist'],
      ['UNRESOLVED no pod, service, machine or network is called default/a'],
    ]);
  });

  test('imports do not leave the workspace', async () => {
    const { shared } = createKnetServices(EmptyFileSystem);
    const { LangiumDocuments, WorkspaceManager } = shared.workspace;
    WorkspaceManager.initialize({
      capabilities: {},
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri: 'file:///plan', name: 'work' }],
    });
    const open = (path: string, text: string) => LangiumDocuments.createDocument(URI.parse(`file://${path}`), text);
    open('/planshop/secret.knet', '');
    open('/plan/base.knet', '');
    const main = open('/plan/a/main.knet', 'import "../../planshop/secret.knet"\nimport "../base.knet"');
    expect(say(main)).toEqual(['IMPORT ../../planshop/secret.knet lies outside the workspace']);
    expect(modelDocuments(main).map((one) => one.uri.path)).toEqual(['/plan/a/main.knet', '/plan/base.knet']);
  });

  test('a file is linked anew when one that it imports changes', async () => {
    const [base, main] = await parseAll({
      'base.knet': 'network lan { cidr 10.0.0.0/24 }',
      'main.knet': 'import "base.knet"\nhost h { in lan }',
    });
    expect(services.shared.workspace.IndexManager.isAffected(main!, new Set([base!.uri.toString()]))).toBe(true);
    expect(services.shared.workspace.IndexManager.isAffected(base!, new Set([main!.uri.toString()]))).toBe(false);
  });
});

test('linking takes work in proportion to the text', async () => {
  const text = (n: number) =>
    `cluster c { ${Array.from({ length: n }, (_, i) => `node n${i} { }\nnamespace s${i} { pod p { on n${i} } }`).join('\n')} }`;
  const cost = async (n: number) => {
    const document = await parse(text(n));
    const { references } = document;
    expect(references.filter((one) => one.error)).toEqual([]);
    expect(references).toHaveLength(n);
    services.knet.references.Linker.unlink(document);
    let linked = 0;
    const work = workOf(() => {
      for (const reference of references) if ('ref' in reference && reference.ref) linked++;
    });
    forget(document);
    expect(linked).toBe(n);
    return work;
  };
  await cost(100);
  const small = await cost(300);
  // Ten times the text; a scan of all names for each reference would be a hundred times the work.
  expect((await cost(3_000)) / small).toBeLessThan(15);
}, 60_000);
