import type { Range } from 'vscode-languageserver-types';
import { type Alias, isAlias, isNode, type Node, visit } from 'yaml';
import { ALIAS_LIMIT } from './limits.ts';
import { type Parsed, parse } from './parse.ts';

/** The file that a document stands in. */
export interface Owner {
  readonly uri: string;
  /** True for a dump: of its objects only what somebody reads is parsed. */
  readonly isDump: boolean;
  /** Offsets of the file. */
  rangeOf(start: number, end: number): Range;
}

/** One YAML document of a file. The same object as long as its text is the same, wherever an edit has moved it to. */
export class ManifestDocument {
  readonly file: Owner;
  readonly text: string;
  /** Offset in the file. */
  start: number;
  /** What aliases have been asked for since the count began, see `limits.ts`. */
  #expansions = 0;
  /** True once aliases stand within each other further than is followed. */
  tooDeep = false;
  #parsed: Parsed | undefined;
  #anchors: ReadonlyMap<string, readonly Node[]> | undefined;

  constructor(file: Owner, text: string, start: number) {
    this.file = file;
    this.text = text;
    this.start = start;
  }

  get parsed(): Parsed {
    this.#parsed ??= parse(this.text, { inShort: this.file.isDump });
    return this.#parsed;
  }

  /** Whether something in it could not be read. */
  get broken(): boolean {
    return this.parsed.problems.length > 0;
  }

  /** True once aliases stand for more than is taken in. */
  get exhausted(): boolean {
    return this.#expansions > ALIAS_LIMIT;
  }

  /** Begins to count anew what aliases stand for. */
  resetExpansions(): void {
    this.#expansions = 0;
    this.tooDeep = false;
  }

  /** Counts one value that an alias stands for; false when there were too many. */
  countExpansion(): boolean {
    this.#expansions++;
    return !this.exhausted;
  }

  /** What an alias stands for: the nearest anchor of its name in front of it. */
  targetOf(alias: Alias): Node | undefined {
    this.#anchors ??= this.#findAnchors();
    const at = alias.range?.[0] ?? 0;
    return this.#anchors.get(alias.source)?.findLast((node) => (node.range?.[0] ?? 0) < at);
  }

  #findAnchors(): Map<string, Node[]> {
    const found = new Map<string, Node[]>();
    const { root } = this.parsed;
    if (!isNode(root)) return found;
    visit(root, (_, node) => {
      if (!isNode(node) || isAlias(node) || !node.anchor) return;
      found.set(node.anchor, [...(found.get(node.anchor) ?? []), node]);
    });
    return found;
  }
}
