import { describe, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-types';
import { PLAY, type PlayReply } from '../../server/protocol.ts';
import { uriOf, withClient } from '../support/lsp.ts';

const MODEL = `network lan { cidr 10.0.0.0/24 }
host a { in lan  ip 10.0.0.5 }
host b { in lan  ip 10.0.0.6 }
trace a -> b ICMP
`;
const uri = uriOf('a.knet');
const play = { command: 'play', title: 'play it' };

describe('a trace to be played', () => {
  const ask = async (question: unknown, more: object = {}): Promise<PlayReply> => {
    let reply: PlayReply = null;
    await withClient({}, async (client) => {
      await client.open('a.knet', MODEL);
      reply = await client.request<PlayReply>(PLAY, { uri, question, ...more });
    });
    return reply;
  };

  test('has the box, the rule’s place and the frame of each step', async () => {
    const { playback } = (await ask({ line: 3 }))!;
    expect(playback).toMatchObject({ title: 'a -> b ICMP', statement: { text: 'trace a -> b ICMP', line: 3 } });
    const { stages } = playback!.branches[0]!;
    expect(new Set(stages.map(({ box }) => box))).toEqual(new Set(['host:a', 'segment:lan', 'host:b']));
    const places = stages.flatMap(({ origin }) => origin?.uri ?? []);
    expect(new Set(places)).toEqual(new Set([uri]));
  });
  test('stays in what is shown of a folded picture', async () => {
    const { playback } = (await ask({ line: 3 }, { closed: ['segment:lan'] }))!;
    expect(new Set(playback!.branches[0]!.stages.map(({ box }) => box))).toEqual(new Set(['segment:lan']));
  });
  test('goes from one box to another', async () => {
    expect((await ask({ from: 'host:b', to: 'host:a' }))?.playback?.title).toBe('b -> a ICMP');
    expect(await ask({ from: 'host:b', to: 'host:gone' })).toEqual({ problem: 'no packet is sent to gone' });
  });
  test('is none where no statement is', async () => expect(await ask({ line: 0 })).toBeNull());
});

describe('a client that can play says so, and gets', () => {
  test('a second line above each statement', () =>
    withClient({ initializationOptions: { play } }, async (client) => {
      await client.open('a.knet', MODEL);
      const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
      expect(lenses.map(({ command }) => command)).toEqual([
        undefined,
        { title: 'play it', command: 'play', arguments: [uri, 3, 'trace a -> b ICMP'] },
      ]);
    }));

  test('a link in the hover over it, beside the other', () =>
    withClient({ initializationOptions: { play, hoverLink: { command: 'show', title: 'all' } } }, async (client) => {
      await client.open('a.knet', MODEL);
      const params = { textDocument: { uri }, position: { line: 3, character: 2 } };
      const { contents } = await client.request<{ contents: { value: string } }>('textDocument/hover', params);
      const [head] = contents.value.split('\n\n');
      expect(head).toMatch(/ · \[all\]\(command:show\?[^)]+\) · \[play it\]\(command:play\?[^)]+\)$/);
    }));
});
