/**
 * An IP address: an unsigned 32-bit number for IPv4, a 128-bit bigint for IPv6.
 * The JavaScript type is the family, so an address costs nothing, compares with `<` and is a key of a Map.
 */
export type Address = number | bigint;

export type Family = 4 | 6;

/** The family that an address belongs to. */
export function familyOf(address: Address): Family {
  return typeof address === 'number' ? 4 : 6;
}

/** Bits of an address of the family: 32 or 128. */
export function bitsOf(family: Family): number {
  return family === 4 ? 32 : 128;
}

/** The address `offset` places after (or, negative, before) `address`. The caller stays inside the family's range. */
export function addressAt(address: Address, offset: number | bigint): Address {
  return typeof address === 'number' ? address + Number(offset) : address + BigInt(offset);
}

/** How many addresses lie between two of one family: `to - from`, as a number (inexact beyond 2^53). */
export function distance(from: Address, to: Address): number {
  return typeof from === 'number' ? (to as number) - from : Number((to as bigint) - from);
}

/** Text of an address: dotted decimal, or RFC 5952 for IPv6. */
export function formatAddress(address: Address): string {
  return typeof address === 'number' ? formatIPv4(address) : formatIPv6(address);
}

/** An address with a port: `10.0.0.1:80`, `[fd00::1]:80`. */
export function formatEnd(address: Address, port: number): string {
  return `${typeof address === 'bigint' ? `[${formatIPv6(address)}]` : formatIPv4(address)}:${port}`;
}

/** The first IPv4 address of a list. */
export function firstIPv4(addresses: readonly Address[]): number | undefined {
  return addresses.find((address) => typeof address === 'number');
}

function formatIPv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

function formatIPv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn));
  const run = longestZeroRun(groups);
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return text(groups);
  return `${text(groups.slice(0, run.start))}::${text(groups.slice(run.start + run.length))}`;
}

/** RFC 5952 section 4.2.3: the longest run of zero groups is shortened, the first of equals. */
function longestZeroRun(groups: number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
