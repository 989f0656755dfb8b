import { expect, test } from 'vitest';
import { prefix } from '../../../network/address/parse.ts';
import { createNetwork } from '../../../network/machines/create.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { FlannelBackend } from '../../../network/topology/cni.ts';
import { ask, podEnd } from '../../support/kernel-lab.ts';
import { cluster, flannel, nic, node, pod, said, segment, topology } from '../../support/topology.ts';
import { workOf } from '../../support/work.ts';

const end = (name: string) => ({ ...podEnd(name), id: `big/default/${name}` }) as ReturnType<typeof podEnd>;

/** The work of a trace between two of so many nodes, after the first, which gives out addresses. */
function cost(count: number, backend: Partial<FlannelBackend>): number {
  const nodes = Array.from({ length: count }, (_, i) =>
    node(`big/n${i}`, `10.${64 + (i >> 8)}.${i & 255}.0/24`, [nic('eth0', 'lan', `10.0.${(i >> 8) + 1}.${i & 255}`)]),
  );
  const pods = [pod('big/default/a', 'big/n1'), pod('big/default/b', `big/n${count - 1}`)];
  const model = topology({
    segments: [segment('lan', '10.0.0.0/16', { gateway: '10.0.255.254' })],
    clusters: [cluster('big', flannel(backend), nodes, pods, { podCIDRs: [said(prefix('10.64.0.0/10'))] })],
  });
  const network = createNetwork(model, allocator(model));
  const follow = () => ask(network, end('a'), end('b'));
  expect(follow().disposition).toBe('DELIVERED');
  return Math.min(workOf(follow), workOf(follow), workOf(follow));
}

test.each(['vxlan', 'host-gw', 'udp'] as const)(
  '%s: a trace among 5,000 nodes costs no more than one among 10',
  (type) => {
    expect(cost(5000, { type })).toBeLessThan(1.25 * cost(10, { type }));
  },
);
