import { describe, expect, test } from 'vitest';
import { withClient } from '../support/lsp.ts';
import { completionsAt } from '../support/lsp-expect.ts';

const labels = async (marked: string): Promise<string[]> => {
  let found: string[] = [];
  await withClient({}, async (client) => {
    found = (await completionsAt(client, marked)).map(({ label }) => label).sort();
  });
  return found;
};

const inCluster = (text: string) => `network lan { cidr 10.0.0.0/24 }
cluster c {
  node a { in lan  ip 10.0.0.1 }
  ${text}
}`;

describe('keywords', () => {
  test.each([
    [
      'an empty file',
      '<|>',
      ['cluster', 'expect', 'extend', 'host', 'import', 'network', 'overlay', 'router', 'trace', 'vpc'],
    ],
    ['a network', 'network lan { cidr 10.0.0.0/24  <|> }', ['cidr', 'gateway', 'mtu']],
    ['a block that is not closed', 'network lan {\n  <|>', ['cidr', 'gateway', 'mtu']],
    ['a word that is being written', inCluster('kube<|>'), ['kubeProxy']],
    ['a flannel block', inCluster('cni flannel { <|> }'), ['backend', 'hairpinMode', 'iface', 'ipMasq', 'mtu']],
    [
      'a policy peer',
      inCluster('namespace d { networkPolicy p { ingress { from <|> } } }'),
      ['ipBlock', 'namespaceSelector', 'podSelector'],
    ],
  ])('in %s', async (_where, marked, expected) => {
    expect(await labels(marked)).toEqual(expected);
  });

  test('are explained', async () => {
    await withClient({}, async (client) => {
      const items = await completionsAt(client, inCluster('<|>'));
      const documented = items.filter(({ documentation }) => documentation !== undefined);
      expect(documented.map(({ label }) => label)).toEqual(items.map(({ label }) => label));
    });
  });
});

describe('values', () => {
  test.each([
    ['a choice of words', 'vpc v { provider <|> }', ['alibaba', 'aws', 'azure', 'gcp', 'none']],
    ['a kind of plugin', inCluster('kubeProxy <|>'), ['iptables', 'ipvs', 'nftables', 'userspace']],
    ['a boolean', inCluster('cni flannel { ipMasq <|> }'), ['false', 'true']],
    ['a mode of the plugin at hand', inCluster('cni weave { mode <|> }'), ['fastdp', 'sleeve']],
    ['no new name', inCluster('node <|>'), []],
  ])('%s', async (_what, marked, expected) => {
    expect(await labels(marked)).toEqual(expected);
  });
});

describe('references', () => {
  test('stand alone behind a field that takes one, with what tells them apart', async () => {
    await withClient({}, async (client) => {
      const items = await completionsAt(client, inCluster('node b { in <|> }'));
      expect(items.find(({ label }) => label === 'lan')?.detail).toBe('network 10.0.0.0/24');
      expect(items.map(({ label }) => label)).not.toContain('ip');
    });
  });

  test('reach into imported files', async () => {
    await withClient({ files: { 'base.knet': 'network far { cidr 10.9.0.0/24 }' } }, async (client) => {
      const items = await completionsAt(client, 'import "base.knet"\nhost h { in <|> }');
      expect(items.map(({ label }) => label)).toContain('far');
    });
  });

  test('are no files that merely lie beside', async () => {
    await withClient({ files: { 'base.knet': 'network far { cidr 10.9.0.0/24 }' } }, async (client) => {
      const items = await completionsAt(client, 'host h { in <|> }');
      expect(items.map(({ label }) => label)).not.toContain('far');
      expect(client.files.reads).toEqual([]);
    });
  });
});
