import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlappingPairs } from '../../../network/address/overlap.ts';
import { type Prefix, prefixOf } from '../../../network/address/prefix.ts';

/** Few bits in play, so that a list has disjoint, nested and equal ones; both families. */
const anyPrefix: fc.Arbitrary<Prefix> = fc
  .tuple(fc.integer({ min: 0, max: 1023 }), fc.integer({ min: 0, max: 10 }), fc.boolean())
  .map(([bits, length, isIPv4]) =>
    isIPv4 ? prefixOf(bits * 2 ** 22, length) : prefixOf(BigInt(bits) << 118n, length),
  );

test('the sweep finds the pairs that comparing all with all finds', () => {
  fc.assert(
    fc.property(fc.array(anyPrefix, { maxLength: 40 }), (list) => {
      const items = list.map((prefix, index) => ({ prefix, index }));
      const naive = items.flatMap((a) =>
        items
          .filter((b) => a.index < b.index && typeof a.prefix.first === typeof b.prefix.first)
          .filter((b) => a.prefix.first <= b.prefix.last && b.prefix.first <= a.prefix.last)
          .map((b) => `${a.index}-${b.index}`),
      );
      const swept = [...overlappingPairs(items, (item) => item.prefix)].map(([a, b]) => `${a.index}-${b.index}`);
      expect(swept.sort()).toEqual(naive.sort());
    }),
  );
});
