import { describe, expect, test } from 'vitest';
import { prefix } from '../../../network/address/parse.ts';
import { createNetwork } from '../../../network/machines/create.ts';
import type { NetworkOptions } from '../../../network/machines/network.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { NOWHERE } from '../../../network/topology/origin.ts';
import type { Endpoint, Expect } from '../../../network/topology/question.ts';
import { judge } from '../../../network/trace/expect.ts';
import { example } from '../../support/examples.ts';
import { expectation, hostEnd, KERNEL_LAB, labTopology, nodeEnd, podEnd } from '../../support/kernel-lab.ts';
import { networkOf } from '../../support/models.ts';
import { listen, pod } from '../../support/topology.ts';

/** The lab with a deployment of three and a pod that listens on 80 and 443. */
function lab(options: NetworkOptions = {}) {
  const model = labTopology(KERNEL_LAB);
  const [cluster] = model.clusters;
  const [namespace] = cluster!.namespaces;
  const web = pod('lab/default/web', '', undefined, {
    kind: 'Deployment',
    replicas: 3,
    ports: [listen(80, 'TCP', 'http')],
  });
  const two = pod('lab/default/two', 'lab/node2', undefined, { ports: [listen(80), listen(443)] });
  const namespaces = [{ ...namespace!, workloads: [...namespace!.workloads, web, two] }];
  const changed = { ...model, clusters: [{ ...cluster!, namespaces }] };
  return createNetwork(changed, allocator(changed), options);
}

const internet: Endpoint = { kind: 'internet', origin: NOWHERE };
const name: Endpoint = { kind: 'name', name: 'web.default.svc', origin: NOWHERE };
const cannot = { can: false };
const tunnel = (wanted: boolean, kind?: string) => ({ encapsulation: { wanted, kind } });
const tcp = (port: number | string) => ({ probe: { protocol: 'TCP', port } as const });

describe('verdicts', () => {
  const cases: [string, Expect, 'holds' | 'fails' | 'insufficient', RegExp?][] = [
    ['can, and does', expectation(podEnd('p1a'), podEnd('p2a')), 'holds'],
    ['cannot, but does', expectation(podEnd('p1a'), podEnd('p2a'), cannot), 'fails', /it arrives/],
    [
      'can, but nothing listens',
      expectation(podEnd('p1a'), podEnd('p2a'), tcp(81)),
      'fails',
      /NO_LISTENER at pod default\/p2a/,
    ],
    ['cannot, as nothing listens', expectation(podEnd('p1a'), podEnd('p2a'), { ...cannot, ...tcp(81) }), 'holds'],
    ['a port by name', expectation(podEnd('p1a'), podEnd('web'), tcp('http')), 'holds'],
    [
      'a name that no port has',
      expectation(podEnd('p1a'), podEnd('web'), tcp('https')),
      'insufficient',
      /no port named https/,
    ],
    ['every pod of a deployment', expectation(podEnd('web'), podEnd('two'), tcp(443)), 'holds'],
    ['without NAT, pod to pod', expectation(podEnd('p1a'), podEnd('p2a'), { withoutNAT: true }), 'holds'],
    [
      'without NAT, but masqueraded',
      expectation(podEnd('p1a'), nodeEnd('node2'), { withoutNAT: true }),
      'fails',
      /10.244.0.10 was translated to 172.16.130.244/,
    ],
    ['with encapsulation', expectation(podEnd('p1a'), podEnd('p2a'), tunnel(true)), 'holds'],
    ['with the right kind', expectation(podEnd('p1a'), podEnd('p2a'), tunnel(true, 'vxlan')), 'holds'],
    ['with another kind', expectation(podEnd('p1a'), podEnd('p2a'), tunnel(true, 'ipip')), 'fails', /without ipip/],
    ['without encapsulation, on one node', expectation(podEnd('p1a'), podEnd('p1b'), tunnel(false)), 'holds'],
    ['without encapsulation, across', expectation(podEnd('p1a'), podEnd('p2a'), tunnel(false)), 'fails', /vxlan/],
    ['from source node', expectation(podEnd('p1a'), nodeEnd('node2'), { fromSource: 'node' }), 'holds'],
    ['from source itself', expectation(podEnd('p1a'), podEnd('p2a'), { fromSource: podEnd('p1a') }), 'holds'],
    [
      'from another source',
      expectation(podEnd('p1a'), hostEnd('ext'), { fromSource: podEnd('p1a') }),
      'fails',
      /172.16.130.244/,
    ],
    ['can reach what is not modelled', expectation(podEnd('p1a'), name), 'insufficient', /DNS/],
    ['cannot reach what is not modelled', expectation(podEnd('p1a'), name, cannot), 'insufficient'],
    [
      'can reach the Internet: the gateway is a host without a route',
      expectation(podEnd('p1a'), internet),
      'fails',
      /ext/,
    ],
    ['can, and every way arrives', expectation(podEnd('p1a'), podEnd('p2a'), { encapsulation: undefined }), 'holds'],
    [
      'by a policy, where it is something else that stops it',
      expectation(podEnd('p1a'), podEnd('p2a'), { ...cannot, ...tcp(81), byPolicy: { id: 'p', origin: NOWHERE } }),
      'fails',
      /NO_LISTENER/,
    ],
  ];
  test.each(cases)('%s', (_, statement, verdict, reason) => {
    const found = judge(lab(), statement);
    expect(found.verdict).toBe(verdict);
    expect(found.reason).toMatch(reason ?? /./);
    expect(found.result).toBeDefined();
  });
});

