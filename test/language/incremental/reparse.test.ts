import fc from 'fast-check';
import { DocumentState, type LangiumDocument } from 'langium';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Rebuild, updateBlock } from '../../../language/incremental/update.ts';
import { EXAMPLES } from '../support/examples.ts';
import { forget, parse, services } from '../support/knet.ts';
import { dump } from './dump.ts';

/** Takes in a text as `analysis/` does. */
async function update(document: LangiumDocument, text: string): Promise<Rebuild> {
  const { DocumentBuilder } = services.shared.workspace;
  const rebuild = updateBlock(document, text, services.knet, [document]);
  if (rebuild === 'everything') return rebuild;
  const { uri, textDocument } = document;
  const value = TextDocument.create(uri.toString(), 'knet', textDocument.version + 1, text);
  Object.defineProperty(document, 'textDocument', { value, configurable: true });
  if (rebuild === 'links') {
    DocumentBuilder.resetToState(document, DocumentState.ComputedScopes);
    await DocumentBuilder.build([document]);
  }
  return rebuild;
}

/** Puts each text in the place of the one before; how often what had to be built. */
async function follow(texts: readonly string[], seen: Record<Rebuild, number>): Promise<void> {
  let document = await parse(texts[0]!);
  dump(document);
  for (const text of texts.slice(1)) {
    const rebuild = await update(document, text);
    seen[rebuild]++;
    const whole = await parse(text);
    if (rebuild === 'everything') {
      forget(document);
      document = whole;
      continue;
    }
    expect(document.parseResult.value.$cstNode!.root.fullText).toBe(text);
    expect(dump(document)).toEqual(dump(whole));
    forget(whole);
  }
  forget(document);
}

/** Anywhere alike: fast-check by itself prefers the ends. */
const fraction = fc.noBias(fc.nat(99_999)).map((n) => n / 100_000);
const words = [
  ' ',
  '\n',
  '\n  ',
  '"',
  '//',
  '/*',
  '*/',
  '// }\n',
  '{',
  '}',
  '->',
  ':',
  'x',
  '1',
  '-',
  'rep',
  'cidr',
  'cidr 10.0.0.0/8',
  'labels a=b',
  'port 80/TCP',
  'pod x { }',
  'pod x { on n1 }',
  'node',
  'web',
  'on',
  'selector',
  'é',
  'service web { selector app=web }',
];

/** Deletes some characters and writes others; or puts one word of the text in the place of another. */
const edit: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.tuple(fraction, fc.nat(3), fc.constantFrom('', ...words)).map(([at, length, what]) => (text: string) => {
    const start = Math.floor(at * text.length);
    return text.slice(0, start) + what + text.slice(start + length);
  }),
  fc.tuple(fraction, fraction).map(([from, to]) => (text: string) => {
    const all = [...text.matchAll(/[^\s{}]+/g)];
    const [word, other] = [from, to].map((at) => all[Math.floor(at * (all.length - 1))]!);
    return text.slice(0, word!.index) + other![0] + text.slice(word!.index + word![0].length);
  }),
);

const takenBack = (text: string, edits: readonly ((text: string) => string)[]): string[] => [
  text,
  ...edits.flatMap((one) => [one(text), text]),
];

const oneAfterTheOther = (text: string, edits: readonly ((text: string) => string)[]): string[] => {
  const texts = [text];
  for (const one of edits) texts.push(one(texts.at(-1)!));
  return texts;
};

test.each([
  ['taken back', takenBack],
  ['one after the other', oneAfterTheOther],
])(
  'a block read by itself is what it is in the whole: edits %s',
  async (_, textsOf) => {
    const seen = { nothing: 0, links: 0, everything: 0 };
    const texts = EXAMPLES.map(([, text]) => text);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 5 }), (text, edits) =>
        follow(textsOf(text, edits), seen),
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 60) },
    );
    expect(seen.nothing).toBeGreaterThan(10);
    expect(seen.everything).toBeGreaterThan(10);
    if (process.env.FUZZ_RUNS) console.log(seen);
  },
  600_000,
);
