import { expect, test, vi } from 'vitest';
import { CHANGED } from '../../server/protocol.ts';
import { uriOf, withClient } from '../support/lsp.ts';

const BASE = `network lan { cidr 192.168.7.0/24 }
host a { in lan  ip 192.168.7.5 }
host b { in lan  ip 192.168.7.6 }
`;

test('what became of the statements stays shown while a setting changes', async () =>
  withClient({}, async (client) => {
    await client.open('a.knet', `${BASE}expect a cannot reach b ICMP\n`);
    expect((await client.diagnosticsOf('a.knet')).map(({ code }) => code)).toEqual(['EXPECT-FAILED']);
    const shown = vi.spyOn(client.diagnostics, 'set');
    client.settings = { severity: { 'EXPECT-FAILED': 'warning' } };
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    const [found] = await client.diagnosticsOf('a.knet');
    expect(found).toMatchObject({ code: 'EXPECT-FAILED', severity: 2 });
    for (const [uri, diagnostics] of shown.mock.calls) expect([uri, diagnostics.length]).toEqual([uriOf('a.knet'), 1]);
  }));

test('an edit of what many open files import is told of for each of them', async () =>
  withClient({}, async (client) => {
    await client.open('base.knet', BASE);
    const files = Array.from({ length: 12 }, (_, n) => `m${n}.knet`);
    for (const file of files) await client.open(file, 'import "base.knet"\nexpect a can reach b ICMP\n');
    await client.settled();
    const before = client.notifications.length;
    await client.change('base.knet', BASE.replace('192.168.7.6', '192.168.7.77'));
    await client.settled();
    const told = client.notifications.slice(before).filter(({ method }) => method === CHANGED);
    const uris = told.map(({ params }) => (params as { uri: string }).uri);
    expect(new Set(uris)).toEqual(new Set(['base.knet', ...files].map(uriOf)));
  }));
