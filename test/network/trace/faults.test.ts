import { describe, expect, test } from 'vitest';
import { address, prefix } from '../../../network/address/parse.ts';
import type { Device, Vxlan } from '../../../network/linux/device.ts';
import type { NetworkNamespace } from '../../../network/linux/namespace.ts';
import type { FlannelBackend } from '../../../network/topology/cni.ts';
import type { ProbeOptions } from '../../../network/topology/question.ts';
import type { TracePath } from '../../../network/trace/result.ts';
import { captures, framesOf } from '../../support/captures.ts';
import { ask, KERNEL_LAB, labNetwork, podEnd } from '../../support/kernel-lab.ts';

/** The lab with one machine's state changed, and p1a's packet to p2a in it. */
function faulty(
  key: string,
  change: (namespace: NetworkNamespace) => void,
  probe: ProbeOptions = {},
  backend: Partial<FlannelBackend> = {},
) {
  const network = labNetwork(KERNEL_LAB, backend, { mutate: { [key]: change } });
  const [path] = ask(network, podEnd('p1a'), podEnd('p2a'), { protocol: 'ICMP', ...probe }).paths;
  // The place where the packet dies: what tells the sender of it goes on from there.
  const frames = framesOf(network, { ...path!, error: undefined });
  const last = frames.at(-1);
  return { path: path!, frames, last: last && `${last.namespace} ${last.device} ${last.direction}` };
}

const device = (namespace: NetworkNamespace, name: string): Device => namespace.devices.get(name)!;
const vtep = (namespace: NetworkNamespace) => device(namespace, 'flannel.1') as Vxlan;
const ending = ({ disposition, error }: TracePath) => [disposition, error === undefined ? 'silence' : 'answered'];

/** What node1 has as MAC of node2's VTEP. */
const peerMac = (namespace: NetworkNamespace) => vtep(namespace).neighbours.get(address('10.244.1.0'))!.mac;

describe('FDB', () => {
  test('an entry that is missing: last seen on flannel.1 out', () => {
    const { path, last } = faulty('node:lab/node1', (node) => vtep(node).fdb.delete(peerMac(node)));
    expect(last).toBe('node1 flannel.1 out');
    expect(ending(path)).toEqual(['BLACKHOLE', 'silence']);
  });
  test('an entry with the wrong node: it comes out of the tunnel there, and the MAC is not that of the VTEP', () => {
    const { path, frames, last } = faulty('node:lab/node1', (node) =>
      vtep(node).fdb.set({ mac: peerMac(node), destination: address('172.16.130.164') }),
    );
    expect(last).toBe('node3 flannel.1 in');
    expect(frames.find(({ device }) => device === 'p-node3')?.encapsulation?.[0]?.destination).toBe('172.16.130.164');
    expect(ending(path)).toEqual(['BLACKHOLE', 'silence']);
  });
  test('an entry with an address that nobody has: last seen before the wire, and the pod learns nothing', () => {
    const { path, last } = faulty('node:lab/node1', (node) =>
      vtep(node).fdb.set({ mac: peerMac(node), destination: address('172.16.130.77') }),
    );
    expect(last).toBe('node1 flannel.1 out');
    expect(ending(path)).toEqual(['NEIGHBOUR_UNREACHABLE', 'silence']);
  });
  test('an entry with a host that has no VTEP', () => {
    const { path, last } = faulty('node:lab/node1', (node) =>
      vtep(node).fdb.set({ mac: peerMac(node), destination: address('172.16.130.9') }),
    );
    expect(last).toBe('ext eth0 in');
    expect(ending(path)).toEqual(['NO_LISTENER', 'silence']);
  });
});

describe('neighbours', () => {
  test('a VTEP whose MAC is not known: nobody answers in the tunnel', () => {
    const { path, last } = faulty('node:lab/node1', (node) => vtep(node).neighbours.delete(address('10.244.1.0')));
    expect(last).toBe('node1 cni0 in');
    expect(ending(path)).toEqual(['NEIGHBOUR_UNREACHABLE', 'answered']);
    expect(path.error?.at(-1)?.namespace).toBe('default/p1a');
  });
  test('a pod with another MAC than the bridge learnt: it is asked for by ARP, and the frame is flooded', () => {
    const mac = '0a:58:00:00:00:99';
    const { path } = faulty('pod:lab/default/p2a', (pod) => {
      device(pod, 'eth0').mac = mac;
    });
    const steps = path.forward.flatMap((hop) => hop.steps);
    expect(steps).toContainEqual(expect.objectContaining({ type: 'neighbour', address: '10.244.1.10', mac }));
    expect(steps).toContainEqual(expect.objectContaining({ type: 'bridge', device: 'cni0', flooded: true }));
    expect(path.disposition).toBe('DELIVERED');
  });
});

