import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse, services } from './support/knet.ts';

const TEXT = `network lan { }
cluster c {
  node n1 { in lan }
  nodes w 2 { in lan }
  dns coredns
  namespace shop {
    statefulSet db { on n1 w-1 serviceName db }
    service db { }
    ingress i { path / -> db:80 }
  }
}
trace shop/db -> shop/db-0
trace c/shop/db -> service shop/db
trace shop/* -> lan
trace w-2 -> kube-system/kube-dns
`;

async function renamed(marked: string, newName: string): Promise<string | undefined> {
  const offset = TEXT.indexOf(marked.replace('|', '')) + marked.indexOf('|');
  const document = await parse(TEXT);
  const position = document.textDocument.positionAt(offset);
  const textDocument = { uri: document.uri.toString() };
  const provider = services.knet.lsp.RenameProvider!;
  const edit = await provider.rename(document, { textDocument, position, newName });
  const edits = edit?.changes?.[textDocument.uri];
  return edits && TextDocument.applyEdits(document.textDocument, edits);
}

test.each([
  ['network l|an', 'net', /network net [\s\S]*in net }[\s\S]*in net }[\s\S]*-> net\n/],
  ['in la|n', 'net', /network net /],
  [
    'namespace sh|op',
    'store',
    /namespace store [\s\S]*trace store\/db -> store\/db-0\ntrace c\/store\/db -> service store\/db\ntrace store\/\* -> lan/,
  ],
  [
    'statefulSet d|b',
    'data',
    /statefulSet data { on n1 w-1 serviceName db }\n {4}service db [\s\S]*trace shop\/data -> shop\/data-0\ntrace c\/shop\/data -> service shop\/db/,
  ],
  [
    'service d|b',
    'data',
    /statefulSet db [\s\S]*serviceName data }\n {4}service data [\s\S]*-> data:80[\s\S]*service shop\/data\n/,
  ],
  ['nodes |w', 'x', /nodes x 2 [\s\S]*on n1 x-1 [\s\S]*trace x-2 -> kube-system\/kube-dns/],
  ['cluster |c', 'd', /cluster d {[\s\S]*trace d\/shop\/db -> service shop\/db[\s\S]*kube-system\/kube-dns/],
])('renaming at %s', async (marked, name, expected) => expect(await renamed(marked, name)).toMatch(expected));

test('what is no name is not renamed', async () => {
  expect(await renamed('dns core|dns', 'x')).toBeUndefined();
  expect(await renamed('names|pace shop', 'x')).toBeUndefined();
  expect(await renamed('network l|an', 'no name')).toBeUndefined();
});
