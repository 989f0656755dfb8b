import { type Address, addressAt, type Family, familyOf } from '../../address/address.ts';
import { containsPrefix, type Prefix, prefixFamily, prefixSize } from '../../address/prefix.ts';
import { lastFreeBlock, nextFreeBlock, RangeSet } from '../../address/ranges.ts';
import { calicoMatches } from '../calico-selector.ts';
import type { Cluster, Node } from '../cluster.ts';
import type { CalicoSelector } from '../cni.ts';
import { entry } from '../grouping.ts';
import { Lenders } from './calico-lenders.ts';

/** What block allocation needs of an IPPool. */
interface Pool {
  readonly cidr: Prefix;
  readonly blockSize: number;
  readonly nodeSelector?: CalicoSelector;
  readonly encapsulates: boolean;
}

/** What the nodes have once the pods are there, by index of the node. */
interface BlockPlan {
  readonly blocks: readonly (readonly Prefix[])[];
  /** Single addresses out of other nodes' blocks, in the order in which they are asked for. */
  readonly borrowed: ReadonlyMap<number, readonly Address[]>;
}

/** How many addresses of a family the automatic pods of the nodes need, in the order in which they are asked for. */
interface Demand {
  /** Indices of nodes, once for each address. */
  readonly nodes: Iterable<number>;
  /** Addresses written for pods: they may lie in a block and are then not free. */
  readonly written: RangeSet;
}

/**
 * Calico's IPAM: a node has the blocks written for it, else the next free one of the first pool it may use. Further
 * blocks, when the first is full, come from the pool's end in the order of the pods that need them. (Calico itself begins
 * at a place hashed from the node's name; from both ends, neither a new node nor a new pod moves anybody's block.)
 */
export class CalicoBlocks {
  readonly #cluster: Cluster;
  readonly #pools: readonly Pool[];
  readonly #first: readonly (readonly Prefix[])[];

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#pools = poolsOf(cluster);
    this.#first = this.#firstBlocks();
  }

  families(): readonly Family[] {
    return [...new Set(this.#pools.map((pool) => prefixFamily(pool.cidr)))];
  }

  /** Blocks that a node has before any pod runs, by index of the node. */
  first(node: number): readonly Prefix[] {
    return this.#first[node] ?? [];
  }

  /** All blocks of the nodes once the pods are there, and what they borrow of each other's where no block is left. */
  all(demands: Readonly<Record<Family, Demand>>): BlockPlan {
    const blocks = this.#first.map((first) => [...first]);
    const borrowed = new Map<number, Address[]>();
    for (const family of this.families()) this.#extend(family, demands[family], blocks, borrowed);
    return { blocks, borrowed };
  }

  /** The /32 (/128) of `tunl0` or `vxlan.calico`: the first free one of the node's first block, where its pool encapsulates. */
  tunnelAddresses(node: number, written: RangeSet): readonly Address[] {
    return this.families().flatMap((family) => {
      const block = this.first(node).find((block) => prefixFamily(block) === family);
      const pool = block && this.#pools.find((pool) => containsPrefix(pool.cidr, block));
      if (!pool?.encapsulates) return [];
      const free = written.free(block!).next();
      return free.done ? [] : [free.value];
    });
  }

  #firstBlocks(): Prefix[][] {
    const { nodes } = this.#cluster;
    const taken = new RangeSet(nodes.flatMap((node) => node.ipBlocks.map((block) => block.value)));
    const blocks = nodes.map((node) => node.ipBlocks.map((block) => block.value));
    for (const family of this.families()) {
      const cursors = new Map<Pool, Address>();
      nodes.forEach((node, index) => {
        if (blocks[index]!.some((block) => prefixFamily(block) === family)) return;
        const block = first(this.#usable(node, family), (pool) => {
          const found = nextFreeBlock(pool.cidr, pool.blockSize, taken, cursors.get(pool));
          cursors.set(pool, found ? addressAt(found.last, 1) : addressAt(pool.cidr.last, 1));
          return found;
        });
        if (block) blocks[index]!.push(block);
      });
    }
    return blocks;
  }

  #extend(family: Family, demand: Demand, blocks: Prefix[][], borrowed: Map<number, Address[]>): void {
    const taken = new RangeSet(blocks.flat());
    const ends = new Map<Pool, Address>();
    const left = blocks.map((own, node) => this.#capacity(family, node, own, demand.written));
    let lenders: Lenders | undefined;
    for (const node of demand.nodes) {
      if (left[node]!-- > 0) continue;
      const block = first(this.#usable(this.#cluster.nodes[node]!, family), (pool) => {
        const found = lastFreeBlock(pool.cidr, pool.blockSize, taken, ends.get(pool));
        ends.set(pool, found ? addressAt(found.first, -1) : addressAt(pool.cidr.first, -1));
        return found;
      });
      if (!block) {
        lenders ??= new Lenders(blocks, left, demand.written);
        const address = lenders.lend(this.#usable(this.#cluster.nodes[node]!, family).map(({ cidr }) => cidr));
        if (address !== undefined) entry(borrowed, node, () => []).push(address);
        continue;
      }
      blocks[node]!.push(block);
      left[node]! += freeCount(block, demand.written);
    }
  }

  #capacity(family: Family, node: number, own: readonly Prefix[], written: RangeSet): number {
    const mine = own.filter((block) => prefixFamily(block) === family);
    const tunnels = this.tunnelAddresses(node, written).filter((address) => familyOf(address) === family);
    return mine.reduce((sum, block) => sum + freeCount(block, written), 0) - tunnels.length;
  }

  #usable(node: Node, family: Family): readonly Pool[] {
    return this.#pools.filter(
      (pool) => prefixFamily(pool.cidr) === family && calicoMatches(pool.nodeSelector, node.labels),
    );
  }
}

/** Without any IPPool calico/node makes one of the podCIDR, encapsulating as its manifest says (`CALICO_IPV4POOL_IPIP`). */
function poolsOf(cluster: Cluster): readonly Pool[] {
  const { cni, podCIDRs } = cluster;
  const declared = cni.kind === 'calico' ? cni.ipPools : [];
  if (declared.length === 0) {
    return podCIDRs.map(({ value }) => ({ cidr: value, blockSize: defaultBlockSize(value), encapsulates: true }));
  }
  return declared.flatMap((pool) => {
    const cidr = pool.cidr?.value ?? podCIDRs[0]?.value;
    if (!cidr || pool.disabled) return [];
    const encapsulates = pool.ipipMode !== 'Never' || pool.vxlanMode !== 'Never';
    return [{ cidr, blockSize: pool.blockSize, nodeSelector: pool.nodeSelector, encapsulates }];
  });
}

function defaultBlockSize(cidr: Prefix): number {
  return prefixFamily(cidr) === 4 ? 26 : 122;
}

/** Calico gives out all addresses of a block, the first and the last too. */
function freeCount(block: Prefix, written: RangeSet): number {
  return prefixSize(block) - written.countIn(block);
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
