import { GrammarAST } from 'langium';
import * as ast from '../generated/ast.ts';
import type { Token } from './tokens.ts';

/** Spaces between two fields on one line. */
const FIELD_GAP = 2;
/** Spaces behind a list of peers, which are themselves several words. */
const PEERS_GAP = 3;

/** Signs that stand close to what is in front of them, and to what is behind them. */
const CLOSE_BEFORE = new Set([':', ']', ')']);
const CLOSE_AFTER = new Set([':', '[', '(', '!']);

/** The spaces that belong at least between two tokens of one line; alignment may add to them. */
export function gapBetween(before: Token, token: Token, lastField: ast.Field | undefined): number {
  if (before.comment || token.comment) return 1;
  if (before.brace === 'open' || token.brace) return 1;
  if (token.field) return arePeers(lastField) ? PEERS_GAP : FIELD_GAP;
  if (isPortOption(token)) return FIELD_GAP;
  return isClose(before, token) ? 0 : 1;
}

function arePeers(field: ast.Field | undefined): boolean {
  return (ast.isPeerField(field) || ast.isGroupField(field)) && (field.keyword === 'from' || field.keyword === 'to');
}

function isClose(before: Token, token: Token): boolean {
  if (CLOSE_BEFORE.has(token.text) || CLOSE_AFTER.has(before.text)) return true;
  if (before.text === '{' && token.text === '}') return true;
  // `web:http / TCP` has to keep its spaces: joined, its end would read as a name of two parts.
  if (token.text === '/' || before.text === '/') return before.end === token.offset;
  return false;
}

/** `nodePort` and `hostPort` say something of their own about a port. */
function isPortOption({ text, leaf }: Token): boolean {
  return (text === 'nodePort' || text === 'hostPort') && ast.isPort(leaf.astNode) && isKeyword(leaf);
}

const isKeyword = ({ grammarSource }: Token['leaf']) => GrammarAST.isKeyword(grammarSource);
