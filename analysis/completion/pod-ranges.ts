import { formatPrefix, prefixFamily } from '../../network/address/prefix.ts';
import { RangeSet } from '../../network/address/ranges.ts';
import type { Model } from '../model.ts';
import { freeBlocks } from './blocks.ts';
import { type Cursor, clusterAround, idOf } from './cursor.ts';
import { NONE, type Proposal } from './proposal.ts';
import { privateRange, typedAt, values } from './ranges.ts';

/** The range that the controller manager would give the node next. */
export function nodeRange(model: Model, cursor: Cursor): readonly Proposal[] {
  const cluster = clusterAround(model.topology, cursor.block);
  if (!cluster) return NONE;
  const allocation = model.allocate(cluster);
  const own = idOf(cursor.block);
  const others = cluster.nodes.filter((node) => node.id !== own);
  const taken = new RangeSet(others.flatMap((node) => [...allocation.nodePodCIDRs(node), ...values(node.podCIDRs)]));
  const typed = typedAt(cursor);
  return values(cluster.podCIDRs).flatMap((home) => {
    const lengths = [cluster.nodeCIDRMaskSizes[prefixFamily(home)]];
    return freeBlocks({ typed, homes: [home], lengths, taken, where: ` of podCIDR ${formatPrefix(home)}` });
  });
}

/** A block of one of Calico's pools that no other node has. */
export function calicoBlock(model: Model, cursor: Cursor): readonly Proposal[] {
  const cluster = clusterAround(model.topology, cursor.block);
  if (cluster?.cni.kind !== 'calico') return NONE;
  const allocation = model.allocate(cluster);
  const own = idOf(cursor.block);
  const others = cluster.nodes.filter((node) => node.id !== own);
  const taken = new RangeSet(others.flatMap((node) => [...allocation.nodePodCIDRs(node), ...values(node.ipBlocks)]));
  const typed = typedAt(cursor);
  return cluster.cni.ipPools.flatMap(({ name, cidr, blockSize }) =>
    cidr ? freeBlocks({ typed, homes: [cidr.value], lengths: [blockSize], taken, where: ` of IPPool ${name}` }) : [],
  );
}

/** The cluster's Pod range as a whole, or what other pools leave of it. */
export function poolRange(model: Model, cursor: Cursor): readonly Proposal[] {
  const cluster = clusterAround(model.topology, cursor.block);
  if (!cluster) return NONE;
  const own = idOf(cursor.block);
  const pools = cluster.cni.kind === 'calico' ? cluster.cni.ipPools.filter(({ id }) => id !== own) : [];
  const taken = new RangeSet(values(pools.flatMap(({ cidr }) => cidr ?? [])));
  const typed = typedAt(cursor);
  const inside = values(cluster.podCIDRs).flatMap((home) => {
    const lengths = [home.length, home.length + 1, home.length + 2];
    return freeBlocks({ typed, homes: [home], lengths, taken, where: ` of podCIDR ${formatPrefix(home)}` }).slice(0, 1);
  });
  return [...inside, ...privateRange(model, cursor, 'podCIDR').slice(0, 1)];
}
