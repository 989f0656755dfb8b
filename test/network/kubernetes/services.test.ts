import { describe, expect, test } from 'vitest';
import { formatTables } from '../../../network/linux/iptables.ts';
import { createNetwork } from '../../../network/machines/network.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { TracePath } from '../../../network/trace/result.ts';
import { trace } from '../../../network/trace/trace.ts';
import { topologyOf } from '../../support/examples.ts';

const model = (services: string, questions = '', options = '') => `
  network lan { cidr 172.16.130.0/24  gateway 172.16.130.9 }
  host ext { in lan  ip 172.16.130.9 }
  cluster c {
    podCIDR 10.244.0.0/16
    serviceCIDR 10.96.0.0/12
    cni flannel { backend vxlan ${options} }
    node n1 { in lan  ip 172.16.130.11  podCIDR 10.244.0.0/24 }
    node n2 { in lan  ip 172.16.130.12  podCIDR 10.244.1.0/24 }
    node n3 { in lan  ip 172.16.130.13  podCIDR 10.244.2.0/24 }
    namespace default {
      pod client { on n1  ip 10.244.0.10 }
      pod far    { on n3  ip 10.244.2.10 }
      pod w1 { on n1  ip 10.244.0.20  labels app=web  port http 8080/TCP }
      pod w2 { on n2  ip 10.244.1.20  labels app=web  port http 8080/TCP }
      pod only2 { on n2  ip 10.244.1.30  labels app=two  port 8080/TCP }
      pod self { on n1  ip 10.244.0.30  labels app=self  port 8080/TCP }
      pod node { on n2  hostNetwork  labels app=host  port 9100/TCP }
      ${services}
    }
  }
  ${questions}`;

/** `0.5 DELIVERED default/w1 from 10.244.0.10`: where each path ends, and the source seen there. */
const ends = ({ probability, disposition, forward, code }: TracePath) => {
  const step = forward.at(-1)?.steps.at(-1);
  const seen = step?.type === 'deliver' ? ` ${forward.at(-1)!.namespace} from ${step.frame?.source}` : '';
  return `${Number(probability.toFixed(3))} ${disposition}${seen}${code ? ` ${code}` : ''}`;
};

async function paths(services: string, question: string, options = '') {
  const topology = await topologyOf(model(services, `trace ${question}`, options));
  const network = createNetwork(topology, allocator(topology));
  return trace(network, topology.traces[0]!).paths;
}

const web = 'service web { clusterIP 10.96.0.20  selector app=web  port 80/TCP -> http ';
const cluster = `${web} }`;
const nodePort = `${web} nodePort 30080  type NodePort }`;
const local = `${web} nodePort 30080  type NodePort  externalTrafficPolicy Local }`;
const two = (rest: string) =>
  `service two { clusterIP 10.96.0.22  selector app=two  port 80/TCP -> 8080 nodePort 30082 ${rest} }`;
const local2 = two('type NodePort  externalTrafficPolicy Local');
const inside2 = two('type NodePort  internalTrafficPolicy Local');
const external = (ip: string) => `${web} externalIPs ${ip} }`;
const several = `service web { clusterIP 10.96.0.20  selector app=web  port a 80/TCP -> http  port b 81/TCP -> 8080  port c 82/TCP -> 9 }`;

