import type { CompositeCstNode, CstNode } from 'langium';

/** How far a stretch of text has moved. */
export interface Shift {
  readonly offset: number;
  readonly lines: number;
  /** Only what stands on this line (from 0, as it was) has other columns. */
  readonly line: number;
  readonly columns: number;
}

/** Where Langium keeps the place of a leaf; public are readers only. */
interface Leaf {
  _offset: number;
  _startLine: number;
  _startColumn: number;
  _endLine: number;
  _endColumn: number;
}

type Composite = CompositeCstNode & { _rangeCache: unknown };

/** Moves a node of the text and all in it. */
export function shiftNode(cst: CstNode, shift: Shift): void {
  if (isComposite(cst)) {
    cst._rangeCache = undefined;
    for (const child of cst.content) shiftNode(child, shift);
  } else {
    shiftLeaf(cst as unknown as Leaf, shift);
  }
}

function shiftLeaf(leaf: Leaf, { offset, lines, line, columns }: Shift): void {
  leaf._offset += offset;
  if (leaf._startLine === line) leaf._startColumn += columns;
  if (leaf._endLine === line) leaf._endColumn += columns;
  leaf._startLine += lines;
  leaf._endLine += lines;
}

/** Moves all that stands behind a node, up to the end of the file; what is around it forgets where it ends. */
export function shiftBehind(cst: CstNode, shift: Shift): void {
  for (let at = cst; at.container; at = at.container) {
    const { content } = at.container;
    forgetRange(at.container);
    for (let i = content.indexOf(at) + 1; i < content.length; i++) shiftNode(content[i]!, shift);
  }
}

/** Langium works out the range of a node once. */
export function forgetRange(cst: CompositeCstNode): void {
  (cst as Composite)._rangeCache = undefined;
}

const isComposite = (cst: CstNode): cst is Composite => 'content' in cst;
