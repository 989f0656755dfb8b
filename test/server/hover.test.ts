import { describe, expect, test } from 'vitest';
import { withClient } from '../support/lsp.ts';
import { expectHover } from '../support/lsp-expect.ts';
import { hovers, network } from './hovers.ts';

describe('a trace', () => {
  const question = `${network('')}tr<|>ace default/a -> default/b ICMP`;

  test('shows the outcome first, then the request, then the reply', () =>
    hovers(question, '**DELIVERED**', 'request', 'n1', 'flannel.1', 'VXLAN', 'n2', 'reply', 'VXLAN'));

  test('shows the card of an end below it', () =>
    hovers(`${network('')}trace default/<|>a -> default/b ICMP`, '**DELIVERED**', '**pod** `default/a`'));

  const hoverLink = { command: 'show', title: 'All of it' };

  test('leads on its first line to what the client opens for it', () =>
    withClient({ initializationOptions: { hoverLink } }, async (client) => {
      const value = await expectHover(client, question, '**DELIVERED**');
      const [, target] = /^.* · \[All of it\]\(command:show\?([^)]*)\)\n\n/.exec(value) ?? [];
      expect(JSON.parse(decodeURIComponent(target!))).toEqual(['file:///w/hover.knet', 12]);
    }));

  test('leads nowhere in a client that opens nothing', () =>
    withClient({}, async (client) => {
      expect(await expectHover(client, question, '**DELIVERED**')).not.toContain('](');
    }));
});

describe('an expect', () => {
  test('says whether it holds', () =>
    hovers(`${network('')}exp<|>ect default/a can reach default/b ICMP`, '**Holds**', 'DELIVERED', 'VXLAN'));

  test('says that it does not, and why', () =>
    hovers(`${network('')}exp<|>ect default/a cannot reach default/b ICMP`, '**Fails**', 'DELIVERED'));
});

describe('a card', () => {
  test('of a node has its addresses and pods', () =>
    hovers(
      network('').replace('node n1', 'node n<|>1'),
      '**node** `n1`',
      '192.168.7.11',
      '10.244.0.0/24',
      'default/a',
    ));

  test('of a pod has its node and address', () =>
    hovers(
      network('').replace('pod b', 'pod <|>b'),
      '**pod** `default/b`',
      'n2',
      '10.244.1.',
      'app=web',
      'http 80/TCP',
    ));

  test('of a Service has its address and endpoints', () =>
    hovers(
      network('service we<|>b { selector app=web  port 80/TCP }'),
      '**service** `default/web`',
      'clusterIP: `10.',
      '(allocated)',
      '80/TCP',
      'endpoints: `default/b`',
      'on `n2`',
      'chains: `KUBE-SVC-LOLE4ISW44XBNF3G`',
    ));

  test.each([
    ['ipvs', 'virtual servers: `TCP 10.96.0.20:80 rr`, bound to `kube-ipvs0`'],
    ['nftables', 'nftables: `service-PFISGYVC-default/web/tcp/`'],
    ['userspace', 'led to: a port of the kube-proxy process'],
  ])('of a Service shows what %s keeps', (mode, text) =>
    hovers(
      network('service we<|>b { clusterIP 10.96.0.20  selector app=web  port 80/TCP }').replace(
        'cluster c {',
        `cluster c { kubeProxy ${mode}`,
      ),
      text,
    ),
  );

  test('of a cluster says which defaults are in force', () =>
    hovers(
      network('').replace('cluster c', 'cluster <|>c'),
      'serviceCIDR: `10.96.0.0/12` (default)',
      'iptables',
      '(default)',
    ));

  test('is shown on a reference too', () =>
    hovers(network('').replace('pod a { on n1', 'pod a { on n<|>1'), '**node** `n1`'));
});

describe('a policy', () => {
  const policy = (rule: string) => network(`networkPolicy o<|>nly { podSelector app=web  ingress { ${rule} } }`);

  test('says AND for selectors of one from', () =>
    hovers(
      policy('from podSelector a=b namespaceSelector c=d'),
      'app=web',
      'pods with `a=b` **AND** in namespaces with `c=d`',
    ));

  test('says OR for two froms', () =>
    hovers(
      policy('from podSelector a=b from namespaceSelector c=d  port 80/TCP'),
      '`a=b`',
      '**OR**',
      '`c=d`',
      '80/TCP',
    ));

  test('says whom it selects: no pod in the network of its node', () =>
    hovers(
      network(
        'pod p { labels a=own }  pod q { labels a=own  hostNetwork }  networkPolicy o<|>nly { podSelector a=own }',
      ),
      'applies to: pods with `a=own` of this namespace: `p`\n',
    ));

  test('says that it has no effect where the CNI enforces none', () =>
    hovers(network('networkPolicy o<|>nly { podSelector app=web }'), 'no effect: flannel as it is set enforces no'));

  test('says that nothing is allowed', () =>
    hovers(
      network('networkPolicy no<|>ne { podSelector app=web  policyTypes Ingress }'),
      'ingress: nothing is allowed',
    ));
});

describe('words and literals', () => {
  test('a keyword is explained', () => hovers(network('').replace('podCIDR', 'pod<|>CIDR'), 'podCIDR'));

  test('a prefix says what it covers', () =>
    hovers(network('').replace('10.244.0.0/16', '10.244.<|>0.0/16'), '`10.244.0.0`', '`10.244.255.255`', '65536'));

  test('there is nothing to say about white space', async () => {
    await withClient({}, async (client) => {
      expect(await expectHover(client, 'network lan { <|>  cidr 10.0.0.0/24 }')).toBe('(no hover)');
    });
  });
});
