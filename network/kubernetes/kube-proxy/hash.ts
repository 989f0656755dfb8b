import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The first characters of base32 (RFC 4648) of the SHA-256 of a text, five bits each. */
export function base32Hash(text: string, characters: number): string {
  const bytes = sha256(utf8ToBytes(text)).slice(0, Math.ceil((characters * 5) / 8));
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const fives = bits.match(/.{5}/g) ?? [];
  return fives
    .slice(0, characters)
    .map((five) => LETTERS[Number.parseInt(five, 2)])
    .join('');
}
