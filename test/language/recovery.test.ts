import { describe, expect, test } from 'vitest';
import { syntaxDiagnostics } from '../../language/diagnostics.ts';
import { EXAMPLES } from './support/examples.ts';
import { forget, lowerDocument, parse, services } from './support/knet.ts';
import { lostOrChanged, objectsOf } from './support/objects.ts';

/** A text with one mistake in it. */
interface Mistake {
  readonly kind: string;
  readonly text: string;
}

/** Ways in which fingers miss a word. */
const MISSPELLINGS: Readonly<Record<string, (word: string) => string>> = {
  'a letter left out': (word) => word.slice(0, word.length >> 1) + word.slice((word.length >> 1) + 1),
  'a letter doubled': (word) => word.slice(0, 1) + word,
  'a letter too much': (word) => `${word}x`,
  'two letters swapped': (word) => word.slice(0, -2) + word.slice(-2).split('').reverse().join(''),
};

function* mistakes(text: string): Generator<Mistake> {
  for (const { image, tokenType, startOffset, endOffset } of services.knet.parser.Lexer.tokenize(text).tokens) {
    const replaced = (by: string) => text.slice(0, startOffset) + by + text.slice(endOffset! + 1);
    if (image === '{' || image === '}') yield { kind: `${image} left out`, text: replaced('') };
    else if (tokenType.name === image && /^\w{2,}$/.test(image))
      for (const [kind, misspell] of Object.entries(MISSPELLINGS))
        if (misspell(image) !== image) yield { kind, text: replaced(misspell(image)) };
  }
}

async function read(text: string) {
  const document = await parse(text);
  const objects = objectsOf(lowerDocument(document));
  const said = syntaxDiagnostics(document);
  forget(document);
  return { objects, said };
}

/** Objects lost or changed by each mistake, by kind of mistake. */
async function losses(text: string): Promise<Map<string, number[]>> {
  const whole = (await read(text)).objects;
  const found = new Map<string, number[]>();
  for (const { kind, text: broken } of mistakes(text)) {
    const { objects, said } = await read(broken);
    expect(said.length, broken).toBeGreaterThan(0);
    found.set(kind, [...(found.get(kind) ?? []), lostOrChanged(whole, objects).length]);
  }
  return found;
}

/** `policy c/n/p` is in `namespace c/n`. */
const namespaceOf = (policy: string) => policy.replace(/^policy (.*)\/[^/]*$/, 'namespace $1');

const average = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

describe('one mistake anywhere in any example', () => {
  test('is said, costs its block at most, and less than one object on average', async () => {
    const all = new Map<string, number[]>();
    for (const [, text] of EXAMPLES)
      for (const [kind, numbers] of await losses(text)) all.set(kind, [...(all.get(kind) ?? []), ...numbers]);
    const averages = Object.fromEntries([...all].map(([kind, numbers]) => [kind, average(numbers)]));
    expect(all.get('{ left out')!.length).toBeGreaterThan(150);
    expect([...all.values()].flat().length).toBeGreaterThan(3000);
    for (const value of Object.values(averages)) expect(value, JSON.stringify(averages)).toBeLessThan(1);
    // a subnet that is not read changes the machines and the gateway in it; a mistake in a word never costs as much
    expect(Math.max(...all.get('{ left out')!)).toBeLessThanOrEqual(5);
    const words = Object.keys(MISSPELLINGS).flatMap((kind) => all.get(kind)!);
    expect(Math.max(...words)).toBeLessThanOrEqual(2);
  }, 240_000);
});

describe('a mistyped keyword or brace never widens a policy', () => {
  const withPolicies = EXAMPLES.filter(([, text]) => text.includes('networkPolicy'));

  test.each(withPolicies)(
    '%s',
    async (_name, text) => {
      const policies = [...(await read(text)).objects].filter(([key]) => key.startsWith('policy '));
      for (const { text: broken, kind } of mistakes(text)) {
        const { objects } = await read(broken);
        for (const [key, whole] of policies) {
          const now = objects.get(key);
          // with its namespace or cluster a policy goes, and so do the pods that it is for
          if (now === undefined)
            expect(objects.has(namespaceOf(key)), `${kind}: ${key} is gone\n${broken}`).toBe(false);
          else if (now !== whole) expect(JSON.parse(now).broken, `${kind}: ${now}\n${broken}`).toBe(true);
        }
      }
    },
    120_000,
  );
});

describe('a brace too few or too many', () => {
  const objects = async (text: string) =>
    [...(await read(text)).objects.keys()].filter((key) => !/kube|default$/.test(key));

  test('is put right from the keywords where all is on one line', async () => {
    expect(await objects('network a { cidr 10.0.0.0/8 network b { cidr 11.0.0.0/8 }')).toEqual([
      'segment a',
      'segment b',
    ]);
  });

  test('is put right from the indentation where keywords say nothing', async () => {
    const text = 'cluster c {\n  namespace n {\n    pod a {\n      labels a=b\n    labels c=d\n  }\n}\n';
    const { objects: found } = await read(text);
    expect(JSON.parse(found.get('namespace c/n')!).labels).toMatchObject({ c: 'd' });
  });

  test('never changes a text whose braces pair, however it is indented', async () => {
    const text = 'cluster c {\nnamespace n {\npod a {\nlabels a=b\n}\nlabels c=d\n}\n}\n';
    const { objects: found, said } = await read(text);
    expect(said).toEqual([]);
    expect(JSON.parse(found.get('namespace c/n')!).labels).toMatchObject({ c: 'd' });
    expect(JSON.parse(found.get('workload c/n/a')!).labels).toEqual({ a: 'b' });
  });
});
