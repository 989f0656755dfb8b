import { IPv4CidrRange } from 'ip-num';
import { overlappingPairs } from '../network/address/overlap.ts';
import { readLiteral } from '../network/address/parse.ts';
import { type Prefix, prefixOf } from '../network/address/prefix.ts';
import { ms, sideBySide, table, time, times } from './measure.ts';

const COUNT = 100_000;

/** One pair in a thousand overlaps; the order says nothing. */
const texts = Array.from({ length: COUNT }, (_, i) => {
  const n = (i * 7919) % COUNT;
  return `10.${(n >> 8) >> 2}.${(n >> 2) & 255}.${(n & 3) << 6}/${n % 1000 === 0 ? 25 : 26}`;
});

/** Which of 100,000 prefixes overlap, by `network/address` and by ip-num's ranges in the same sort and sweep. */
export async function overlap(): Promise<void> {
  const [prefixes, ranges] = [texts.map(read), texts.map((text) => IPv4CidrRange.fromCidr(text))];
  const [ours, theirs] = await sideBySide(
    5,
    () => time(() => expectPairs([...overlappingPairs(prefixes, (one) => one)].length)),
    () => time(() => expectPairs(overlapsByIpNum(ranges))),
  );
  const [oursRead, theirsRead] = await sideBySide(
    3,
    () => time(() => [...overlappingPairs(texts.map(read), (one) => one)].length),
    () => time(() => overlapsByIpNum(texts.map((text) => IPv4CidrRange.fromCidr(text)))),
  );
  table(
    `Overlap of ${COUNT} prefixes`,
    ['', 'knet', 'ip-num', 'ratio'],
    [
      ['overlaps', ms(ours!), ms(theirs!), times(theirs! / ours!)],
      ['from text, read once before', ms(oursRead!), ms(theirsRead!), times(theirsRead! / oursRead!)],
    ],
  );
}

function read(text: string): Prefix {
  const literal = readLiteral(text);
  if ('error' in literal || literal.length === undefined) throw new Error(`${text} is no prefix`);
  return prefixOf(literal.address, literal.length);
}

/** Both have to find the same. */
let known: number | undefined;
function expectPairs(found: number): void {
  known ??= found;
  if (found !== known) throw new Error(`one found ${known} overlaps, the other ${found}`);
}

/** The sweep of `overlappingPairs`, in ip-num's terms. */
function overlapsByIpNum(ranges: readonly IPv4CidrRange[]): number {
  const ends = ranges.map((range) => ({ first: range.getFirst(), last: range.getLast() }));
  ends.sort((a, b) => (a.first.isLessThan(b.first) ? -1 : a.first.isEquals(b.first) ? 0 : 1));
  let found = 0;
  let open: typeof ends = [];
  for (const one of ends) {
    open = open.filter((other) => other.last.isGreaterThanOrEquals(one.first));
    found += open.length;
    open.push(one);
  }
  return found;
}
