import { type CompositeCstNode, type CstNode, GrammarAST, isCompositeCstNode, isLeafCstNode } from 'langium';
import * as ast from '../generated/ast.ts';
import type { BlockKind } from '../parsing/blocks.ts';
import type { TextChange } from './change.ts';

/** A declaration whose braces hold the whole of a change. */
export interface Block {
  readonly node: ast.Declaration;
  /** The node of the text that holds the keyword, the name, the braces and all between them. */
  readonly cst: CompositeCstNode;
  /** The grammar rule that reads it. */
  readonly rule: string;
}

/** The innermost declaration that the change lies in, between its braces. */
export function blockAround(model: ast.Model, change: TextChange): Block | undefined {
  let found: Block | undefined;
  let fields: readonly ast.Field[] | undefined = model.items;
  while (fields) {
    const inside: Block | undefined = blockIn(fields, change);
    found = inside ?? found;
    fields = inside?.node.fields;
  }
  return found;
}

function blockIn(fields: readonly ast.Field[], { start, oldEnd }: TextChange): Block | undefined {
  const field = fields.find(({ $cstNode: cst }) => cst !== undefined && cst.offset < start && oldEnd < cst.end);
  if (!field || !ast.isDeclaration(field) || !isCompositeCstNode(field.$cstNode)) return undefined;
  const cst = innermost(field.$cstNode);
  const open = cst.content.find((child) => isBrace(child, '{'));
  const close = cst.content.at(-1);
  const rule = ruleOf(cst);
  if (!open || !isBrace(close, '}') || rule === undefined) return undefined;
  return open.end <= start && oldEnd <= close!.offset ? { node: field, cst, rule } : undefined;
}

/** Choices between rules have a node each around the one of the rule chosen. */
function innermost(cst: CompositeCstNode): CompositeCstNode {
  const [only, ...others] = cst.content;
  return only && others.length === 0 && isCompositeCstNode(only) ? innermost(only) : cst;
}

const isBrace = (cst: CstNode | undefined, brace: '{' | '}') => isLeafCstNode(cst) && cst.tokenType.name === brace;

function ruleOf({ grammarSource: source }: CompositeCstNode): string | undefined {
  const rule = GrammarAST.isRuleCall(source) ? source.rule.ref : undefined;
  return GrammarAST.isParserRule(rule) ? rule.name : undefined;
}

/** The kind of block that the declaration stands in, which says what its keyword means. */
export function kindAround(node: ast.Declaration, file: BlockKind): BlockKind | undefined {
  const { $container: container } = node;
  if (!container || ast.isModel(container)) return file;
  if (!ast.isDeclaration(container)) return undefined;
  return kindAround(container, file)?.fields.get(container.keyword)?.block;
}
