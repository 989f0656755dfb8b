import type { Family } from '../address/address.ts';
import { familyOf } from '../address/address.ts';
import { prefixOf } from '../address/prefix.ts';
import type { PolicyPeer } from '../topology/policy.ts';
import { insistedLabel } from './namespaces.ts';
import type { Party, PeerSet } from './party.ts';

/** Sets of peers by something that those whom they select must have, so that a party asks few of them. */
export class PeerIndex {
  readonly #byKey = new Map<string, PeerSet[]>();
  /** Sets that anybody may belong to. */
  readonly #others: PeerSet[] = [];
  /** Lengths of the prefixes that some block has. */
  readonly #lengths: Readonly<Record<Family, Set<number>>> = { 4: new Set(), 6: new Set() };

  add(set: PeerSet): void {
    if (set.all) this.#others.push(set);
    for (const peer of set.peers) {
      const key = this.#keyOf(peer, set.own);
      if (key === undefined) this.#others.push(set);
      else pushTo(this.#byKey, key, set);
    }
  }

  /** Every set that the party may belong to, and some more. */
  candidates(party: Party): Set<PeerSet> {
    const found = new Set(this.#others);
    for (const key of this.#keysOf(party)) for (const set of this.#byKey.get(key) ?? []) found.add(set);
    return found;
  }

  #keyOf({ ipBlock, podSelector, namespaceSelector }: PolicyPeer, own: string): string | undefined {
    if (ipBlock) {
      const { first, length } = ipBlock.cidr.value;
      this.#lengths[familyOf(first)].add(length);
      return blockKey(first, length);
    }
    if (!namespaceSelector) return `own ${own}`;
    const pod = podSelector && insistedLabel(podSelector);
    if (pod !== undefined) return `pod ${pod}`;
    const namespace = insistedLabel(namespaceSelector);
    return namespace === undefined ? undefined : `namespace ${namespace}`;
  }

  *#keysOf({ namespace, namespaceLabels, labels, addresses }: Party): Generator<string> {
    yield `own ${namespace}`;
    for (const [key, value] of Object.entries(labels)) yield `pod ${key}=${value}`;
    for (const [key, value] of Object.entries(namespaceLabels)) yield `namespace ${key}=${value}`;
    for (const address of addresses) {
      for (const length of this.#lengths[familyOf(address)]) yield blockKey(prefixOf(address, length).first, length);
    }
  }
}

const blockKey = (first: number | bigint, length: number) => `block ${first}/${length}`;

function pushTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
