import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { type Client, withClient } from '../support/lsp.ts';
import { cursorOf, readMarks } from '../support/marked.ts';

const LAN = 'network lan { cidr 10.0.0.0/24  gateway 10.0.0.1 }\n';
const cluster = (text: string) => `${LAN}cluster c {\n  ${text}\n}\n`;
const inCluster = (text: string) => cluster(`podCIDR 10.244.0.0/16\n  node a { in lan  ip 10.0.0.11 }\n  ${text}`);
const inDefault = (text: string) =>
  inCluster(`namespace d {
    pod p { labels app=web tier=front  port http 8080/TCP }
    pod q { labels app=web  port metrics 9090/TCP }
    ${text}
  }`);
const inVpc = (text: string) =>
  `vpc v {\n  provider alibaba\n  cidr 10.0.0.0/16\n  vSwitch a { cidr 10.0.0.0/20 }\n  ${text}\n}\n`;

/** Proposed values in their order: those that take the place of the word at the cursor. */
async function proposals(client: Client, marked: string): Promise<CompletionItem[]> {
  const source = readMarks(marked);
  await client.open('values.knet', source.text);
  const items = await client.completion('values.knet', cursorOf(source));
  await client.close('values.knet');
  return items
    .filter(({ sortText }) => sortText?.startsWith('0 '))
    .sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1));
}

const offered = async (marked: string): Promise<string[]> => {
  let found: string[] = [];
  await withClient({}, async (client) => {
    found = (await proposals(client, marked)).map(({ label }) => label);
  });
  return found;
};

describe('the first proposal is', () => {
  test.each([
    ['a Pod range where people begin', cluster('podCIDR <|>'), '10.244.0.0/16'],
    ['a Pod range that another cluster leaves', `${inCluster('')}cluster e { podCIDR <|> }`, '10.245.0.0/16'],
    ['a Pod range in what is begun', cluster('podCIDR 10.1<|>'), '10.1.0.0/16'],
    ['a Pod range of the written size', cluster('podCIDR 10.1.0.0/2<|>'), '10.1.0.0/20'],
    ['a Pod range of the other family behind one', cluster('podCIDR 10.1.0.0/16 <|>'), 'fd00:10:244::/56'],
    ['a service range', cluster('podCIDR 10.96.0.0/16  serviceCIDR <|>'), '10.97.0.0/16'],
    ['a range for a VPC', `${LAN}vpc v { cidr <|> }`, '10.1.0.0/16'],
    ['the next subnet, as large as the last', inVpc('vSwitch b { cidr <|>  zone x }'), '10.0.16.0/20'],
    ['a subnet of a VPC that has none', 'vpc v { cidr 10.7.0.0/16  subnet a { cidr <|> } }', '10.7.0.0/24'],
    ['a range for a network', `${LAN}network n { cidr <|> }`, '192.168.0.0/24'],
    ['a range for a bridge', 'host h { docker { bridge b { cidr <|> } } }', '172.18.0.0/16'],
    ["Docker's own range", 'host h { docker { bridge docker0 { cidr <|> } } }', '172.17.0.0/16'],
    ["a node's range", inCluster('node b { in lan  podCIDR <|> }'), '10.244.1.0/24'],
    [
      'a block of the pool',
      cluster('cni calico { ipPool p { cidr 10.9.0.0/16 } }  node b { ipBlock <|> }'),
      '10.9.0.0/26',
    ],
    ['a pool of the Pod range', cluster('podCIDR 10.9.0.0/16  cni calico { ipPool p { cidr <|> } }'), '10.9.0.0/16'],
    ['the address behind the last node', inCluster('node b { in lan  ip <|> }'), '10.0.0.12'],
    ['the same though `in` comes later', inCluster('node b { ip <|>  in lan }'), '10.0.0.12'],
    ['the lowest address, for a host', `${inCluster('')}host h { in lan  ip <|> }`, '10.0.0.2'],
    ['an address that begins as written', inCluster('node b { in lan  ip 10.0.0.2<|> }'), '10.0.0.20'],
    ['the gateway', 'network n { cidr 10.3.0.0/24  gateway <|> }', '10.3.0.1'],
    ["the provider's gateway", inVpc('vSwitch b { cidr 10.0.16.0/24  gateway <|> }'), '10.0.16.253'],
    ['the address that a pod has', inDefault('pod r { on a  ip <|> }'), '10.244.0.6'],
    ['a ClusterIP', inDefault('service s { clusterIP <|> }'), '10.96.0.2'],
    ['the address of DNS', inCluster('dns coredns { clusterIP <|> }'), '10.96.0.10'],
    ['a node port', inDefault('service s { type NodePort  port 80 nodePort <|> }'), '30000'],
    [
      'the next node port',
      inDefault(
        'service r { type NodePort  port 80 nodePort 30000 }\n service s { type NodePort  port 80 nodePort <|> }',
      ),
      '30001',
    ],
    ['an address on a bridge', 'host h { docker { container a { network bridge  ip <|> } } }', '172.17.0.2'],
    ['a kind of backend', inCluster('cni flannel { backend <|> }'), 'vxlan'],
  ])('%s', async (_what, marked, expected) => expect((await offered(marked))[0]).toBe(expected));
});

