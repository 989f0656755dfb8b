import type { Branch, Playback, ShownFrame, Way } from '../../../../server/protocol.ts';
import type { PlayerState } from '../../../features/preview/messages.ts';

/*
 * Where a player is in its playback, and where it goes. Plain data, so that it can be tested without a page.
 */

export type Move = 'step' | 'back' | 'first' | 'last';

export const START: PlayerState = { branch: 0, at: 0 };

/** The branch that is played; a playback without stages has none. */
export const branchOf = ({ branches }: Playback, { branch }: PlayerState): Branch | undefined => branches[branch];

const lastOf = (branch: Branch | undefined) => Math.max(0, (branch?.stages.length ?? 0) - 1);

/** A step further or back, or to an end; never beyond one. */
export function moved(playback: Playback, state: PlayerState, move: Move): PlayerState {
  const { at: now } = state;
  const steps = { step: now + 1, back: now - 1, first: 0, last: Number.POSITIVE_INFINITY };
  return at(playback, state, steps[move]);
}

/** At a step of the branch that is played. */
export function at(playback: Playback, state: PlayerState, step: number): PlayerState {
  return { ...state, at: Math.min(lastOf(branchOf(playback, state)), Math.max(0, step)) };
}

export const isAtEnd = (playback: Playback, state: PlayerState): boolean =>
  state.at >= lastOf(branchOf(playback, state));

/** What was played before in a playback of another text: as far as it goes there. */
export function resumed(playback: Playback, { branch, at: step }: PlayerState): PlayerState {
  const known = Math.min(Math.max(0, playback.branches.length - 1), branch);
  return at(playback, { branch: known, at: 0 }, known === branch ? step : 0);
}

/** The ways of a branch in their order, each with its first step. */
export function waysOf({ stages }: Branch): readonly { readonly way: Way; readonly first: number }[] {
  return stages.flatMap(({ way }, first) => (stages[first - 1]?.way === way ? [] : [{ way, first }]));
}

/** The frame that the packet is in at a step, and whether it is the step's own. */
export function frameAt(
  branch: Branch,
  step: number,
): { readonly frame: ShownFrame; readonly own: boolean } | undefined {
  const stage = branch.stages[step];
  const frame = stage?.frame === undefined ? undefined : branch.frames[stage.frame];
  return frame && { frame, own: stage?.seen === true };
}

/** Boxes and lines that a branch touches. */
export function touched({ stages }: Branch): {
  readonly boxes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
} {
  return {
    boxes: new Set(stages.flatMap(({ box, acting }) => [box, acting].filter((id) => id !== undefined))),
    edges: new Set(stages.flatMap(({ edge }) => edge ?? [])),
  };
}
