import fc from 'fast-check';
import { expect, test } from 'vitest';
import { address, prefix } from '../../../network/address/parse.ts';
import { containsAddress, type Prefix, prefixOf } from '../../../network/address/prefix.ts';
import { PrefixTable } from '../../../network/address/prefix-table.ts';

const table = new PrefixTable(
  ['0.0.0.0/0', '10.0.0.0/8', '10.244.0.0/16', '10.244.1.0/24', '10.244.1.0/24', 'fd00::/8'].map((text, index) => ({
    prefix: prefix(text),
    value: `${index} ${text}`,
  })),
);

test.each([
  ['10.244.1.7', ['3 10.244.1.0/24', '2 10.244.0.0/16', '1 10.0.0.0/8', '0 0.0.0.0/0']],
  ['10.244.2.0', ['2 10.244.0.0/16', '1 10.0.0.0/8', '0 0.0.0.0/0']],
  ['10.245.0.0', ['1 10.0.0.0/8', '0 0.0.0.0/0']],
  ['255.255.255.255', ['0 0.0.0.0/0']],
  ['fd00::1', ['5 fd00::/8']],
  ['fe00::1', []],
])('%s is in %j, the longest first', (text, expected) => {
  expect(table.lookup(address(text))?.value).toBe(expected[0]);
  expect([...table.covering(address(text))].map((entry) => entry.value)).toEqual(expected);
});

const anyPrefix = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([host, length]) => prefixOf(host, length));

test('every address finds the longest of the prefixes that hold it, the first of equals', () => {
  fc.assert(
    fc.property(fc.array(anyPrefix), (list: Prefix[]) => {
      const table = new PrefixTable(list.map((prefix, value) => ({ prefix, value })));
      for (let address = 0; address < 256; address += 3) {
        const holding = list
          .map((prefix, value) => ({ prefix, value }))
          .filter((e) => containsAddress(e.prefix, address));
        const longest = Math.max(...holding.map((entry) => entry.prefix.length));
        expect(table.lookup(address)?.value).toBe(holding.find((entry) => entry.prefix.length === longest)?.value);
      }
    }),
  );
});
