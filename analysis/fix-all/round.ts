import type { TextEdit } from 'vscode-languageserver-types';
import { touches } from '../../language/ranges.ts';
import type { Fix } from '../../network/checks/diagnostic.ts';
import type { Problem } from '../diagnostics/problem.ts';
import { editsOf } from '../fixes.ts';

/** Edits of one round, by file. */
export type Round = Map<string, TextEdit[]>;

/**
 * The preferred repairs of as many problems as go together: none writes where another does, and no two write the same
 * address, range or port, which both would have found free. The others have their turn in the next round.
 */
export function chooseRound(problems: readonly Problem[]): Round {
  const round: Round = new Map();
  const given = new Set<string>();
  for (const { fixes } of problems) {
    const fix = fixes[0];
    const edits = fix && editsOf(fix);
    if (
      !fix ||
      !edits ||
      edits.size === 0 ||
      takes(given, fix) ||
      [...edits].some(([uri, list]) => clashes(round.get(uri), list))
    )
      continue;
    for (const value of allocated(fix)) given.add(value);
    for (const [uri, list] of edits) round.set(uri, [...(round.get(uri) ?? []), ...list]);
  }
  return round;
}

const takes = (given: ReadonlySet<string>, fix: Fix) => allocated(fix).some((value) => given.has(value));

/** Values that may be had once only: those with a digit in them. */
function allocated({ changes }: Fix): string[] {
  return changes.flatMap((change) => (change.kind !== 'remove' && /\d/.test(change.value) ? [change.value] : []));
}

function clashes(taken: readonly TextEdit[] | undefined, edits: readonly TextEdit[]): boolean {
  return edits.some(({ range }) => taken?.some((other) => touches(range, other.range)));
}
