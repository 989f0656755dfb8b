import type { AstNode } from 'langium';
import { CLUSTER } from './words/cluster.ts';
import { PLUGINS } from './words/plugins.ts';
import { QUESTIONS } from './words/questions.ts';
import { UNDERLAY } from './words/underlay.ts';
import type { Word, Words } from './words/word.ts';
import { WORKLOADS } from './words/workloads.ts';

export type { Word } from './words/word.ts';

/** Every keyword of the language: what it means, what holds without it, and the field of the real thing it stands for. */
export const WORDS: Words = { ...UNDERLAY, ...CLUSTER, ...PLUGINS, ...WORKLOADS, ...QUESTIONS };

/** What a keyword means where it stands; `node` is the syntax node that it is part of. Undefined for what is no keyword. */
export function wordAt(keyword: string, node: AstNode): Word | undefined {
  const word = Object.hasOwn(WORDS, keyword) ? WORDS[keyword] : undefined;
  for (let at: AstNode | undefined = node; word?.in && at; at = at.$container) {
    const here = word.in[at.$type];
    if (here && !isOwnKeyword(at, keyword, node)) return here;
  }
  return word;
}

/** The keyword that opens a block says what the block is, not what the word means inside it. */
const isOwnKeyword = (at: AstNode, keyword: string, node: AstNode) =>
  at === node && (at as { keyword?: string }).keyword === keyword;

/** A word as Markdown, for hover and completion. */
export function wordMarkdown(keyword: string, word: Word): string {
  const lines = [`**${keyword}** — ${word.text}`];
  if (word.default) lines.push(`Default: ${word.default}.`);
  if (word.yaml) lines.push(`Stands for \`${word.yaml}\`.`);
  return lines.join('\n\n');
}
