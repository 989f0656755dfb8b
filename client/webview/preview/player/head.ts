import type { Playback } from '../../../../server/protocol.ts';
import type { PlayerState } from '../../../features/preview/messages.ts';
import type { PlayerTexts } from '../../../features/preview/texts.ts';
import { playerPart } from './controls.ts';
import { elementOf } from './elements.ts';
import { branchOf, waysOf } from './state.ts';

/** What stays the same from step to step of a branch: the question, what became of it, the branches and the ways. */
export function showHead(playback: Playback, state: PlayerState, texts: PlayerTexts): void {
  const branch = branchOf(playback, state);
  const { addresses, verdict, remaining } = playback;
  const rest = remaining && texts.remaining.replace('{0}', () => remaining);
  const outcome = branch?.disposition ?? playback.disposition;
  playerPart('title').textContent = playback.title;
  playerPart('outcome').textContent = [outcome, addresses, verdict, rest].filter(Boolean).join(' · ');
  showBranches(playback, state);
  const ways = branch ? waysOf(branch) : [];
  playerPart('ways').replaceChildren(
    ...ways.map(({ way, first }) =>
      elementOf({
        tag: 'button',
        text: texts.ways[way],
        attributes: { type: 'button', 'data-way': way, 'data-first': `${first}` },
      }),
    ),
  );
}

function showBranches({ branches }: Playback, { branch }: PlayerState): void {
  const select = playerPart<HTMLSelectElement>('branch');
  select.hidden = branches.length < 2;
  select.replaceChildren(...branches.map(({ name, disposition }) => new Option(`${disposition}, ${name}`)));
  select.selectedIndex = branch;
}
