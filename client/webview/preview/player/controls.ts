import type { Move } from './state.ts';

/** What somebody wants of the player. */
export interface Controls {
  move(move: Move): void;
  toggle(): void;
  seek(step: number): void;
  choose(branch: number): void;
  reveal(): void;
  close(): void;
}

/** An element of the player by what its id ends in. */
export const playerPart = <E extends HTMLElement>(name: string): E =>
  document.getElementById(name === '' ? 'player' : `player-${name}`) as E;

/** Buttons, the slider, the choice of a branch, and keys: n and p, Space, Home and End, Escape. */
export function listenToControls(controls: Controls): void {
  const aside = playerPart('');
  const branches = playerPart<HTMLSelectElement>('branch');
  const seek = playerPart<HTMLInputElement>('seek');
  aside.addEventListener('keydown', (event) => onKey(event, controls));
  for (const move of ['first', 'back', 'step', 'last'] as const)
    playerPart(move).addEventListener('click', () => controls.move(move));
  playerPart('play').addEventListener('click', () => controls.toggle());
  playerPart('close').addEventListener('click', () => controls.close());
  branches.addEventListener('change', () => controls.choose(branches.selectedIndex));
  seek.addEventListener('input', () => controls.seek(Number(seek.value)));
  playerPart('ways').addEventListener('click', ({ target }) => {
    const first = target instanceof HTMLElement ? target.dataset.first : undefined;
    if (first !== undefined) controls.seek(Number(first));
  });
  playerPart('stage').addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-reveal]')) controls.reveal();
  });
}

const MOVES: Readonly<Record<string, Move>> = {
  n: 'step',
  p: 'back',
  ArrowRight: 'step',
  ArrowLeft: 'back',
  Home: 'first',
  End: 'last',
};

function onKey(event: KeyboardEvent, controls: Controls): void {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || isOwnKey(key, target)) return;
  const move = MOVES[key];
  if (move) controls.move(move);
  else if (key === ' ') controls.toggle();
  else if (key === 'Escape') controls.close();
  else return;
  // What is a key of the player is none of the editor's; all others are.
  event.preventDefault();
  event.stopPropagation();
}

/** A key that the element itself answers to. */
function isOwnKey(key: string, target: EventTarget | null): boolean {
  if (target instanceof HTMLSelectElement) return key !== 'Escape';
  if (target instanceof HTMLInputElement) return /^(Arrow|Home|End)/.test(key);
  return target instanceof HTMLButtonElement && key === ' ';
}
