import type { PolicyPeer } from '../topology/policy.ts';
import { type Labels, matches, type Requirement, type Selector } from '../topology/selector.ts';
import { AddressPostings } from './address-postings.ts';
import { addAll, addCommon, type Bits, emptyBits, hasBit, keepCommon, putBit, removeAll } from './bits.ts';
import { keyOfLabels } from './member.ts';
import type { Party, PeerSet } from './party.ts';
import { selectorKey } from './selector-key.ts';

/** Labels that less than this part of the words of a set bear are gone over one by one. */
const FEW = 8;
const NOBODY: ReadonlySet<number> = new Set();

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
  /** Parties that a selector means, of pods or of namespaces: few selectors, asked by many rules. */
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
    const few = podSelector && this.#fewBearers(podSelector);
    if (few) for (const index of few) putBit(found, index, hasBit(found, index) || hasBit(inPlace, index));
    else if (podSelector && podSelector.requirements.length > 0) addCommon(found, inPlace, this.#meeting(podSelector));
    else addAll(found, inPlace);
  }

  /** Most selectors ask for one label; where few pods have it, it is quicker to go over these. */
  #fewBearers({ requirements }: Selector): ReadonlySet<number> | undefined {
    const [only] = requirements;
    if (requirements.length !== 1 || only!.operator !== 'In' || only!.values.length !== 1) return undefined;
    const list = this.#byLabel.get(only!.key)?.values.get(only!.values[0]!) ?? NOBODY;
    return list.size < this.everyone.length / FEW ? list : undefined;
  }

  /** Parties that a selector of pods means, in all namespaces. */
  #meeting(selector: Selector): Bits {
    const key = `pods ${selectorKey(selector)}`;
    let bits = this.#selected.get(key);
    if (!bits) {
      bits = this.everyone.slice();
      for (const requirement of selector.requirements) this.#keep(bits, requirement);
      this.#selected.set(key, bits);
    }
    return bits;
  }

  #inNamespaces(selector: Selector | undefined, own: string): Bits {
    const key = selector ? `namespaces ${selectorKey(selector)}` : `own ${own}`;
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
