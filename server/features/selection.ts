import { type AstNode, CstUtils, type LangiumDocument } from 'langium';
import { type Position, type Range, SelectionRange } from 'vscode-languageserver';
import type { Feature } from '../feature.ts';

/** What a selection grows to: the word, the value, the field, each block around it, the file. */
export const selection: Feature = {
  capabilities: { selectionRangeProvider: true },
  register({ connection, answer }) {
    connection.onSelectionRanges(({ textDocument, positions }, token) => {
      const none = positions.map((position) => SelectionRange.create({ start: position, end: position }));
      return answer('selection', none, textDocument.uri, token, ({ documents: [document] }) =>
        positions.map((position) => selectionAt(document!, position)),
      );
    });
  },
};

function selectionAt(document: LangiumDocument, position: Position): SelectionRange {
  const { textDocument } = document;
  const offset = textDocument.offsetAt(position);
  const whole = { start: { line: 0, character: 0 }, end: textDocument.positionAt(textDocument.getText().length) };
  let found = SelectionRange.create(whole);
  for (const range of [...around(document, offset)].reverse()) {
    if (!isSame(range, found.range)) found = SelectionRange.create(range, found);
  }
  return found;
}

/** From the inside out. Between two tokens there is no word, only what is around both. */
function* around(document: LangiumDocument, offset: number): Generator<Range> {
  const { textDocument, parseResult } = document;
  const root = parseResult.value.$cstNode;
  const leaf = root && (leafWith(root, offset) ?? CstUtils.findLeafNodeBeforeOffset(root, offset));
  if (!leaf) return;
  const holds = ({ offset: start, end }: { offset: number; end: number }) => start <= offset && offset <= end;
  if (holds(leaf)) yield leaf.range;
  if (leaf.hidden && leaf.text.startsWith('/')) return;
  for (let node: AstNode | undefined = leaf.astNode; node?.$container; node = node.$container) {
    const cst = node.$cstNode;
    if (!cst || !holds(cst)) continue;
    const content = contentOf(textDocument.getText(), cst);
    if (content && holds(content)) {
      yield { start: textDocument.positionAt(content.offset), end: textDocument.positionAt(content.end) };
    }
    yield cst.range;
  }
}

function leafWith(root: Parameters<typeof CstUtils.findLeafNodeAtOffset>[0], offset: number) {
  return (
    CstUtils.findLeafNodeAtOffset(root, offset) ??
    (offset > 0 ? CstUtils.findLeafNodeAtOffset(root, offset - 1) : undefined)
  );
}

/** What stands between the braces of a block, without the white space at both ends. */
function contentOf(text: string, cst: { offset: number; end: number; text: string }) {
  if (text.charAt(cst.end - 1) !== '}') return undefined;
  const open = text.indexOf('{', cst.offset);
  if (open < 0 || open >= cst.end) return undefined;
  const inside = text.slice(open + 1, cst.end - 1);
  const offset = open + 1 + (inside.length - inside.trimStart().length);
  return inside.trim() === '' ? undefined : { offset, end: offset + inside.trim().length };
}

const isSame = (a: Range, b: Range) =>
  a.start.line === b.start.line &&
  a.start.character === b.start.character &&
  a.end.line === b.end.line &&
  a.end.character === b.end.character;