describe('iptables: which endpoint, and the source that it sees', () => {
  test.each<[string, string, string, string[]]>([
    [
      'a pod, ClusterIP',
      cluster,
      'default/client -> service default/web:80',
      ['0.5 DELIVERED default/w1 from 10.244.0.10', '0.5 DELIVERED default/w2 from 10.244.0.10'],
    ],
    [
      'a node, ClusterIP: masqueraded by the device it leaves by',
      cluster,
      'n1 -> service default/web:80',
      ['0.5 DELIVERED default/w1 from 10.244.0.1', '0.5 DELIVERED default/w2 from 10.244.0.0'],
    ],
    [
      'a node port, policy Cluster',
      nodePort,
      'ext -> n1:30080',
      ['0.5 DELIVERED default/w1 from 10.244.0.1', '0.5 DELIVERED default/w2 from 10.244.0.0'],
    ],
    [
      'a node port of a node without endpoints',
      nodePort,
      'ext -> n3:30080',
      ['0.5 DELIVERED default/w1 from 10.244.2.0', '0.5 DELIVERED default/w2 from 10.244.2.0'],
    ],
    [
      'a node port, policy Local: the source stays',
      local,
      'ext -> n2:30080',
      ['1 DELIVERED default/w2 from 172.16.130.9'],
    ],
    ['policy Local on a node without endpoints', local2, 'ext -> n1:30082', ['1 NO_ENDPOINTS ETP-LOCAL']],
    [
      'policy Local, from a pod: any endpoint',
      local2,
      'default/client -> n1:30082',
      ['1 DELIVERED default/only2 from 10.244.0.10'],
    ],
    [
      'policy Local, from the node itself: any endpoint',
      local2,
      'n1 -> n1:30082',
      ['1 DELIVERED default/only2 from 10.244.0.0'],
    ],
    ['a node port on localhost', local2, 'n1 -> localhost:30082', ['1 DELIVERED default/only2 from 10.244.0.0']],
    [
      'internal policy Local, no endpoint here',
      inside2,
      'default/client -> service default/two:80',
      ['1 NO_ENDPOINTS'],
    ],
    [
      'internal policy Local does not bind the node port',
      inside2,
      'ext -> n1:30082',
      ['1 DELIVERED default/only2 from 10.244.0.0'],
    ],
    [
      'an external address that is a node',
      external('172.16.130.13'),
      'ext -> 172.16.130.13:80',
      ['0.5 DELIVERED default/w1 from 10.244.2.0', '0.5 DELIVERED default/w2 from 10.244.2.0'],
    ],
    [
      'an external address, from a pod: it never leaves',
      external('192.0.2.7'),
      'default/client -> 192.0.2.7:80',
      ['0.5 DELIVERED default/w1 from 10.244.0.1', '0.5 DELIVERED default/w2 from 10.244.0.0'],
    ],
    [
      'the second of several ports',
      several,
      'default/far -> service default/web:81',
      ['0.5 DELIVERED default/w1 from 10.244.2.10', '0.5 DELIVERED default/w2 from 10.244.2.10'],
    ],
    [
      'a target that does not listen',
      several,
      'default/far -> service default/web:82',
      ['0.5 NO_LISTENER', '0.5 NO_LISTENER'],
    ],
    ['a port that the Service does not have', several, 'default/far -> service default/web:83', ['1 NO_ROUTE']],
    ['a ping to a ClusterIP is not translated', cluster, 'default/far -> service default/web ICMP', ['1 NO_ROUTE']],
    [
      'its own Service: the node in between',
      'service self { selector app=self  port 80/TCP -> 8080 }',
      'default/self -> service default/self:80',
      ['1 DELIVERED default/self from 10.244.0.1'],
    ],
    [
      'a hostNetwork endpoint',
      'service h { selector app=host  port 80/TCP -> 9100 }',
      'default/client -> service default/h:80',
      ['1 DELIVERED n2 from 172.16.130.11'],
    ],
    [
      'endpoints kept by hand',
      'service hand { port 80/TCP -> 8080  endpoints 10.244.1.30 }',
      'default/client -> service default/hand:80',
      ['1 DELIVERED default/only2 from 10.244.0.10'],
    ],
    [
      'a name that no pod has',
      'service web { selector app=web  port 80/TCP -> nothing }',
      'default/client -> service default/web:80',
      ['1 NO_ENDPOINTS SVC-NO-ENDPOINT'],
    ],
    [
      'session affinity: the first packet may go anywhere',
      `${web} sessionAffinity ClientIP }`,
      'default/client -> service default/web:80',
      ['0.5 DELIVERED default/w1 from 10.244.0.10', '0.5 DELIVERED default/w2 from 10.244.0.10'],
    ],
    ['the API server', '', 'default/client -> service default/kubernetes:443', ['1 DELIVERED n1 from 10.244.0.10']],
    [
      'headless: any of the pods',
      'service head { clusterIP None  selector app=web  port 8080/TCP }',
      'default/far -> service default/head:8080',
      ['0.5 DELIVERED default/w1 from 10.244.2.10', '0.5 DELIVERED default/w2 from 10.244.2.10'],
    ],
    [
      'headless, by the name of its port',
      'service head { clusterIP None  selector app=web  port web 80/TCP -> http }',
      'default/far -> service default/head:http',
      ['0.5 DELIVERED default/w1 from 10.244.2.10', '0.5 DELIVERED default/w2 from 10.244.2.10'],
    ],
    [
      'headless without pods',
      'service head { clusterIP None  selector app=none  port 8080/TCP }',
      'default/far -> service default/head:8080',
      ['1 NO_ENDPOINTS SVC-NO-ENDPOINT'],
    ],
  ])('%s', async (_, services, question, expected) => {
    expect((await paths(services, question)).map(ends)).toEqual(expected);
  });
});

test('what arrives is answered from the address that was asked', async () => {
  for (const path of await paths(cluster, 'default/client -> service default/web:80')) {
    const last = path.reply!.at(-1)!.steps.at(-1)!;
    expect(last.type === 'deliver' && last.frame?.source).toBe('10.96.0.20');
  }
});

