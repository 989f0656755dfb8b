import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Sourced } from '../../network/topology/origin.ts';
import { originOf, type YamlOrigin } from '../origins.ts';
import type { ManifestDocument } from './document.ts';
import { ALIAS_DEPTH } from './limits.ts';
import { type Plain, readPlain } from './plain.ts';

const STRING_TAG = 'tag:yaml.org,2002:str';
const NUMBER_TAGS: ReadonlySet<string | undefined> = new Set(['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float']);

/** One field of a mapping, as `each` gives it. */
export interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Value;
}

/**
 * A value of a document, looked at as somebody expects it: what is something else than expected is not there. Aliases are
 * followed as they are met, never expanded, and only so often (`limits.ts`).
 */
export class Value {
  readonly document: ManifestDocument;
  /** Undefined for a key without a value. */
  readonly node: Node | undefined;
  /** How many aliases have led here, one within what another stands for. */
  readonly #aliased: number;

  private constructor(document: ManifestDocument, node: Node | undefined, aliased: number) {
    this.document = document;
    this.node = node;
    this.#aliased = aliased;
  }

  /** The value that a node is, or that the alias leads to; undefined when it leads nowhere or too far. */
  static of(document: ManifestDocument, node: unknown, aliased = 0): Value | undefined {
    let target: Node | undefined = isNode(node) ? node : undefined;
    let through = aliased;
    for (let hops = 0; isAlias(target) && hops < 8; hops++) {
      target = document.targetOf(target);
      through++;
      if (!target) return undefined;
    }
    if (through > ALIAS_DEPTH) document.tooDeep = true;
    if (isAlias(target) || through > ALIAS_DEPTH || (through > 0 && !document.countExpansion())) return undefined;
    return new Value(document, target, through);
  }

  get origin(): YamlOrigin {
    return originOf(this.document, this.node ?? this.document.parsed.root!);
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isSeq(): boolean {
    return isSeq(this.node);
  }

  /** Nothing, `null` or `~`. */
  get isNull(): boolean {
    return this.node === undefined || this.plain?.type === 'null';
  }

  /** What a scalar is that is neither in quotes nor a block; a tag says it whatever the quotes. */
  get plain(): Plain | undefined {
    if (!isScalar(this.node)) return undefined;
    const { tag, type, value } = this.node;
    if (tag === STRING_TAG || (type !== 'PLAIN' && !NUMBER_TAGS.has(tag))) return undefined;
    return readPlain(String(value));
  }

  /** Text, if only because it stands in quotes. */
  get isText(): boolean {
    return isScalar(this.node) && (this.plain?.type ?? 'text') === 'text';
  }

  /** The value of a key, when there is one and it is not null: to a pointer of the API both say nothing. */
  given(key: string): Value | undefined {
    const value = this.get(key);
    return value?.isNull ? undefined : value;
  }

  /** The value of a key; undefined when the key is not there or this is no mapping. `<<` is looked into, too. */
  get(key: string): Value | undefined {
    if (!isMap(this.node)) return undefined;
    const pair = findPair(this.node, key);
    if (pair) return Value.of(this.document, pair.value ?? undefined, this.#aliased) ?? undefined;
    return this.#merged(key);
  }

  /** The value under several keys in turn. */
  at(...keys: string[]): Value | undefined {
    let value: Value | undefined = this;
    for (const key of keys) value = value?.get(key);
    return value;
  }

  /** The fields of a mapping in the order of the text, those of merged mappings last. */
  entries(): Entry[] {
    if (!isMap(this.node)) return [];
    const own = this.node.items.flatMap((pair) => this.#entry(pair));
    const seen = new Set(own.map(({ key }) => key));
    const merged = this.#merges().flatMap((value) => value.entries().filter(({ key }) => !seen.has(key)));
    return [...own, ...merged];
  }

  /** The items of a list; none when this is no list. */
  items(): Value[] {
    if (!isSeq(this.node)) return [];
    return this.node.items.flatMap((item) => Value.of(this.document, item, this.#aliased) ?? []);
  }

  /** The text of a scalar. */
  text(): string | undefined {
    return isScalar(this.node) && !this.isNull ? String(this.node.value) : undefined;
  }

  /** A whole number without a sign, quoted or not. */
  integer(): number | undefined {
    const { plain } = this;
    if (plain?.type === 'number')
      return Number.isSafeInteger(plain.value) && plain.value >= 0 ? plain.value : undefined;
    const text = this.text();
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  }

  flag(): boolean | undefined {
    const { plain } = this;
    if (plain?.type === 'flag') return plain.value;
    const text = this.text()?.toLowerCase();
    return text === 'true' ? true : text === 'false' ? false : undefined;
  }

  sourced(): Sourced<string> | undefined {
    const value = this.text();
    return value === undefined ? undefined : { value, origin: this.origin };
  }

  #entry(pair: Pair): Entry[] {
    if (!isPair(pair) || !isScalar(pair.key) || pair.key.value === '<<') return [];
    const value = Value.of(this.document, pair.value ?? undefined, this.#aliased);
    return value ? [{ key: String(pair.key.value), keyNode: pair.key, value }] : [];
  }

  #merged(key: string): Value | undefined {
    for (const value of this.#merges()) {
      const found = value.get(key);
      if (found) return found;
    }
    return undefined;
  }

  #merges(): Value[] {
    if (!isMap(this.node)) return [];
    const pairs = this.node.items.filter((pair) => isScalar(pair.key) && pair.key.value === '<<');
    if (pairs.length === 0 || !this.document.countExpansion()) return [];
    return pairs.flatMap(({ value }) => {
      const merged = Value.of(this.document, value, this.#aliased + 1);
      return merged ? (merged.isSeq ? merged.items() : [merged]) : [];
    });
  }
}

/** The last of equal keys, as most readers take it; that there are two is a problem of its own. */
export const findPair = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.findLast((pair) => isScalar(pair.key) && pair.key.value === key);
