/*
 * What a text may cost. A pod of a dump is some five to ten thousand characters; a syntax tree takes some twenty bytes for
 * each character that is parsed. What is larger is left out and said to be.
 */

/** Characters of one file. */
export const FILE_LIMIT = 24_000_000;

/** Characters from which a file is no text that people write, but a dump of a cluster. */
export const DUMP_FROM = 500_000;

/** Values that aliases of one document may stand for, counted each time that one is looked at. */
export const ALIAS_LIMIT = 20_000;

/** Aliases within what aliases stand for: one that leads to itself has no end. */
export const ALIAS_DEPTH = 64;

/** Lists within lists (`kind: List` as an item of a List). */
export const LIST_DEPTH = 4;

/** Problems of one document that are told; a text that is no YAML at all has thousands. */
export const PROBLEM_LIMIT = 5;
