import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import { address, prefix } from '../../../network/address/parse.ts';
import { formatPrefix, overlaps, prefixOf } from '../../../network/address/prefix.ts';
import { lastFreeBlock, nextFreeBlock, RangeSet } from '../../../network/address/ranges.ts';

const set = (...texts: string[]) => new RangeSet(texts.map(prefix));

describe('the next free block', () => {
  test.each([
    ['10.0.0.0/16', 24, [], '10.0.0.0/24'],
    ['10.0.0.0/16', 24, ['10.0.0.0/24'], '10.0.1.0/24'],
    ['10.0.0.0/16', 24, ['10.0.0.0/25', '10.0.1.128/25', '10.0.2.7/32'], '10.0.3.0/24'],
    ['10.0.0.0/16', 20, ['10.0.0.0/24'], '10.0.16.0/20'],
    ['10.0.0.0/16', 16, ['10.0.255.255/32'], undefined],
    ['10.0.0.0/16', 8, [], undefined],
    ['0.0.0.0/0', 1, ['0.0.0.0/1'], '128.0.0.0/1'],
    ['0.0.0.0/0', 1, ['0.0.0.0/1', '255.0.0.0/8'], undefined],
    ['fd00::/56', 64, ['fd00::/63'], 'fd00:0:0:2::/64'],
  ] as const)('in %s of length %i past %j is %s', (within, length, taken, expected) => {
    const found = nextFreeBlock(prefix(within), length, set(...taken));
    expect(found && formatPrefix(found)).toBe(expected);
  });
});

describe('the last free block', () => {
  test.each([
    ['10.0.0.0/16', 26, [], '10.0.255.192/26'],
    ['10.0.0.0/16', 26, ['10.0.255.192/26'], '10.0.255.128/26'],
    ['0.0.0.0/0', 8, ['128.0.0.0/1'], '127.0.0.0/8'],
    ['0.0.0.0/30', 31, ['0.0.0.1/32', '0.0.0.2/32'], undefined],
  ] as const)('in %s of length %i before %j is %s', (within, length, taken, expected) => {
    const found = lastFreeBlock(prefix(within), length, set(...taken));
    expect(found && formatPrefix(found)).toBe(expected);
  });
});

test('free addresses go around what is taken, in both directions', () => {
  const taken = set('10.0.0.0/31', '10.0.0.3/32', '10.0.0.6/31');
  const range = prefix('10.0.0.0/29');
  expect([...taken.free(range)].map(formatAddress)).toEqual(['10.0.0.2', '10.0.0.4', '10.0.0.5']);
  expect([...taken.freeDownwards(range)].map(formatAddress)).toEqual(['10.0.0.5', '10.0.0.4', '10.0.0.2']);
});

test('the families do not meet', () => {
  const both = set('0.0.0.0/0', '::/96');
  expect(both.contains(address('::ffff'))).toBe(true);
  expect(both.contains(address('1::'))).toBe(false);
  expect(both.countIn(prefix('10.0.0.0/8'))).toBe(2 ** 24);
});

/** Prefixes in a small space, so that they often touch, nest and overlap. */
const smallPrefix = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([host, length]) => prefixOf(0x0a000000 + host, length));
const space = prefix('10.0.0.0/24');

test('a set says of every address what the list it was made of says', () => {
  fc.assert(
    fc.property(fc.array(smallPrefix), (list) => {
      const ranges = new RangeSet(list);
      const naive = Array.from({ length: 256 }, (_, i) => 0x0a000000 + i).filter((a) =>
        list.every((range) => a < range.first || a > range.last),
      );
      expect([...ranges.free(space)]).toEqual(naive);
      expect([...ranges.freeDownwards(space)]).toEqual(naive.toReversed());
      expect(ranges.countIn(space)).toBe(256 - naive.length);
    }),
  );
});

test('a free block is free and no earlier (later) one is', () => {
  fc.assert(
    fc.property(fc.array(smallPrefix), fc.integer({ min: 24, max: 32 }), (list, length) => {
      const blocks = Array.from({ length: 2 ** (length - 24) }, (_, i) =>
        prefixOf(0x0a000000 + i * 2 ** (32 - length), length),
      );
      const free = blocks.filter((block) => !list.some((taken) => overlaps(taken, block)));
      expect(nextFreeBlock(space, length, new RangeSet(list))).toEqual(free[0]);
      expect(lastFreeBlock(space, length, new RangeSet(list))).toEqual(free.at(-1));
    }),
  );
});