describe('what exists is offered', () => {
  test.each([
    ['labels, the most common first', inDefault('service s { selector <|> }'), ['app=web', 'tier=front']],
    ['labels that begin as written', inDefault('service s { selector app=<|> }'), ['app=web', 'tier=front']],
    ['labels that are not asked for yet', inDefault('service s { selector app=web <|> }'), ['tier=front']],
    ['labels of a policy', inDefault('networkPolicy n { podSelector <|> }'), ['app=web', 'tier=front']],
    [
      'labels of peers',
      inDefault('networkPolicy n { podSelector {} ingress { from podSelector <|> } }'),
      ['app=web', 'tier=front'],
    ],
    [
      'labels of namespaces',
      inDefault('networkPolicy n { podSelector {} ingress { from namespaceSelector <|> } }'),
      ['d', 'kube-system', 'default'].map((name) => `kubernetes.io/metadata.name=${name}`),
    ],
    [
      'labels that a Service looks for',
      inDefault('service s { selector app=api }\n pod r { labels <|> }'),
      ['app=api', 'app=web', 'tier=front'],
    ],
    [
      'target ports, names first',
      inDefault('service s { selector app=web  port 80 -> <|> }'),
      ['http', 'metrics', '8080', '9090'],
    ],
    ['ports for a Service', inDefault('service s { selector tier=front  port <|> }'), ['8080/TCP']],
    [
      'ports of the pods of a policy',
      inDefault('networkPolicy n { podSelector tier=front  ingress { port <|> } }'),
      ['http', '8080/TCP'],
    ],
    [
      'ports of the peers of an egress rule',
      inDefault('networkPolicy n { podSelector {}  egress { to podSelector tier=front  port <|> } }'),
      ['http', '8080/TCP', '53/UDP', '53/TCP'],
    ],
    ['ports of an end', `${inDefault('')}trace d/q -> d/p:<|>`, ['8080/TCP', 'http']],
    ['ports of an ingress', inDefault('service s { port 80 }\n ingress i { path / -> s:<|> }'), ['80/TCP']],
    [
      'ranges',
      inDefault('networkPolicy n { podSelector {} ingress { from ipBlock <|> } }'),
      ['10.0.0.0/24', '10.244.0.0/16', '10.96.0.0/12', '0.0.0.0/0'],
    ],
  ])('%s', async (_what, marked, expected) => expect(await offered(marked)).toEqual(expected));
});

describe('nothing is offered', () => {
  test.each([
    ['in a comment', '// network n { cidr <|>'],
    ['in a comment of several lines', 'network n { /* cidr <|> */ }'],
    ['for a second address', inCluster('node b { in lan  ip 10.0.0.12 <|> }')],
    ['in a VPC that is full', 'vpc v { cidr 10.0.0.0/24  subnet a { cidr 10.0.0.0/24 }  subnet b { cidr <|> } }'],
    ['in front of a keyword', inCluster('<|>')],
  ])('%s', async (_where, marked) => expect(await offered(marked)).toEqual([]));
});

describe('a chosen value', () => {
  test.each([
    [
      'takes the place of a literal with dots and a slash',
      cluster('podCIDR 10.<|>3.0.0/1'),
      /podCIDR 10\.244\.0\.0\/16\n/,
    ],
    ['stands where nothing is', inCluster('node b { in lan  ip <|> }'), /ip 10\.0\.0\.12 }/],
    ['leaves the name in front of a colon', `${inDefault('')}trace d/q -> d/p:80<|>`, /d\/p:8080\/TCP$/],
    ['leaves line ends as they are', cluster('podCIDR <|>').replaceAll('\n', '\r\n'), /podCIDR 10\.244\.0\.0\/16\r\n/],
  ])('%s', async (_what, marked, expected) => {
    await withClient({}, async (client) => {
      const [first] = await proposals(client, marked);
      const document = TextDocument.create('', 'knet', 0, readMarks(marked).text);
      expect(TextDocument.applyEdits(document, [first!.textEdit as TextEdit])).toMatch(expected);
      expect(first).toMatchObject({ filterText: first!.label, preselect: true });
    });
  });

  test('is asked for again with every character', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', 'network n { cidr 10.');
      const params = { textDocument: { uri: 'file:///w/a.knet' }, position: { line: 0, character: 20 } };
      expect(await client.request('textDocument/completion', params)).toMatchObject({ isIncomplete: true });
      expect(client.initialized.capabilities.completionProvider?.triggerCharacters).toContain('.');
    });
  });

  test('is not pressed upon whoever ends a line with a space', async () => {
    await withClient({}, async (client) => {
      const source = readMarks(inDefault('service s { selector app=web <|> }'));
      await client.open('a.knet', source.text);
      const context = { triggerKind: 2, triggerCharacter: ' ' };
      const params = { textDocument: { uri: 'file:///w/a.knet' }, position: cursorOf(source), context };
      expect(JSON.stringify(await client.request('textDocument/completion', params))).not.toContain('tier=front');
    });
  });

  test('of a choice is explained', async () => {
    await withClient({}, async (client) => {
      const items = await proposals(client, inCluster('cni <|>'));
      expect(items.map(({ label, documentation }) => [label, typeof documentation])).toEqual(
        ['flannel', 'calico', 'weave', 'terway', 'aws-vpc', 'none'].map((label) => [label, 'object']),
      );
    });
  });
});
