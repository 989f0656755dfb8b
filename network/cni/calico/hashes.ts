import { sha224 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Characters of a hash that go into a rule's comment. */
const LENGTH = 16;

/**
 * The comments by which Felix knows its own rules again: SHA-224 over the hash of the rule before (of the chain's name for
 * the first) and the rule as Felix itself writes it, in URL-safe base64 (`RuleHashes`).
 */
export function ruleComments(chain: string, rules: readonly string[]): readonly string[] {
  const key = [chain, ...rules].join('\n');
  let comments = known.get(key);
  if (!comments) {
    comments = commentsOf(chain, rules);
    known.set(key, comments);
  }
  return comments;
}

/** The rules that hold for a whole node: they differ in the names of tunnels at most, and every node has them. */
const known = new Map<string, readonly string[]>();

function commentsOf(chain: string, rules: readonly string[]): readonly string[] {
  let hash = sha224(utf8ToBytes(chain));
  return rules.map((rule) => {
    hash = sha224(concatBytes(hash, utf8ToBytes(`-A ${chain} HASH ${rule}`)));
    return `cali:${base64(hash).slice(0, LENGTH)}`;
  });
}

function base64(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{6}/g) ?? []).map((six) => LETTERS[Number.parseInt(six, 2)]).join('');
}
