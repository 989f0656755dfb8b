import type { PolicyPeer } from '../topology/policy.ts';
import { type Labels, matches, type Requirement, type Selector } from '../topology/selector.ts';
import { AddressPostings } from './address-postings.ts';
import { addAll, type Bits, emptyBits, hasBit, keepCommon, putBit, removeAll } from './bits.ts';
import { keyOfLabels } from './member.ts';
import type { Party, PeerSet } from './party.ts';

/** Who bears a label, with any value and with each. */
interface LabelPostings {
  readonly bearers: Bits;
  readonly values: Map<string, Set<number>>;
}

interface NamespacePostings {
  readonly name: string | undefined;
  readonly labels: Labels;
  readonly bits: Bits;
}

/**
 * Posting lists over numbered parties: for each label who bears it, so that a selector is a few operations on bits however
 * many parties there are.
 */
export class Postings {
  readonly #capacity: number;
  /** All parties. */
  readonly everyone: Bits;
  readonly #addresses = new AddressPostings();
  readonly #byLabel = new Map<string, LabelPostings>();
  readonly #byNamespace = new Map<string, NamespacePostings>();
  /** Parties of the namespaces that a selector means: few selectors, asked by many rules. */
  readonly #selected = new Map<string, Bits>();

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.everyone = emptyBits(capacity);
  }

  /** Enters a party, or takes it out. */
  put(party: Party, index: number, value: boolean): void {
    putBit(this.everyone, index, value);
    for (const address of party.addresses) this.#addresses.put(address, index, value);
    if (party.kind === 'external' || party.hostNetwork) return;
    this.#selected.clear();
    putBit(this.#namespaceOf(party).bits, index, value);
    for (const key of Object.keys(party.labels)) this.#putLabel(key, party.labels[key]!, index, value);
  }

  /** Adds whom a set of peers selects. */
  select(set: PeerSet, found: Bits): void {
    if (set.all) addAll(found, this.everyone);
    for (const peer of set.peers) {
      if (peer.ipBlock) this.#addresses.forEachIn(peer.ipBlock, (index) => putBit(found, index, true));
      else this.#addPods(found, peer, set.own);
    }
  }

  #addPods(found: Bits, { podSelector, namespaceSelector }: PolicyPeer, own: string): void {
    if (!podSelector && !namespaceSelector) return;
    const inPlace = this.#inNamespaces(namespaceSelector, own);
    const requirements = podSelector?.requirements ?? [];
    const [only] = requirements;
    if (!only) addAll(found, inPlace);
    else if (requirements.length === 1 && only.operator === 'In') this.#addBearers(found, only, inPlace);
    else {
      const pods = inPlace.slice();
      for (const requirement of requirements) this.#keep(pods, requirement);
      addAll(found, pods);
    }
  }

  /** Most selectors ask for one label, which few pods have. */
  #addBearers(found: Bits, { key, values }: Requirement, among: Bits): void {
    const lists = this.#byLabel.get(key)?.values;
    for (const value of values) {
      for (const index of lists?.get(value) ?? []) if (hasBit(among, index)) putBit(found, index, true);
    }
  }

  #inNamespaces(selector: Selector | undefined, own: string): Bits {
    const key = JSON.stringify(selector?.requirements.map((one) => [one.key, one.operator, one.values]) ?? own);
    let bits = this.#selected.get(key);
    if (!bits) {
      bits = emptyBits(this.#capacity);
      for (const one of this.#byNamespace.values()) {
        if (selector ? matches(selector, one.labels) : one.name === own) addAll(bits, one.bits);
      }
      this.#selected.set(key, bits);
    }
    return bits;
  }

  /** Leaves those that meet a requirement; NotIn and DoesNotExist hold for pods without the key. */
  #keep(bits: Bits, { key, operator, values }: Requirement): void {
    const meant = this.#bearers(key, operator === 'In' || operator === 'NotIn' ? values : undefined);
    if (operator === 'In' || operator === 'Exists') keepCommon(bits, meant);
    else removeAll(bits, meant);
  }

  /** Who has the label with one of the values; with any when none are given. */
  #bearers(key: string, values: readonly string[] | undefined): Bits {
    const postings = this.#byLabel.get(key);
    if (postings && !values) return postings.bearers;
    const found = emptyBits(this.#capacity);
    for (const value of values ?? []) for (const index of postings?.values.get(value) ?? []) putBit(found, index, true);
    return found;
  }

  #putLabel(key: string, value: string, index: number, isBearer: boolean): void {
    let postings = this.#byLabel.get(key);
    if (!postings) {
      postings = { bearers: emptyBits(this.#capacity), values: new Map() };
      this.#byLabel.set(key, postings);
    }
    putBit(postings.bearers, index, isBearer);
    const list = postings.values.get(value) ?? new Set();
    postings.values.set(value, list);
    if (isBearer) list.add(index);
    else list.delete(index);
  }

  #namespaceOf({ namespace, namespaceLabels }: Party): NamespacePostings {
    const key = `${namespace} ${keyOfLabels(namespaceLabels)}`;
    let postings = this.#byNamespace.get(key);
    if (!postings) {
      postings = { name: namespace, labels: namespaceLabels, bits: emptyBits(this.#capacity) };
      this.#byNamespace.set(key, postings);
    }
    return postings;
  }
}
