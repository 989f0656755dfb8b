/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterCuts, cut } from './support/cuts.ts';
import { problems, read, textProblems } from './support/read.ts';

const ROOT = 'test/fixtures/networkpolicy';

const folders = readdirSync(ROOT, { withFileTypes: true }).filter((one) => one.isDirectory());
const fixtures = folders.map(({ name }) => ({ name, texts: textsBelow(join(ROOT, name, 'manifests')) }));

function textsBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names.filter((name) => /\.(ya?ml|json)$/.test(name)).map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** `ns/name[Kind]`, as the fixtures call a workload. */
const PEER = /\S+\/\S+\[(?!External)\w+\]/g;

describe('the 46 folders of manifests', () => {
  test('are all there', () => {
    expect(fixtures.length).toBe(46);
    expect(fixtures.filter(({ texts }) => texts.length === 0)).toEqual([]);
  });

  test.each(fixtures)('$name is read without a complaint', ({ name, texts }) => {
    const found = read(...texts);
    expect(textProblems(found)).toEqual([]);
    expect(problems(found)).toEqual([]);
    expect(found.topology.findings).toEqual([]);
    expect(found.cluster.namespaces.flatMap(({ policies }) => policies.filter(({ broken }) => broken))).toEqual([]);
    const expected = readFileSync(join(ROOT, name, 'expected.txt'), 'utf8').match(PEER) ?? [];
    const workloads = found.cluster.namespaces.flatMap((one) => one.workloads);
    const peers = new Set(workloads.map((one) => `${one.namespace}/${one.name}[${one.controller ?? one.kind}]`));
    expect(expected.filter((peer) => !peers.has(peer))).toEqual([]);
  });
});

/** Documents as the splitter must see them whatever is broken in one of them. */
const documents = fixtures.flatMap(({ texts }) => texts).flatMap((text) => text.split(/^---.*$/m));
const small = documents.filter((text) => text.trim() !== '' && text.length < 4000);
const AFTER = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: untouched\n';

describe('broken documents', () => {
  test('never throw, and take nothing with them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...small), fc.array(cut, { maxLength: 4 }), (text, cuts) => {
        const found = read(`${afterCuts(text, cuts)}\n---\n${AFTER}`);
        const services = found.cluster.namespaces.flatMap((one) => one.services.map(({ name }) => name));
        expect(services).toContain('untouched');
        problems(found);
      }),
      { numRuns: 700 },
    );
  }, 60_000);

  test('cut anywhere never throw, and keep what stands before them', () => {
    for (const text of small.slice(0, 40)) {
      for (let cut = 0; cut <= text.length; cut += 29) {
        const found = read(`${AFTER}---\n${text.slice(0, cut)}`);
        expect(found.cluster.namespaces.some((one) => one.services.some(({ name }) => name === 'untouched'))).toBe(
          true,
        );
      }
    }
  });
});
