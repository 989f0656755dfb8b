import { describe, expect, test } from 'vitest';
import { uriOf, withClient } from '../support/lsp.ts';
import { expectDiagnostics } from '../support/lsp-expect.ts';

const cluster = (podCIDR: string) => `network lan { cidr 192.168.7.0/24 }
cluster c {
  podCIDR ${podCIDR}
  cni flannel { backend vxlan }
  node n1 { in lan  ip 192.168.7.11 }
}
`;

describe('diagnostics', () => {
  test.each([
    ['nothing wrong', cluster('10.244.0.0/16'), []],
    ['host bits', cluster('<[10.244.0.5/16]>'), ['CIDR-SYNTAX']],
    ['pods in the network of the nodes', cluster('<[192.168.0.0/16]>'), ['CIDR-POD-VPC']],
    ['a name that nobody declares', 'host h { in <[nowhere]> }', ['UNRESOLVED']],
    [
      'a field that does not exist here',
      'network lan { cidr 10.0.0.0/24  <[gatewy]> 10.0.0.1 }\nhost h { in lan }',
      ['UNKNOWN-FIELD'],
    ],
  ])('%s', (_what, marked, codes) =>
    withClient({}, async (client) => void (await expectDiagnostics(client, marked, ...codes))),
  );

  test('name the other line', async () => {
    await withClient({}, async (client) => {
      const [found] = await expectDiagnostics(client, cluster('<[192.168.0.0/16]>'), 'CIDR-POD-VPC');
      expect(found?.relatedInformation?.[0]?.location.range.start.line).toBe(0);
    });
  });

  test('follow the text as one types', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', cluster('10.244.0.0/16'));
      expect(await client.diagnosticsOf('a.knet')).toEqual([]);
      const start = { line: 2, character: 17 };
      await client.type('a.knet', { range: { start, end: { line: 2, character: 18 } }, newText: '5' });
      expect((await client.diagnosticsOf('a.knet')).map(({ code }) => code)).toEqual(['CIDR-SYNTAX']);
      await client.type('a.knet', { range: { start, end: { line: 2, character: 18 } }, newText: '0' });
      expect(await client.diagnosticsOf('a.knet')).toEqual([]);
    });
  });

  test('go when the file is closed', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', cluster('10.244.0.5/16'));
      expect(await client.diagnosticsOf('a.knet')).toHaveLength(1);
      await client.close('a.knet');
      expect(await client.diagnosticsOf('a.knet')).toEqual([]);
    });
  });

  test('are silenced by a comment on the line above', async () => {
    const text = cluster('10.244.0.5/16').replace('  podCIDR', '  // knet-disable-next-line CIDR-SYNTAX\n  podCIDR');
    await withClient({}, async (client) => void (await expectDiagnostics(client, text)));
  });

  test.each([
    ['warning', 2],
    ['information', 3],
  ])('are a %s when the setting says so', async (severity, number) => {
    await withClient({ settings: { severity: { 'CIDR-SYNTAX': severity } } }, async (client) => {
      const [found] = await expectDiagnostics(client, cluster('<[10.244.0.5/16]>'), 'CIDR-SYNTAX');
      expect(found?.severity).toBe(number);
    });
  });

  test('change with the setting while the file is open', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', cluster('10.244.0.5/16'));
      expect(await client.diagnosticsOf('a.knet')).toHaveLength(1);
      client.settings = { severity: { 'CIDR-SYNTAX': 'off' } };
      await client.notify('workspace/didChangeConfiguration', { settings: null });
      expect(await client.diagnosticsOf('a.knet')).toEqual([]);
    });
  });
});

describe('repairs', () => {
  test('leave the file without the diagnostic', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', cluster('10.244.0.5/16'));
      const [problem] = await client.diagnosticsOf('a.knet');
      const [action] = await client.codeActions('a.knet', problem!);
      expect(action).toMatchObject({ kind: 'quickfix', isPreferred: true });
      for (const edit of action!.edit!.changes![uriOf('a.knet')]!) await client.type('a.knet', edit);
      expect(client.textOf('a.knet')).toBe(cluster('10.244.0.0/16'));
      expect(await client.diagnosticsOf('a.knet')).toEqual([]);
    });
  });
});

