import { EmptyFileSystem, type LangiumDocument, URI } from 'langium';
import { KnetFormatter } from '../../../language/formatting/formatter.ts';
import { createKnetServices } from '../../../language/services.ts';

const { shared, knet } = createKnetServices(EmptyFileSystem);
export const formatter = new KnetFormatter(knet);

export const read = (text: string): LangiumDocument =>
  shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse('memory:/test.knet'));

/** The formatted text; undefined for one that cannot be read. */
export const form = (text: string): string | undefined => formatter.format(read(text));

/** Words and signs of a text with their types, and its comments: all that a formatter must leave alone. */
export function tokensIn(text: string): (readonly [image: string, type: string])[] {
  const { tokens, hidden } = knet.parser.Lexer.tokenize(text);
  const inOrder = [...tokens, ...hidden].sort((a, b) => a.startOffset - b.startOffset);
  return inOrder.map(({ image, tokenType }) => [image, tokenType.name]);
}
