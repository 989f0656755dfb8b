import { describe, expect, test } from 'vitest';
import { formatTables } from '../../../network/linux/iptables.ts';
import { trace } from '../../../network/trace/trace.ts';
import { networkOf } from '../../support/models.ts';
import { clusterWith, endOf } from './cases.ts';

async function paths(services: string, question: string, flannel = '') {
  const network = await networkOf(clusterWith({ services, questions: [question], flannel }));
  return trace(network, network.topology.traces[0]!).paths;
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
      ['0.5 DELIVERED default/w1 from 10.244.0.10 ttl 64', '0.5 DELIVERED default/w2 from 10.244.0.10 ttl 62'],
    ],
    [
      'a node, ClusterIP: masqueraded by the device it leaves by',
      cluster,
      'n1 -> service default/web:80',
      ['0.5 DELIVERED default/w1 from 10.244.0.1 ttl 64', '0.5 DELIVERED default/w2 from 10.244.0.0 ttl 63'],
    ],
    [
      'a node port, policy Cluster',
      nodePort,
      'ext -> n1:30080',
      ['0.5 DELIVERED default/w1 from 10.244.0.1 ttl 63', '0.5 DELIVERED default/w2 from 10.244.0.0 ttl 62'],
    ],
    [
      'a node port of a node without endpoints',
      nodePort,
      'ext -> n3:30080',
      ['0.5 DELIVERED default/w1 from 10.244.2.0 ttl 62', '0.5 DELIVERED default/w2 from 10.244.2.0 ttl 62'],
    ],
    [
      'a node port, policy Local: the source stays',
      local,
      'ext -> n2:30080',
      ['1 DELIVERED default/w2 from 172.16.130.9 ttl 63'],
    ],
    ['policy Local on a node without endpoints', local2, 'ext -> n1:30082', ['1 NO_ENDPOINTS ETP-LOCAL']],
    [
      'policy Local, from a pod: any endpoint',
      local2,
      'default/client -> n1:30082',
      ['1 DELIVERED default/only2 from 10.244.0.10 ttl 62'],
    ],
    [
      'policy Local, from the node itself: any endpoint',
      local2,
      'n1 -> n1:30082',
      ['1 DELIVERED default/only2 from 10.244.0.0 ttl 63'],
    ],
    ['a node port on localhost', local2, 'n1 -> localhost:30082', ['1 DELIVERED default/only2 from 10.244.0.0 ttl 63']],
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
      ['1 DELIVERED default/only2 from 10.244.0.0 ttl 62'],
    ],
    [
      'an external address that is a node',
      external('172.16.130.13'),
      'ext -> 172.16.130.13:80',
      ['0.5 DELIVERED default/w1 from 10.244.2.0 ttl 62', '0.5 DELIVERED default/w2 from 10.244.2.0 ttl 62'],
    ],
    [
      'an external address, from a pod: it never leaves',
      external('192.0.2.7'),
      'default/client -> 192.0.2.7:80',
      ['0.5 DELIVERED default/w1 from 10.244.0.1 ttl 64', '0.5 DELIVERED default/w2 from 10.244.0.0 ttl 62'],
    ],
    [
      'the second of several ports',
      several,
      'default/far -> service default/web:81',
      ['0.5 DELIVERED default/w1 from 10.244.2.10 ttl 62', '0.5 DELIVERED default/w2 from 10.244.2.10 ttl 62'],
    ],
    [
      'a target that does not listen',
      several,
      'default/far -> service default/web:82',
      ['0.5 NO_LISTENER answered', '0.5 NO_LISTENER answered'],
    ],
    [
      'a port that the Service does not have',
      several,
      'default/far -> service default/web:83',
      ['1 NO_ROUTE answered'],
    ],
    [
      'a ping to a ClusterIP is not translated',
      cluster,
      'default/far -> service default/web ICMP',
      ['1 NO_ROUTE answered'],
    ],
    [
      'its own Service: the node in between',
      'service self { selector app=self  port 80/TCP -> 8080 }',
      'default/self -> service default/self:80',
      ['1 DELIVERED default/self from 10.244.0.1 ttl 64'],
    ],
    [
      'a hostNetwork endpoint',
      'service h { selector app=host  port 80/TCP -> 9100 }',
      'default/client -> service default/h:80',
      ['1 DELIVERED n2 from 172.16.130.11 ttl 63'],
    ],
    [
      'endpoints kept by hand',
      'service hand { port 80/TCP -> 8080  endpoints 10.244.1.30 }',
      'default/client -> service default/hand:80',
      ['1 DELIVERED default/only2 from 10.244.0.10 ttl 62'],
    ],
    [
      'a name that no pod has',
      'service web { selector app=web  port 80/TCP -> nothing }',
      'default/client -> service default/web:80',
      ['1 NO_ENDPOINTS SVC-NO-ENDPOINT answered'],
    ],
    [
      'session affinity: the first packet may go anywhere',
      `${web} sessionAffinity ClientIP }`,
      'default/client -> service default/web:80',
      ['0.5 DELIVERED default/w1 from 10.244.0.10 ttl 64', '0.5 DELIVERED default/w2 from 10.244.0.10 ttl 62'],
    ],
    [
      'the API server',
      '',
      'default/client -> service default/kubernetes:443',
      ['1 DELIVERED n1 from 10.244.0.10 ttl 64'],
    ],
    [
      'headless: any of the pods',
      'service head { clusterIP None  selector app=web  port 8080/TCP }',
      'default/far -> service default/head:8080',
      ['0.5 DELIVERED default/w1 from 10.244.2.10 ttl 62', '0.5 DELIVERED default/w2 from 10.244.2.10 ttl 62'],
    ],
    [
      'headless, by the name of its port',
      'service head { clusterIP None  selector app=web  port web 80/TCP -> http }',
      'default/far -> service default/head:http',
      ['0.5 DELIVERED default/w1 from 10.244.2.10 ttl 62', '0.5 DELIVERED default/w2 from 10.244.2.10 ttl 62'],
    ],
    [
      'headless without pods',
      'service head { clusterIP None  selector app=none  port 8080/TCP }',
      'default/far -> service default/head:8080',
      ['1 NO_ENDPOINTS SVC-NO-ENDPOINT'],
    ],
  ])('%s', async (_, services, question, expected) => {
    expect((await paths(services, question)).map(endOf)).toEqual(expected);
  });
});

test('what arrives is answered from the address that was asked', async () => {
  const found = await paths(cluster, 'default/client -> service default/web:80');
  const told = found.map(({ reply }) => reply?.at(-1)?.steps.at(-1));
  const delivered = { type: 'deliver', frame: { source: '10.96.0.20' } };
  expect(told).toMatchObject([delivered, delivered]);
});

test('a pod reaches itself only where its port may send frames back', async () => {
  const service = 'service self { selector app=self  port 80/TCP -> 8080 }';
  const found = await paths(service, 'default/self -> service default/self:80', 'hairpinMode false');
  expect(found.map(endOf)).toEqual(['1 BLACKHOLE HAIRPIN']);
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
  const services = local.replace('}', 'sessionAffinity ClientIP }');
  const node = (await networkOf(clusterWith({ services }))).namespace('node:c/n2')!;
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
