import { expect, test } from 'vitest';
import { podLimits } from '../../../network/cloud/pod-limits.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { cluster, deployment, namespace, nic, node, sourced, subnet, topology, vpc } from '../topology/builders.ts';
import { awsVpc } from '../topology/cnis.ts';

/** The limit by network interfaces of an m5.large with so many pods. */
function roomFor(replicas: number): number | undefined {
  const n1 = node('n1', nic('v/s'), { instanceType: sourced('m5.large') });
  const web = deployment('default/web', replicas);
  const c = cluster({
    cni: awsVpc(),
    podCIDRs: [],
    nodes: [n1],
    namespaces: [namespace('default', { workloads: [web] })],
  });
  const segments = [subnet('v', 's', '10.0.0.0/20')];
  const t = topology({ vpcs: [vpc('v', '10.0.0.0/16', { provider: 'aws' })], segments, clusters: [c] });
  return podLimits(c, n1, allocator(t)(c)).find(({ kind }) => kind === 'interfaces')?.room;
}

test.each([
  ['max-pods of an m5.large counts two that use the node’s network', 2, 29],
  ['as long as there are addresses', 27, 29],
  ['28 that want an address each find 27', 28, 27],
  ['and so do 29', 29, 27],
  ['more than max-pods', 30, 29],
] as const)('%s', (_, replicas, room) => {
  expect(roomFor(replicas)).toBe(room);
});
