/*
 * What a text may cost. A dump of a cluster with some thousand pods is a few tens of megabytes as YAML; what is larger
 * is left out and said to be.
 */

/** Characters of one file. */
export const FILE_LIMIT = 64_000_000;

/** Values that aliases of one document may stand for, counted each time that one is looked at. */
export const ALIAS_LIMIT = 100_000;

/** Lists within lists (`kind: List` as an item of a List). */
export const LIST_DEPTH = 4;

/** Problems of one document that are told; a text that is no YAML at all has thousands. */
export const PROBLEM_LIMIT = 5;
