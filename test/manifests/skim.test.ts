/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMap, isPair, isScalar, isSeq, parse as parseYaml } from 'yaml';
import { manifestDiagnostics } from '../../manifests/diagnostics.ts';
import { KINDS } from '../../manifests/kinds/all.ts';
import { CLUSTER, manifestsTopology } from '../../manifests/lowering/lower.ts';
import { ManifestFile } from '../../manifests/text/file.ts';
import { jsonItems } from '../../manifests/text/json.ts';
import { KEPT } from '../../manifests/text/kept.ts';
import { DUMP_FROM } from '../../manifests/text/limits.ts';
import { parse } from '../../manifests/text/parse.ts';
import { skim } from '../../manifests/text/skim.ts';
import { afterCuts, cut } from './support/cuts.ts';
import { dump, podItem } from './support/dump.ts';
import { said } from './support/read.ts';

const asDocument = (item: string) => `  ${item.slice(2)}`;

/** Fields with where they stand: `spec.containers.0.name 12-16 web`. */
function places(node: unknown, path: string): string[] {
  if (isScalar(node)) return [`${path} ${node.range?.slice(0, 2).join('-')} ${node.value}`];
  if (isSeq(node)) return node.items.flatMap((item, i) => places(item, `${path}.${i}`));
  if (!isMap(node)) return [];
  return node.items.flatMap((pair) =>
    isPair(pair) && isScalar(pair.key)
      ? [...places(pair.key, `${path}.${pair.key.value}:`), ...places(pair.value, `${path}.${pair.key.value}`)]
      : [],
  );
}

/** What stands in a document that was read in short, and not in the whole; but for values that are left out behind a dash. */
function strange(found: readonly string[], whole: readonly string[]): string[] {
  const known = new Set(whole);
  return found.filter((one) => !known.has(one) && !/ \d+-\d+ $/.test(one));
}

describe('a dump', () => {
  test('says what its objects say when each is read whole', () => {
    const text = dump(100);
    expect(text.length).toBeGreaterThan(DUMP_FROM);
    const short = new ManifestFile('file:///w/a.yaml', text);
    const whole = short.documents.map((one, i) => new ManifestFile(`file:///w/${i}.yaml`, one.text));
    expect(short.isDump && !whole.some((file) => file.isDump)).toBe(true);
    expect(said(manifestsTopology([short]))).toBe(said(manifestsTopology(whole)));
    expect(manifestDiagnostics(short, CLUSTER)).toEqual([]);
  });

  test('is read in a fifth of its text', () => {
    const text = asDocument(podItem(7));
    expect(skim(text)!.text.length).toBeLessThan(text.length / 5);
  });

  test('has its values where they stand', () => {
    const text = asDocument(podItem(7));
    const found = places(parse(text, { inShort: true }).root, '');
    expect(found.length).toBeGreaterThan(20);
    expect(strange(found, places(parse(text).root, ''))).toEqual([]);
  });
});

test('every kind that is read says what of it is', () => {
  expect(Object.keys(KEPT).sort()).toEqual(Object.keys(KINDS).sort());
});

const FIELD = (value: string) => `kind: Secret\nmetadata:\n  name: a\ndata:\n  x: ${value}\n  y: z\n`;

/** The same as `kubectl get -o json` prints it. */
const inJson = (text: string) => JSON.stringify(parseYaml(text), undefined, 4);

describe('a dump in JSON', () => {
  test('is cut into its items, and says the same', () => {
    const [yaml, json] = [dump(100), inJson(dump(100))].map((text) => new ManifestFile('file:///w/a.json', text));
    expect(json!.documents.length).toBe(yaml!.documents.length);
    expect(said(manifestsTopology([json!]))).toBe(said(manifestsTopology([yaml!])));
    expect(manifestDiagnostics(json!, CLUSTER)).toEqual([]);
  });

  test('says the same after another has been read', () => {
    const text = inJson(dump(100));
    const [first, second] = [1, 2].map(() => said(manifestsTopology([new ManifestFile('file:///w/a.json', text)])));
    expect(second).toBe(first);
    const parts = jsonItems(text);
    skim(text.slice(...parts![0]!));
    expect(jsonItems(text)).toEqual(parts);
  });

  test('has its values where they stand', () => {
    for (const indentation of [0, 4]) {
      const text = JSON.stringify(parseYaml(asDocument(podItem(7))), undefined, indentation);
      const found = places(parse(text, { inShort: true }).root, '');
      expect(skim(text)!.text.length).toBeLessThan(text.length / 4);
      expect(found.length).toBeGreaterThan(20);
      expect(strange(found, places(parse(text).root, ''))).toEqual([]);
    }
  });

  test('stays whole when its items have their kind from the List', () => {
    const list = inJson(dump(100)).replaceAll('"kind": "Pod",', '').replace('"kind": "List"', '"kind": "PodList"');
    expect(new ManifestFile('file:///w/a.json', list).documents.length).toBe(1);
  });
});