test('a pod reaches itself only where its port may send frames back', async () => {
  const service = 'service self { selector app=self  port 80/TCP -> 8080 }';
  const found = await paths(service, 'default/self -> service default/self:80', ' hairpinMode false');
  expect(found.map(ends)).toEqual(['1 BLACKHOLE HAIRPIN']);
});

test('a Service without endpoints is refused by the first node, with its own address', async () => {
  const [path] = await paths(
    'service web { selector app=no  port 80/TCP }',
    'default/client -> service default/web:80',
  );
  expect(path?.error?.at(-1)?.namespace).toBe('default/client');
  expect(path?.forward.at(-1)?.steps.at(-1)).toMatchObject({
    type: 'drop',
    rule: expect.stringContaining('"default/web has no endpoints" -m tcp --dport 80 -j REJECT'),
  });
});

test('session affinity, policy Local and the chances stand in the chains', async () => {
  const text = model(`${local.replace('}', 'sessionAffinity ClientIP }')}`);
  const topology = await topologyOf(text);
  const node = createNetwork(topology, allocator(topology)).namespace('node:c/n2')!;
  const lines = formatTables(node.netfilter).filter((line) => /LOLE4ISW44XBNF3G|30080/.test(line));
  expect(lines.map((line) => line.replace(/SEP-\w+/g, 'SEP'))).toMatchInlineSnapshot(`
    [
      ":KUBE-EXT-LOLE4ISW44XBNF3G - [0:0]",
      ":KUBE-SVC-LOLE4ISW44XBNF3G - [0:0]",
      ":KUBE-SVL-LOLE4ISW44XBNF3G - [0:0]",
      "-A KUBE-EXT-LOLE4ISW44XBNF3G -s 10.244.0.0/16 -m comment --comment "pod traffic for default/web external destinations" -j KUBE-SVC-LOLE4ISW44XBNF3G",
      "-A KUBE-EXT-LOLE4ISW44XBNF3G -m comment --comment "masquerade LOCAL traffic for default/web external destinations" -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ",
      "-A KUBE-EXT-LOLE4ISW44XBNF3G -m comment --comment "route LOCAL traffic for default/web external destinations" -m addrtype --src-type LOCAL -j KUBE-SVC-LOLE4ISW44XBNF3G",
      "-A KUBE-EXT-LOLE4ISW44XBNF3G -j KUBE-SVL-LOLE4ISW44XBNF3G",
      "-A KUBE-NODEPORTS -p tcp -m comment --comment "default/web" -m tcp --dport 30080 -j KUBE-EXT-LOLE4ISW44XBNF3G",
      "-A KUBE-SERVICES -d 10.96.0.20/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-SVC-LOLE4ISW44XBNF3G",
      "-A KUBE-SVC-LOLE4ISW44XBNF3G ! -s 10.244.0.0/16 -d 10.96.0.20/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ",
      "-A KUBE-SVC-LOLE4ISW44XBNF3G -m comment --comment "default/web -> 10.244.0.20:8080" -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP --mask 255.255.255.255 --rsource -j KUBE-SEP",
      "-A KUBE-SVC-LOLE4ISW44XBNF3G -m comment --comment "default/web -> 10.244.1.20:8080" -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP --mask 255.255.255.255 --rsource -j KUBE-SEP",
      "-A KUBE-SVC-LOLE4ISW44XBNF3G -m comment --comment "default/web -> 10.244.0.20:8080" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP",
      "-A KUBE-SVC-LOLE4ISW44XBNF3G -m comment --comment "default/web -> 10.244.1.20:8080" -j KUBE-SEP",
      "-A KUBE-SVL-LOLE4ISW44XBNF3G -m comment --comment "default/web -> 10.244.1.20:8080" -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP --mask 255.255.255.255 --rsource -j KUBE-SEP",
      "-A KUBE-SVL-LOLE4ISW44XBNF3G -m comment --comment "default/web -> 10.244.1.20:8080" -j KUBE-SEP",
    ]
  `);
});

describe('ten thousand Services', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => `service s${i} { type NodePort  selector app=web  port 80/TCP -> http }`);

  test('cost a trace little more than ten do', async () => {
    const time = async (count: number) => {
      const topology = await topologyOf(model(many(count).join('\n'), 'trace default/client -> service default/s3:80'));
      const network = createNetwork(topology, allocator(topology));
      trace(network, topology.traces[0]!);
      const times = Array.from({ length: 9 }, () => {
        const start = performance.now();
        trace(network, topology.traces[0]!);
        return performance.now() - start;
      });
      return times.sort((a, b) => a - b)[4]!;
    };
    const few = await time(10);
    expect(await time(2_000)).toBeLessThan(3 * few + 1);
  }, 60_000);
});
