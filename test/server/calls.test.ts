import { expect, test } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  Position,
} from 'vscode-languageserver-protocol';
import { uriOf, withClient } from '../support/lsp.ts';
import { cursorOf, readMarks } from '../support/marked.ts';

/* "Who can reach this" as a call hierarchy. */

const source = readMarks(`cluster c { podCIDR 10.244.0.0/16
  namespace default {
    pod <[w<|>eb]> { labels app=web  port 80/TCP }
    pod a { labels app=a }
    pod b { }
    networkPolicy p { podSelector app=web  policyTypes Ingress Egress  ingress { from podSelector app=a  port 80/TCP } egress { to podSelector app=a } }
  }
}`);

async function asked<T>(
  method: string,
  position: Position,
): Promise<{ items: CallHierarchyItem[] | null; calls: T[] }> {
  let items: CallHierarchyItem[] | null = null;
  let calls: T[] = [];
  await withClient({}, async (client) => {
    await client.open('a.knet', source.text);
    expect(client.initialized.capabilities.callHierarchyProvider).toBe(true);
    const textDocument = { uri: uriOf('a.knet') };
    items = await client.request('textDocument/prepareCallHierarchy', { textDocument, position });
    if (items) calls = await client.request(method, { item: items[0] });
  });
  return { items, calls };
}

test('the callers of a pod are those that may reach it', async () => {
  const { items, calls } = await asked<CallHierarchyIncomingCall>('callHierarchy/incomingCalls', cursorOf(source));
  expect(items).toHaveLength(1);
  expect(items![0]).toMatchObject({ name: 'web', uri: uriOf('a.knet'), selectionRange: source.ranges[0] });
  expect(calls.map(({ from: { name, detail } }) => `${name}: ${detail}`)).toEqual(['a: default, Pod, TCP 80']);
});

test('what a pod calls is what it may reach', async () => {
  const { calls } = await asked<CallHierarchyOutgoingCall>('callHierarchy/outgoingCalls', cursorOf(source));
  expect(calls.map(({ to: { name, detail } }) => `${name}: ${detail}`)).toEqual(['a: default, Pod, every port']);
});

test('what is no workload has no callers', async () => {
  const { items } = await asked('callHierarchy/incomingCalls', { line: 0, character: 9 });
  expect(items).toBeNull();
});
