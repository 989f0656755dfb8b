/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { type Reading, read } from './reader.ts';

/*
 * Whatever goes wrong with an address, a selector or a name in a real file: each repair that is offered removes what it
 * is offered for, and is the cause of no new error.
 */
const examples = readdirSync('examples')
  .filter((name) => name.endsWith('.knet'))
  .map((name) => [name, readFileSync(`examples/${name}`, 'utf8')] as const);

/** Literals, labels and names that a slip of the hand puts in the place of others. */
const ADDRESS = /\b\d+\.\d+\.\d+\.\d+(?:\/\d+)?\b/g;
const LABEL = /(?<=\b[\w-]+=)[\w-]+/g;

type Mutation = (text: string, choice: (limit: number) => number) => string;

const mutations: Record<string, Mutation> = {
  'another address of the file': (text, choice) => replaceOne(text, ADDRESS, choice, pick(literals(text), choice)),
  'another octet': (text, choice) =>
    replaceOne(text, /(?<=\b\d+\.)\d+(?=\.\d+\.\d+)|(?<=\.)\d+(?=\b(?!\.|\/))/g, choice, `${choice(256)}`),
  'another mask': (text, choice) => replaceOne(text, /(?<=\.\d+\/)\d+\b/g, choice, `${8 + choice(25)}`),
  'another label of the file': (text, choice) =>
    replaceOne(text, LABEL, choice, (old) => {
      const others = [...new Set(text.match(LABEL))].filter((label) => label !== old);
      return others.length === 0 ? old : pick(others, choice);
    }),
  'two letters swapped in a label': (text, choice) =>
    replaceOne(text, LABEL, choice, (old) => old.slice(1, 2) + old.slice(0, 1) + old.slice(2)),
};

/** Whether there is anything in a text to be mistaken so. */
function isFor(mutate: Mutation, text: string): boolean {
  return Array.from({ length: 50 }, (_, i) => {
    let choices = 0;
    return mutate(text, (limit) => (i + 7 * choices++) % limit);
  }).some((mutated) => mutated !== text);
}

describe.each(Object.entries(mutations))('%s', (_, mutate) => {
  let repairs = 0;

  test.each(examples.filter(([, text]) => isFor(mutate, text)))('%s', async (_, text) => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1_000_000), { minLength: 4, maxLength: 4 }), async (numbers) => {
        let next = 0;
        const mutated = mutate(text, (limit) => (numbers[next++ % numbers.length] ?? 0) % limit);
        if (mutated !== text) changed++;
        const reading = await read(mutated);
        for (const problem of reading.problems) {
          for (const fix of problem.fixes) {
            await expectMended(reading, problem, reading.repaired(fix));
            repairs++;
          }
        }
      }),
      { numRuns: 8, seed: 20 },
    );
    expect(changed).toBeGreaterThan(0);
  });

  test('leads to repairs', () => expect(repairs).toBeGreaterThan(10));
});

async function expectMended(reading: Reading, problem: Problem, text: string): Promise<void> {
  const before = errors(reading.problems);
  const { problems } = await read(text);
  const after = errors(problems);
  expect([text, problems.map(label)]).not.toEqual([text, expect.arrayContaining([label(problem)])]);
  if (reveals(problem)) return;
  // Where something else is still wrong, a statement may come to fail because of that.
  const isClean = after.every((one) => one.startsWith('EXPECT-FAILED'));
  const added = after.filter((one) => !before.includes(one) && (isClean || !one.startsWith('EXPECT-FAILED')));
  expect([text, added]).toEqual([text, []]);
}

/** What the reader could not read was no part of the model: that it fits nowhere can only be said once it is. */
function reveals({ code, message }: Problem): boolean {
  if (code === 'CIDR-SYNTAX') return !message.includes('host bits');
  return ['SYNTAX', 'UNRESOLVED', 'UNKNOWN-FIELD', 'IMPORT'].includes(code);
}

/** Numbers in a message follow what has been moved, so an error is told by its code and line. */
function errors(problems: readonly Problem[]): string[] {
  return problems
    .filter((one) => one.severity === 'error')
    .map(({ code, range }) => `${code} line ${range.start.line}`);
}

function label({ code, message, range }: Problem): string {
  return `${code} line ${range.start.line}: ${message}`;
}

function literals(text: string): readonly string[] {
  return [...new Set(text.match(ADDRESS) ?? ['10.0.0.0/8'])];
}

function pick(items: readonly string[], choice: (limit: number) => number): string {
  return items[choice(items.length)]!;
}

function replaceOne(
  text: string,
  pattern: RegExp,
  choice: (limit: number) => number,
  replacement: string | ((old: string) => string),
): string {
  const found = [...text.matchAll(pattern)].filter(
    (match) => !text.slice(text.lastIndexOf('\n', match.index), match.index).includes('//'),
  );
  const match = found[choice(Math.max(found.length, 1))];
  if (!match) return text;
  const value = typeof replacement === 'string' ? replacement : replacement(match[0]);
  return text.slice(0, match.index) + value + text.slice(match.index + match[0].length);
}