describe('a failure names the rule', () => {
  const decisive = (statement: Expect, options: NetworkOptions = {}) => judge(lab(options), statement).decisive;
  test('that translated', () => {
    expect(decisive(expectation(podEnd('p1a'), nodeEnd('node2'), { withoutNAT: true }))).toMatchObject({
      namespace: 'node1',
      rule: expect.stringContaining('-j MASQUERADE'),
    });
  });
  test('that encapsulated', () => {
    expect(decisive(expectation(podEnd('p1a'), podEnd('p2a'), tunnel(false)))).toMatchObject({
      namespace: 'node1',
      rule: expect.stringMatching(/dst 172.16.130.140 self permanent/),
    });
  });
  test('that ended the way', () => {
    const blackhole = { type: 'blackhole', destination: prefix('10.244.1.0/25'), scope: 'global' } as const;
    const options: NetworkOptions = { mutate: { 'node:lab/node1': (node) => node.main.add(blackhole) } };
    const found = decisive(expectation(podEnd('p1a'), podEnd('p2a')), options);
    expect(found).toMatchObject({ namespace: 'node1', rule: 'blackhole 10.244.1.0/25' });
  });
  test('or the machine that has none', () => {
    const found = decisive(expectation(hostEnd('ext'), podEnd('p2a')));
    expect(found).toEqual({ namespace: 'ext' });
  });
});

describe('any port is ICMP and every port that it listens on', () => {
  const closed = { mutate: { 'pod:lab/default/two': closePort443 } };
  function closePort443(namespace: { listeners: { port?: number }[] }) {
    namespace.listeners.splice(
      0,
      namespace.listeners.length,
      ...namespace.listeners.filter(({ port }) => port !== 443),
    );
  }
  test('can: all of them', () => {
    expect(judge(lab(), expectation(podEnd('p1a'), podEnd('two'))).verdict).toBe('holds');
    const { verdict, reason } = judge(lab(closed), expectation(podEnd('p1a'), podEnd('two')));
    expect([verdict, reason]).toEqual(['fails', expect.stringContaining('TCP port 443')]);
  });
  test('cannot: none of them', () => {
    expect(judge(lab(closed), expectation(podEnd('p1a'), podEnd('two'), cannot)).verdict).toBe('fails');
  });
});

describe('a workload is all its pods', () => {
  /** One of the three pods of `web` is on a node that has lost its way back to node1. */
  const lame = {
    mutate: {
      'node:lab/node3': (node: { main: { delete(p: ReturnType<typeof prefix>): void } }) =>
        node.main.delete(prefix('10.244.0.0/24')),
    },
  };
  test('can: every one', () => {
    const { verdict, reason } = judge(lab(lame), expectation(podEnd('p1a'), podEnd('web')));
    expect([verdict, reason]).toEqual(['fails', expect.stringContaining('REPLY_LOST')]);
  });
  test('cannot: none', () => {
    expect(judge(lab(lame), expectation(podEnd('p1a'), podEnd('web'), cannot)).verdict).toBe('fails');
  });
  test('one that is tampered with stands for itself only', () => {
    const deaf = { mutate: { 'pod:lab/default/web-2': (ns: { listeners: unknown[] }) => void ns.listeners.splice(0) } };
    const { verdict, reason } = judge(lab(deaf), expectation(podEnd('p1a'), podEnd('web'), tcp(80)));
    expect([verdict, reason]).toEqual(['fails', expect.stringContaining('default/web-2')]);
  });
});

describe('the examples', () => {
  const verdicts = async (name: string) => {
    const network = await networkOf(example(name));
    return network.topology.expects.map((statement) => judge(network, statement));
  };
  test('flannel-vxlan: every expect holds', async () => {
    expect((await verdicts('flannel-vxlan.knet')).map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
  });
  test.each([
    'kernel-lab',
    'kube-proxy',
    'calico-mesh',
    'calico-vxlan',
    'calico-pools',
    'calico-route-reflector',
    'network-policy',
    'deny-others',
  ])('%s: every expect holds', async (name) => {
    const found = await verdicts(`${name}.knet`);
    expect(found.length).toBeGreaterThanOrEqual(3);
    for (const { verdict, reason } of found) expect([verdict, reason]).toEqual(['holds', expect.any(String)]);
  });
  test.each(['ack-flannel', 'aws-ingress', 'terway'])('%s: every statement holds', async (name) => {
    const found = await verdicts(`${name}.knet`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });
});