describe('routes', () => {
  const pods2 = prefix('10.244.1.0/24');
  const replace = (route: Parameters<NetworkNamespace['main']['add']>[0]) => (node: NetworkNamespace) => {
    node.main.delete(pods2);
    node.main.add(route);
  };
  const to = { type: 'unicast', destination: pods2, scope: 'global' } as const;

  test('to another node: it has no pod of that address and sends it on, where it belongs', () => {
    const { path, frames } = faulty(
      'node:lab/node1',
      replace({ ...to, via: address('10.244.2.0'), device: 'flannel.1', onlink: true }),
    );
    expect(frames.map((frame) => frame.namespace)).toContain('node3');
    expect(path.disposition).toBe('DELIVERED');
    // node3 forwards it too, so it arrives with one less than the usual 62.
    expect(frames.find(({ namespace }) => namespace === 'p2a')?.ttl).toBe(61);
  });
  test.each([
    ['blackhole', 'BLACKHOLE', 'silence', undefined],
    ['unreachable', 'NO_ROUTE', 'answered', 'type 3 code 1'],
    ['prohibit', 'NO_ROUTE', 'answered', 'type 3 code 13'],
  ] as const)('%s', (type, disposition, answer, icmp) => {
    const { path, last } = faulty('node:lab/node1', replace({ ...to, type }));
    expect(last).toBe('node1 cni0 in');
    expect(ending(path)).toEqual([disposition, answer]);
    expect(path.error?.[0]?.steps[0]).toEqual(
      icmp ? expect.objectContaining({ frame: expect.objectContaining({ icmp }) }) : undefined,
    );
  });
  test('missing: it dies at the gateway, which knows no pods, so that its ICMP error cannot come back either', () => {
    const { path, last } = faulty('node:lab/node1', (node) => node.main.delete(pods2));
    expect(last).toBe('ext eth0 in');
    expect(ending(path)).toEqual(['NO_ROUTE', 'silence']);
  });
  test('missing on the way back: the reply is lost', () => {
    const { path } = faulty('node:lab/node2', (node) => node.main.delete(prefix('10.244.0.0/24')));
    expect(path.disposition).toBe('REPLY_LOST');
    expect(path.reply?.at(-1)?.namespace).toBe('ext');
  });
  test('round in circles: the TTL runs out', () => {
    const route = { ...to, via: address('172.16.130.164'), device: 'eth0' };
    const network = labNetwork(
      KERNEL_LAB,
      { type: 'host-gw' },
      {
        mutate: {
          'node:lab/node1': replace(route),
          'node:lab/node3': replace({ ...route, via: address('172.16.130.244') }),
        },
      },
    );
    const [path] = ask(network, podEnd('p1a'), podEnd('p2a')).paths;
    expect(path?.disposition).toBe('LOOP');
    expect(framesOf(network, { ...path!, error: undefined }).at(-1)).toMatchObject({
      ttl: 1,
      destination: '10.244.1.10',
    });
  });
  test('of the wrong kind give other frames than the capture', () => {
    const { frames } = faulty('node:lab/node1', replace({ ...to, via: address('172.16.130.140'), device: 'eth0' }));
    expect(frames).not.toEqual(captures('flannel-vxlan.json').a1!.frames);
  });
});

