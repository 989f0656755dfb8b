import fc from 'fast-check';
import { createParser, isAstNode, isReference, LangiumCompletionParser, LangiumParser } from 'langium';
import { expect, test } from 'vitest';
import { createKnetCompletionParser } from '../../language/parsing/completion-parser.ts';
import { deferLookahead } from '../../language/parsing/lookahead.ts';
import { EXAMPLES } from './support/examples.ts';
import { services } from './support/knet.ts';

const { knet } = services;

class Deferred extends LangiumParser {
  constructor() {
    super(knet);
    deferLookahead(this.wrapper);
  }
}

function finished<P extends LangiumParser | LangiumCompletionParser>(parser: P): P {
  createParser(knet.Grammar, parser, knet.parser.Lexer.definition);
  parser.finalize();
  return parser;
}

const texts = EXAMPLES.map(([, text]) => text).filter((text) => text.length < 4000);

/** An example that has lost a stretch and been given another, here and there. */
const edited = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), fc.constantFrom('', '{', '}', '->', 'x ')),
      {
        maxLength: 4,
      },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((before, [where, lost, given]) => {
      const at = Math.floor(where * before.length);
      return before.slice(0, at) + given + before.slice(at + lost);
    }, text),
  );

function shown(value: unknown): unknown {
  if (isReference(value)) return value.$refText;
  if (Array.isArray(value)) return value.map(shown);
  if (!isAstNode(value)) return String(value);
  const fields = Object.entries(value).filter(([name]) => !name.startsWith('$'));
  return [value.$type, value.$cstNode?.offset, ...fields.map(([name, field]) => [name, shown(field)])];
}

const outcome = (parser: LangiumParser, text: string) => {
  const { value, parserErrors } = parser.parse(text);
  return [shown(value), parserErrors.map(({ message, token }) => [message, token.startOffset])];
};

test("lookahead that is worked out when asked for reads what Langium's own reads", () => {
  const [deferred, own] = [finished(new Deferred()), finished(new LangiumParser(knet))];
  fc.assert(fc.property(edited, (text) => void expect(outcome(deferred, text)).toEqual(outcome(own, text))));
});

test("the parser for completions comes to where Langium's own comes", () => {
  const [ours, own] = [createKnetCompletionParser(knet), finished(new LangiumCompletionParser(knet))];
  fc.assert(
    fc.property(edited, (text) => {
      const [found, wanted] = [ours.parse(text), own.parse(text)];
      expect(found.tokenIndex).toBe(wanted.tokenIndex);
      expect(found.elementStack).toHaveLength(wanted.elementStack.length);
      for (const [i, element] of found.elementStack.entries()) expect(element === wanted.elementStack[i]).toBe(true);
    }),
  );
});