describe('only what surely is good YAML is left out', () => {
  test.each([
    ['plain', 'a b:c d#e'],
    ['quoted', '"a\\tb: # \\"" '],
    ['single', "'it''s: {'"],
    ['folded', '"a\n    b \\\n    c"'],
    ['continued', 'a b\n    c d'],
    ['literal', '|-\n    kind: Pod\n      - {\n\n    end'],
    ['a list', '\n  - a: b\n    c: d\n  - - e\n    - f'],
    ['empty', '{}'],
  ])('%s', (_what, value) => {
    const text = FIELD(value);
    expect(parse(text).problems).toEqual([]);
    expect(skim(text)?.text).toBe('kind: Secret\nmetadata:\n  name: a\n');
  });

  test.each([
    ['a value in a value', 'a: b'],
    ['text behind a quote', '"a" b'],
    ['an open quote', '"a'],
    ['a quote at the margin', '"a\nb"'],
    ['a bad escape', '"\\q"'],
    ['an open brace', '{'],
    ['a tag', '!foo bar'],
    ['a comment', 'a # b'],
    ['a tab', '\ta'],
    ['too deep', 'a\n      b: c'],
    ['between two levels', '\n      a: b\n    c: d'],
    ['a list that is none', '\n    a: b\n    - c'],
    ['a literal that is too shallow', '|\n      a\n    b'],
    ['what is reserved', '`a`'],
  ])('and not %s', (_what, value) => {
    expect(skim(FIELD(value))).toBeUndefined();
  });
});

const ROOT = 'test/fixtures/networkpolicy';
const fixtures = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ya?ml$/.test(name))
  .flatMap((name) => readFileSync(join(ROOT, name), 'utf8').split(/^---.*$/m))
  .filter((text) => text.length < 4000);

const isSyntax = ({ message }: { message: string }) => !message.startsWith('The key');

test('whatever an edit breaks is told of a dump, too', () => {
  const texts = fc.oneof(
    fc.constantFrom(...fixtures),
    fc.nat(50).map((i) => asDocument(podItem(i))),
  );
  fc.assert(
    fc.property(texts, fc.array(cut, { minLength: 1, maxLength: 2 }), (text, cuts) => {
      const mutant = afterCuts(text, cuts);
      const whole = parse(mutant);
      const short = parse(mutant, { inShort: true });
      if (whole.problems.some(isSyntax)) expect(short.problems).toEqual(whole.problems);
      else expect(strange(places(short.root, ''), places(whole.root, ''))).toEqual([]);
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('a dump never throws and loses no other item, whatever breaks in one', () => {
  const text = dump(90);
  expect(text.length).toBeGreaterThan(500_000);
  const names = (one: string) => {
    const { namespaces } = manifestsTopology([new ManifestFile('file:///w/a.yaml', one)]).clusters[0]!;
    return namespaces.flatMap(({ services }) => services.map(({ id }) => id)).sort();
  };
  const [first, all] = [text.indexOf('- apiVersion: v1\n  kind: Pod'), names(text)];
  const last = text.indexOf('- apiVersion: v1\n  kind: Service');
  fc.assert(
    fc.property(cut, ({ at, gone, put }) => {
      const from = first + 3 + Math.floor(at * (last - first - 100));
      // A break in front of a dash at the margin would begin another item.
      const mutant = text.slice(0, from) + put.replaceAll('\n', ' ') + text.slice(from + Math.min(gone, 1));
      expect(names(mutant)).toEqual(all);
    }),
    { numRuns: 15 },
  );
}, 60_000);
