import type { LeafCstNode } from 'langium';
import { wordAt, wordMarkdown } from '../../language/words.ts';

/** What a keyword means where it stands; undefined for one that needs no words, such as the `reach` of `can reach`. */
export function keywordMarkdown({ text, astNode }: LeafCstNode): string | undefined {
  const word = wordAt(text, astNode);
  return word && wordMarkdown(text, word);
}
