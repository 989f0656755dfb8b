import type { TextEdit } from 'vscode-languageserver-types';
import { isMap, isPair, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ManifestDocument } from '../text/document.ts';

/** A node with the list or the mapping that it stands in. */
export type Step =
  | { readonly container: YAMLSeq; readonly index: number; readonly node: Node }
  | { readonly container: YAMLMap; readonly index: number; readonly node: Node; readonly pair: Pair };

/** The way from the root of a document down to a node; undefined when it is none of its nodes. */
export function wayTo(document: ManifestDocument, node: Node): Step[] | undefined {
  const { root } = document.parsed;
  return root === node ? [] : root ? descend(root, node) : undefined;
}

function descend(from: Node, wanted: Node): Step[] | undefined {
  for (const step of stepsBelow(from)) {
    if (step.node === wanted || ('pair' in step && step.pair.key === wanted)) return [step];
    const rest = descend(step.node, wanted);
    if (rest) return [step, ...rest];
  }
  return undefined;
}

function stepsBelow(node: Node): Step[] {
  if (isSeq(node)) return node.items.map((item, index) => ({ container: node, index, node: item as Node }));
  if (!isMap(node)) return [];
  return node.items.flatMap((pair, index) =>
    isPair(pair) ? [{ container: node, index, node: (pair.value ?? pair.key) as Node, pair }] : [],
  );
}

/** The text of a document, to be edited by its offsets. */
export class Text {
  readonly text: string;
  readonly #document: ManifestDocument;

  constructor(document: ManifestDocument) {
    this.#document = document;
    this.text = document.text;
  }

  get uri(): string {
    return this.#document.file.uri;
  }

  /** JSON has no comments and quotes every word. */
  get isJson(): boolean {
    return /\.json$/i.test(this.uri);
  }

  get newline(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  replace(from: number, to: number, newText: string): TextEdit {
    const { file, start } = this.#document;
    return { range: file.rangeOf(start + from, start + to), newText };
  }

  lineStart = (offset: number) => this.text.lastIndexOf('\n', offset - 1) + 1;

  /** Offset behind the line break. */
  lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end + 1;
  }

  /** Columns in front of an offset: the indentation of what begins there, dashes counted. */
  column = (offset: number) => offset - this.lineStart(offset);
}
