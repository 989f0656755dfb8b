import fc from 'fast-check';
import { IPv4CidrRange, IPv6CidrRange } from 'ip-num';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import { hostBitsSet, prefix, readLiteral } from '../../../network/address/parse.ts';
import {
  containsPrefix,
  formatPrefix,
  overlaps,
  type Prefix,
  prefixOf,
  subnetAt,
} from '../../../network/address/prefix.ts';

const ipv4 = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => prefixOf(address, length));
/** Neighbours and relatives of one prefix, which two drawn at random never are. */
const relative4 = (p: Prefix) =>
  fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -3, max: 3 })).map(([step, wider]) => {
    const length = Math.min(32, Math.max(0, p.length + wider));
    const address = ((p.first as number) + step * 2 ** (32 - p.length)) % 2 ** 32;
    return prefixOf(address < 0 ? address + 2 ** 32 : address, length);
  });
const ipv6 = fc
  .tuple(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.integer({ min: 0, max: 128 }))
  .map(([address, length]) => prefixOf(address, length));

const oracle4 = (p: Prefix) => IPv4CidrRange.fromCidr(formatPrefix(p));
const full6 = (value: bigint) =>
  value
    .toString(16)
    .padStart(32, '0')
    .replace(/(.{4})(?!$)/g, '$1:');
const oracle6 = (p: Prefix) => IPv6CidrRange.fromCidr(`${full6(p.first as bigint)}/${p.length}`);

describe('prefixes, with ip-num as the oracle', () => {
  test('IPv4: first, last, text', () => {
    fc.assert(
      fc.property(ipv4, (p) => {
        expect(Number(oracle4(p).getFirst().getValue())).toBe(p.first);
        expect(Number(oracle4(p).getLast().getValue())).toBe(p.last);
        expect(prefix(formatPrefix(p))).toEqual(p);
      }),
    );
  });

  test('IPv6: first, last, text', () => {
    fc.assert(
      fc.property(ipv6, (p) => {
        expect(BigInt(oracle6(p).getFirst().getValue())).toBe(p.first);
        expect(BigInt(oracle6(p).getLast().getValue())).toBe(p.last);
        expect(prefix(formatPrefix(p))).toEqual(p);
      }),
    );
  });

  test('containment and overlap', () => {
    fc.assert(
      fc.property(
        ipv4.chain((p) => fc.tuple(fc.constant(p), relative4(p))),
        ([a, b]) => {
          const [x, y] = [oracle4(a), oracle4(b)];
          const same = x.isEquals(y);
          expect(containsPrefix(a, b)).toBe(same || x.contains(y));
          expect(overlaps(a, b)).toBe(same || x.contains(y) || x.inside(y));
        },
      ),
    );
  });
});

test.each([
  ['10.0.0.0/16', 24, 3, '10.0.3.0/24'],
  ['10.0.0.0/16', 24, 255, '10.0.255.0/24'],
  ['10.0.0.0/16', 24, 256, undefined],
  ['10.0.0.0/16', 8, 0, undefined],
  ['fd00::/48', 64, 65535, 'fd00:0:0:ffff::/64'],
])('sub-prefix of %s: length %i, number %i is %s', (within, length, index, expected) => {
  const found = subnetAt(prefix(within), length, index);
  expect(found && formatPrefix(found)).toBe(expected);
});

test.each([
  ['10.0.0.0/8', false],
  ['10.0.0.5/8', true],
  ['10.0.0.5', false],
  ['fd00::1/64', true],
])('host bits of %s: %s', (text, expected) => {
  const literal = readLiteral(text);
  expect('error' in literal ? literal.error : hostBitsSet(literal)).toBe(expected);
});

test.each([
  ['300.1.1.1', '300 is not an octet from 0 to 255'],
  ['10.0.0', 'an IPv4 address has four octets, this has 3'],
  ['10.0.0.0/33', 'the mask length is a number from 0 to 32'],
  ['10.0.0.01', '01 has a leading zero, which some tools read as octal'],
  ['fd00::/129', 'the mask length is a number from 0 to 128'],
  ['fd00:::1', 'an IPv6 address has eight groups, or fewer with one "::"'],
  ['fd00::g', 'g is not a group of up to four hexadecimal digits'],
])('%s is refused: %s', (text, error) => {
  expect(readLiteral(text)).toEqual({ error });
});

test.each([
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['2001:0DB8::0001', '2001:db8::1'],
  ['::ffff:10.0.0.1', '::ffff:a00:1'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
])('%s is written %s (RFC 5952)', (text, expected) => {
  const literal = readLiteral(text);
  expect('error' in literal ? literal.error : formatAddress(literal.address)).toBe(expected);
});
