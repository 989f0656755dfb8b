import { describe, expect, test } from 'vitest';
import { example } from '../support/examples.ts';
import { withClient } from '../support/lsp.ts';
import { expectHover } from '../support/lsp-expect.ts';

const network = (more: string) => `network lan { cidr 192.168.7.0/24  gateway 192.168.7.254 }
cluster c {
  podCIDR 10.244.0.0/16
  cni flannel { backend vxlan }
  node n1 { in lan  ip 192.168.7.11 }
  node n2 { in lan  ip 192.168.7.12 }
  namespace default {
    pod a { on n1 }
    pod b { on n2  labels app=web tier=fe  port http 80/TCP }
    ${more}
  }
}
`;

const hovers = (marked: string, ...pieces: string[]) =>
  withClient({}, async (client) => void (await expectHover(client, marked, ...pieces)));

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

const TERWAY = example('terway.knet').replace('node h1', 'node h<|>1');

describe('the tables of a machine', () => {
  const onNode = (text: string) => text.replace('node n1', 'node n<|>1');

  test('stand below the card of a node, in the words of the tools', () =>
    hovers(
      onNode(network('')),
      '**node** `n1`',
      '```text\n$ ip route\ndefault via 192.168.7.254 dev eth0\n',
      '10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink\n',
      '192.168.7.0/24 dev eth0 proto kernel scope link src 192.168.7.11\n```',
      '$ ip neigh\n10.244.1.0 lladdr',
      '$ bridge fdb\n',
      'dst 192.168.7.12 self permanent\n',
    ));

  test('stand below the card of a host', () =>
    hovers(`${network('')}host h<|>1 { in lan  ip 192.168.7.50 }`, '**host** `h1`', '$ ip route\n', 'default via'));

  test('leave out rules that every machine has', () =>
    withClient({}, async (client) => {
      expect(await expectHover(client, onNode(network('')), '$ ip route')).not.toContain('ip rule');
    }));

  test('have the rules by which a card of its own carries the packets of a pod', () =>
    hovers(TERWAY, '**node** `h1`', '$ ip route\n', '$ ip rule\n0:\tfrom all lookup local\n', 'lookup 1'));

  test('have the BGP sessions of a node of Calico', () =>
    hovers(
      example('calico-route-reflector.knet').replace('node k8s-node02', 'node k8s-node<|>02'),
      '$ calicoctl node status\n',
      '| 192.168.10.72 | node specific | up ',
    ));

  test('are asked for by the whole name where the name alone is not clear', () =>
    withClient({}, async (client) => {
      const nodes = Array.from({ length: 20 }, (_, n) => `node m${n} { in lan  ip 192.168.7.${n + 20} }`).join('\n  ');
      const other = 'cluster d { podCIDR 10.245.0.0/16  cni flannel  node n1 { in lan  ip 192.168.7.99 } }';
      const text = `${onNode(network('')).replace('  node n<', `  ${nodes}\n  node n<`)}${other}`;
      await expectHover(client, text, 'more: `knet show hover.knet c/n1 routes`');
    }));

  test('of a node that cannot be built are not there, and the rest is', () =>
    hovers('cluster c { node <|>n1 { in nowhere  ip 1.2.3 } node }', '**node** `n1`'));
});

describe('the address plan', () => {
  test('of a network is on its card', () =>
    hovers(network('').replace('network lan', 'network l<|>an'), '254 usable, 3 used, 2 reserved, 251 free'));

  test('of a VPC and of its subnet is on their cards', async () => {
    const vpc = 'vpc v { provider aws  cidr 10.0.0.0/16  subnet s { cidr 10.0.0.0/20 } }';
    await hovers(vpc.replace('vpc v', 'vpc <|>v'), '65536 addresses, 4096 in subnets', '10.0.128.0/17');
    await hovers(vpc.replace('subnet s', 'subnet <|>s'), '4091 usable, 0 used, 5 reserved');
  });

  test('of a cluster says how many more nodes, pods and services fit', () =>
    hovers(
      network('').replace('cluster c', 'cluster <|>c'),
      'room for nodes: 251 more fit: addresses of lan',
      'room for pods:',
      'services in `10.96.0.0/12`: 1048574 usable, 2 used',
    ));

  test('of a node says what bounds its pods', () =>
    hovers(network('').replace('node n1', 'node <|>n1'), 'room: ', 'of 110 pods', 'maxPods is 110'));

  test('of a podCIDR is on its literal', () =>
    hovers(network('').replace('10.244.0.0/16', '10.244.<|>0.0/16'), 'Pod range', '256 node ranges of /24, 2 used'));

  test('of a serviceCIDR is on its literal', () =>
    hovers(
      network('').replace('podCIDR', 'serviceCIDR 10.97.<|>0.0/24\n  podCIDR'),
      'Service range',
      '254 usable, 2 used, 252 more services fit',
      'static band: 10.97.0.1 to 10.97.0.16',
    ));

  test('of very many nodes is left to the command line', () =>
    hovers(
      network('').replace('cluster c', 'cluster <|>c').replace('  node n1', '  nodes w 5001 { in lan }\n  node n1'),
      'too many nodes to sum up',
    ));
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
