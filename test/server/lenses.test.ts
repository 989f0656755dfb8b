import { describe, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-types';
import { type Client, type StartOptions, uriOf, withClient } from '../support/lsp.ts';

const MODEL = `network lan { cidr 10.0.0.0/24 }
host a { in lan  ip 10.0.0.5 }
host b { in lan  ip 10.0.0.6 }
trace a -> b ICMP
expect a can reach b ICMP
expect a cannot reach
  b ICMP
expect b can reach a:80/TCP
`;
const lens = { command: 'show', title: '{0}, more' };

const lensesOf = (client: Client, path = 'a.knet') =>
  client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: uriOf(path) } });
const resolved = (client: Client, one: CodeLens) => client.request<CodeLens>('codeLens/resolve', one);

/** Line and words of every lens of a text. */
async function shown(text: string, options: StartOptions = { initializationOptions: { lens } }) {
  let found: [number, string | undefined][] = [];
  await withClient(options, async (client) => {
    await client.open('a.knet', text);
    await client.settled();
    const lenses = await Promise.all((await lensesOf(client)).map((one) => resolved(client, one)));
    found = lenses.map(({ range, command }) => [range.start.line, command?.title]);
  });
  return found;
}

describe('lenses', () => {
  test('say above each statement what became of it', async () =>
    expect(await shown(MODEL)).toEqual([
      [3, 'DELIVERED, more'],
      [4, 'holds, DELIVERED, more'],
      [5, 'fails, DELIVERED, more'],
      [7, 'fails, NO_LISTENER, more'],
    ]));

  test('lead to the statement', async () =>
    withClient({ initializationOptions: { lens } }, async (client) => {
      await client.open('a.knet', MODEL);
      const [, , third] = await lensesOf(client);
      expect((await resolved(client, third!)).command).toMatchObject({
        command: 'show',
        arguments: [uriOf('a.knet'), 5, 'expect a cannot reach b ICMP'],
      });
    }));

  test('lead nowhere in a client that has nothing to show', async () =>
    expect((await shown(MODEL, {}))[0]).toEqual([3, 'DELIVERED']));

  test('are not there when somebody has switched them off', async () =>
    expect(await shown(MODEL, { settings: { codeLens: { enabled: false } } })).toEqual([]));

  test('follow an edit', async () =>
    withClient({}, async (client) => {
      await client.open('a.knet', MODEL);
      await client.change('a.knet', MODEL.replace('10.0.0.6', '10.9.9.9'));
      const [first] = await lensesOf(client);
      expect((await resolved(client, first!)).command?.title).not.toBe('DELIVERED');
    }));

  test.each(['', 'trace', 'trace a ->', 'expect', 'expect a can reach', 'trace nobody -> nothing', '}} trace a -> b'])(
    'of %j are some or none, and no mistake',
    async (broken) => {
      await shown(`${MODEL}${broken}`);
    },
  );
});
