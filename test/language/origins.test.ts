import { describe, expect, test } from 'vitest';
import { declarationRangeOf, originAt, rangeOf } from '../../language/origins.ts';
import type { Origin } from '../../network/topology/origin.ts';
import { NOWHERE } from '../../network/topology/origin.ts';
import { EXAMPLES } from './support/examples.ts';
import { lowerDocument, parse } from './support/knet.ts';

describe('what is underlined', () => {
  test('names of declarations, literals of values, references', async () => {
    const document = await parse(
      'network lan { cidr 10.0.0.0/8 11.0.0.0/8 }\nhost h { in lan  ip 10.0.0.1 }\ntrace h -> lan',
    );
    const { segments, hosts, traces } = lowerDocument(document);
    const text = (origin: Origin) => document.textDocument.getText(rangeOf(origin)!.range);
    expect(text(segments[0]!.origin)).toBe('lan');
    expect(segments[0]!.cidrs.map((one) => text(one.origin))).toEqual(['10.0.0.0/8', '11.0.0.0/8']);
    expect(text(hosts[0]!.nics[0]!.segment!.origin)).toBe('lan');
    expect(text(traces[0]!.origin)).toBe('trace h -> lan');
    expect(text(traces[0]!.to.origin)).toBe('lan');
    const whole = declarationRangeOf(segments[0]!.origin)!.range;
    expect(document.textDocument.getText(whole)).toBe('network lan { cidr 10.0.0.0/8 11.0.0.0/8 }');
  });

  test('nothing for what nobody wrote', () => expect(rangeOf(NOWHERE)).toBeUndefined());
});

describe('under the cursor', () => {
  const at = async (marked: string) => {
    const document = await parse(marked.replace('|', ''));
    const topology = lowerDocument(document);
    return { origin: originAt(document, marked.indexOf('|')), topology };
  };

  test.each([
    'network l|an { }\nhost h { in lan }',
    'netwo|rk lan { }\nhost h { in lan }',
    'network lan { }\nhost h { in la|n }',
  ])('%s is the network', async (marked) => {
    const { origin, topology } = await at(marked);
    expect(origin).toBe(topology.segments[0]!.origin);
  });

  test('a value is its own origin', async () => {
    const { origin, topology } = await at('network n { cidr 10.0.0.0/8 11.0.|0.0/8 }');
    expect(origin).toBe(topology.segments[0]!.cidrs[1]!.origin);
  });

  test('nothing in a comment', async () => expect((await at('// a com|ment')).origin).toBeUndefined());
});

test.each(EXAMPLES)('every origin of %s that has a place is in the text', async (_name, text) => {
  const document = await parse(text);
  let places = 0;
  JSON.stringify(lowerDocument(document), (_key, value) => {
    if (value?.reader !== 'knet') return typeof value === 'bigint' ? String(value) : value;
    const { range } = rangeOf(value)!;
    const shown = document.textDocument.getText(range);
    expect(shown.trim()).toBe(shown);
    expect(shown.length).toBeGreaterThan(0);
    places++;
    return undefined;
  });
  expect(places).toBeGreaterThan(20);
});
