import type { AstNode } from 'langium';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { BlockKind } from '../parsing/blocks.ts';
import { isSetAside } from '../parsing/note.ts';
import { nearest } from '../spelling.ts';
import { blockKinds } from './kinds.ts';
import { didYouMean, oneOf, question, type Report, replaceText } from './report.ts';

/** A word that is no field of the block that it stands in. */
export function reportUnknown(report: Report, node: ast.UnknownField): void {
  const cst = node.$cstNode;
  if (!cst || report.isSaid(node)) return;
  if (isSetAside(report.document.parseResult.lexerReport, cst.offset)) return;
  if (reportSpacedLabel(report, node)) return;
  const container = node.$container;
  const fields = [
    ...(blockKinds()
      .get(container?.$type ?? '')
      ?.fields.keys() ?? []),
  ];
  const meant = nearest(node.name, fields);
  const message = `${node.name} is no ${describe(container)}${question(meant) || elsewhere(node.name)}`;
  report.add(
    'UNKNOWN-FIELD',
    originOf(node, 'name'),
    message,
    didYouMean(node, 'name', undefined, meant),
    removal(node),
  );
}

const removal = (node: ast.UnknownField) => ({
  title: `Remove ${node.name}`,
  changes: [{ kind: 'remove', origin: originOf(node) } as const],
});

function describe(container: AstNode | undefined): string {
  if (!ast.isDeclaration(container)) return 'declaration';
  return `field of ${container.keyword}${container.name && ast.isCni(container) ? ` ${container.name}` : ''}`;
}

/** Where a word would be a field, for one that is in the wrong place. */
function elsewhere(word: string): string {
  const blocks = [...blockKinds().values()].filter((kind) => kind.fields.has(word));
  const names = [...new Set(blocks.flatMap(keywordsOf))];
  return names.length > 0 ? `; it stands in ${oneOf(names.slice(0, 4))}` : '';
}

/** The keywords that open blocks of that kind. */
function keywordsOf(kind: BlockKind): string[] {
  const opening = [...blockKinds().values()].flatMap((one) => [...one.fields.values()]);
  const words = opening.filter((field) => field.block === kind).map((field) => field.keyword);
  return words.length > 0 ? words.slice(0, 1) : ['the file'];
}

/** `app = web` and `app= web`: a label is one word. */
function reportSpacedLabel(report: Report, node: ast.UnknownField): boolean {
  const { document } = report;
  const { offset, end } = node.$cstNode!;
  const text = document.textDocument.getText();
  const before = /([\w./-]+!?=)(?<!==)[ \t]+$/.exec(text.slice(Math.max(0, offset - 300), offset));
  const sign = isAfterLabels(node) ? '(!?=(?!=)|:)' : '(!?=(?!=))';
  const after = new RegExp(`^([\\w./-]+)[ \\t]*${sign}[ \\t]*([\\w.-]*)`).exec(text.slice(offset, end + 300));
  if (!before && !after) return false;
  const start = before ? offset - before[0].length : offset;
  const joined = before ? before[1]! + node.name : after![1]! + after![2]!.replace(':', '=') + after![3]!;
  const length = before ? before[0].length + node.name.length : after![0].length;
  const fix = replaceText(document, start, length, joined, `Write ${joined}`);
  report.addAt('SYNTAX', start, length, `a label is one word with "=" in it and no spaces: ${joined}`, fix);
  report.markLine(offset);
  return true;
}

const LABELS = new Set(['labels', 'selector', 'podSelector', 'from', 'to']);

/** Behind a field of labels `app: web` means a label too. */
function isAfterLabels(node: ast.UnknownField): boolean {
  const block = node.$container;
  const fields = ast.isDeclaration(block) ? block.fields : [];
  const before = fields.slice(0, fields.indexOf(node)).findLast((one) => !ast.isUnknownField(one) && !ast.isStray(one));
  return LABELS.has((before as { keyword?: string } | undefined)?.keyword ?? '');
}

/** Signs and literals that belong to no field; one message for all of them on a line. */
export function reportStray(report: Report, node: ast.Stray): void {
  const cst = node.$cstNode;
  if (!cst || report.isSaid(node)) return;
  report.markLine(cst.offset);
  const text = node.block ? 'a block' : (node.junk?.[0] ?? cst.text);
  report.addAt('SYNTAX', cst.offset, node.block ? 1 : cst.length, `${text} belongs to no field`);
}