describe('MTU', () => {
  const narrow = (name: string, mtu: number) => (namespace: NetworkNamespace) => {
    device(namespace, name).mtu = mtu;
  };
  const big = { size: 1450, dontFragment: true };

  test('1450 inside make exactly 1500 outside', () => {
    const { path, frames } = faulty('node:lab/none', () => {}, big);
    expect(path.disposition).toBe('DELIVERED');
    expect(frames.find(({ device }) => device === 'p-node1')?.encapsulation?.[0]?.length).toBe(1500);
  });
  test('1451 with DF never reach a wire: the sender refuses', () => {
    const { path, frames } = faulty('node:lab/none', () => {}, { ...big, size: 1451 });
    expect(frames).toEqual([]);
    expect(ending(path)).toEqual(['MTU_EXCEEDED', 'silence']);
  });
  test('a wide pod on a narrow tunnel: fragmentation needed, with the MTU', () => {
    const { path, last } = faulty('pod:lab/default/p1a', narrow('eth0', 1500), { size: 1454, dontFragment: true });
    expect(last).toBe('node1 cni0 in');
    expect(ending(path)).toEqual(['MTU_EXCEEDED', 'answered']);
    expect(path.error?.at(-1)?.namespace).toBe('default/p1a');
  });
  test('a smaller underlay: the outer packet goes in fragments', () => {
    const both = { 'node:lab/node1': narrow('eth0', 1400), 'node:lab/node2': narrow('eth0', 1400) };
    const network = labNetwork(KERNEL_LAB, {}, { mutate: both });
    const [path] = ask(network, podEnd('p1a'), podEnd('p2a'), big).paths;
    const frames = framesOf(network, { ...path!, error: undefined });
    expect(path!.disposition).toBe('DELIVERED');
    const cut = path!.forward.flatMap((hop) => hop.steps).find((step) => step.type === 'mtu');
    expect(cut).toMatchObject({ device: 'eth0', mtu: 1400, length: 1500, fits: false, fragments: 2 });
    expect(frames.find(({ device }) => device === 'p-node1')?.encapsulation?.[0]?.length).toBeLessThanOrEqual(1400);
  });
  test('a card that takes less than the sender sends loses the large answer', () => {
    const { path, last } = faulty('node:lab/node1', narrow('eth0', 1400), big);
    expect(last).toBe('sw p-node1 out');
    expect(path.disposition).toBe('REPLY_LOST');
  });
  test('a receiving veth with a smaller MTU drops silently', () => {
    const { path, last } = faulty('pod:lab/default/p2a', narrow('eth0', 1400), big);
    expect(last).toBe('node2 veth-p2a out');
    expect(ending(path)).toEqual(['MTU_EXCEEDED', 'silence']);
  });
});

describe('what else ends a way', () => {
  test('ip_forward off: silence', () => {
    const { path, last } = faulty('node:lab/node2', (node) => node.sysctls.set('net.ipv4.ip_forward', '0'));
    expect(last).toBe('node2 flannel.1 in');
    expect(ending(path)).toEqual(['BLACKHOLE', 'silence']);
  });
  test.each([1, 2])('rp_filter %i drops a source to which there is no route', (mode) => {
    const { path, last } = faulty('node:lab/node2', (node) => {
      node.sysctls.set('net.ipv4.conf.all.rp_filter', String(mode));
      node.main.delete(prefix('10.244.0.0/24'));
      node.main.delete(prefix('0.0.0.0/0'));
    });
    expect(last).toBe('node2 flannel.1 in');
    expect(ending(path)).toEqual(['REVERSE_PATH_FILTERED', 'silence']);
  });
  test('strict rp_filter drops what would be answered by another device, loose does not', () => {
    const asymmetric = (mode: string) =>
      faulty('node:lab/node2', (node) => {
        node.sysctls.set('net.ipv4.conf.flannel.1.rp_filter', mode);
        node.main.delete(prefix('10.244.0.0/24'));
      }).path;
    expect(asymmetric('1').disposition).toBe('REVERSE_PATH_FILTERED');
    expect(asymmetric('2').disposition).toBe('REPLY_LOST');
  });
  test.each([
    [1, 'node1 cni0 in'],
    [2, 'node2 flannel.1 in'],
  ])('TTL %i', (ttl, where) => {
    const { path, last } = faulty('node:lab/none', () => {}, { ttl });
    expect(last).toBe(where);
    expect(ending(path)).toEqual(['TTL_EXCEEDED', 'answered']);
    expect(path.error?.at(-1)?.namespace).toBe('default/p1a');
  });
  test('TTL 3 is enough', () =>
    expect(faulty('node:lab/none', () => {}, { ttl: 3 }).path.disposition).toBe('DELIVERED'));
});