describe('imports', () => {
  const base = 'network lan { cidr 192.168.7.0/24 }\n';
  const main = (path: string) => `import "${path}"\nhost h { in lan  ip 192.168.7.5 }\n`;

  test('are loaded although nobody opened them', async () => {
    await withClient({ files: { 'base.knet': base } }, async (client) => {
      await client.open('main.knet', main('base.knet'));
      expect(await client.diagnosticsOf('main.knet')).toEqual([]);
    });
  });

  test('are asked of the client where the server has no disk', async () => {
    await withClient({ files: { 'base.knet': base }, remote: true }, async (client) => {
      await client.open('main.knet', main('base.knet'));
      expect(await client.diagnosticsOf('main.knet')).toEqual([]);
      await client.open('lost.knet', main('nowhere.knet'));
      expect((await client.diagnosticsOf('lost.knet')).map(({ code }) => code)).toContain('IMPORT');
    });
  });

  test('that the client never answers for stay unread and hold nobody up', async () => {
    await withClient({ files: { 'base.knet': base }, remote: true, patience: 50 }, async (client) => {
      client.files.readFile = () => new Promise(() => {});
      await client.open('main.knet', main('base.knet'));
      await client.open('other.knet', base);
      expect((await client.outline('other.knet')).map(({ name }) => name)).toEqual(['lan']);
      expect((await client.diagnosticsOf('main.knet')).map(({ code }) => code)).toContain('IMPORT');
    });
  });

  test('show what is wrong in them while a model uses them', async () => {
    await withClient({ files: { 'base.knet': 'network lan { cidr 192.168.7.3/24 }\n' } }, async (client) => {
      await client.open('main.knet', main('base.knet'));
      expect((await client.diagnosticsOf('base.knet')).map(({ code }) => code)).toEqual(['CIDR-SYNTAX']);
      await client.close('main.knet');
      expect(await client.diagnosticsOf('base.knet')).toEqual([]);
    });
  });

  test('show a finding of two models once', async () => {
    await withClient({ files: { 'base.knet': 'network lan { cidr 192.168.7.3/24 }\n' } }, async (client) => {
      await client.open('one.knet', main('base.knet'));
      await client.open('two.knet', main('base.knet'));
      expect(await client.diagnosticsOf('base.knet')).toHaveLength(1);
    });
  });

  test('of a file that is missing are an error, until it comes', async () => {
    await withClient({}, async (client) => {
      await client.open('main.knet', main('base.knet'));
      expect((await client.diagnosticsOf('main.knet')).map(({ code }) => code)).toContain('IMPORT');
      client.files.files.set('base.knet', base);
      await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('base.knet'), type: 1 }] });
      expect(await client.diagnosticsOf('main.knet')).toEqual([]);
    });
  });

  test('follow changes on disk and deletions', async () => {
    await withClient({ files: { 'base.knet': base } }, async (client) => {
      await client.open('main.knet', main('base.knet'));
      client.files.files.set('base.knet', base.replace('lan', 'wan'));
      await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('base.knet'), type: 2 }] });
      expect((await client.diagnosticsOf('main.knet')).map(({ code }) => code)).toEqual(['UNRESOLVED']);
      client.files.files.delete('base.knet');
      await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('base.knet'), type: 3 }] });
      expect((await client.diagnosticsOf('main.knet')).map(({ code }) => code)).toContain('IMPORT');
    });
  });

  test('follow the editor where it has the imported file open', async () => {
    await withClient({ files: { 'base.knet': base } }, async (client) => {
      await client.open('main.knet', main('base.knet'));
      await client.open('base.knet', base);
      await client.change('base.knet', base.replace('lan', 'wan'));
      expect((await client.diagnosticsOf('main.knet')).map(({ code }) => code)).toEqual(['UNRESOLVED']);
      await client.close('base.knet');
      expect(await client.diagnosticsOf('main.knet')).toEqual([]);
    });
  });

  test('out of the workspace are refused, and the file is not read', async () => {
    await withClient({}, async (client) => {
      await client.open('main.knet', 'import "../secret.knet"\n');
      expect((await client.diagnosticsOf('main.knet')).map(({ code }) => code)).toEqual(['IMPORT']);
      expect(client.files.reads).toEqual([]);
    });
  });
});
