import type { End } from '../../features/preview/messages.ts';
import { boxAround, boxWith } from './boxes.ts';
import type { Stage } from './stage.ts';
import { panned, zoomed } from './view.ts';

/** Window pixels a pointer may wander in a click. */
const CLICK_SLOP = 4;
const KEY_STEP = 60;
/** How much a press on + zooms in. */
export const ZOOM_STEP = 1.25;

/** What the picture's keys and clicks ask for. */
export interface Wishes {
  /** To see where a box is declared. */
  open(id: string): void;
  /** To show or hide what is in a box; `folded` says how it hides it now, undefined where it shows it. */
  fold(id: string, folded: string | undefined): void;
  search(): void;
  /** To have a box as one end of a trace. */
  choose(end: End, id: string): void;
}

/**
 * Drag moves the picture, the wheel zooms where the pointer is. A click or Enter leads to where a box is declared and opens
 * a group; a double click or `x` shows or hides what is in a box; `f` and `t` choose the ends of a trace; `/` searches.
 */
export function listen(stage: Stage, wishes: Wishes): void {
  const open = (id: string) => (foldedAs(stage, id) === 'group' ? wishes.fold(id, 'group') : wishes.open(id));
  listenToPointer(stage, open);
  stage.element.addEventListener('dblclick', ({ target }) => fold(stage, boxOf(target), wishes));
  stage.element.addEventListener('wheel', (event) => onWheel(stage, event), { passive: false });
  document.addEventListener('keydown', (event) => onKey(stage, event, { ...wishes, open }));
  stage.element.addEventListener('focusin', ({ target }) => {
    // A box reached with the keyboard is brought into view; one that was clicked is in view already.
    if (target instanceof Element && target.matches(':focus-visible')) stage.reveal(target);
  });
}

function listenToPointer(stage: Stage, open: (id: string) => void): void {
  const { element } = stage;
  let start: { x: number; y: number; id: string | undefined } | undefined;
  let dragging = false;

  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    start = { x: event.clientX, y: event.clientY, id: boxOf(event.target) };
    dragging = false;
  });
  element.addEventListener('pointermove', (event) => {
    if (!start || event.buttons === 0) return;
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
    if (!dragging && Math.hypot(dx, dy) < CLICK_SLOP) return;
    if (!dragging) element.setPointerCapture(event.pointerId);
    dragging = true;
    element.classList.add('dragging');
    start = { ...start, x: event.clientX, y: event.clientY };
    stage.look((view) => panned(view, dx, dy));
  });
  element.addEventListener('pointerup', () => {
    if (start?.id && !dragging) open(start.id);
    start = undefined;
    element.classList.remove('dragging');
  });
}

function onWheel(stage: Stage, event: WheelEvent): void {
  event.preventDefault();
  // Lines and pages, as some mice count, in pixels.
  const unit = [1, 16, stage.element.clientHeight][event.deltaMode] ?? 1;
  const delta = Math.max(-200, Math.min(200, event.deltaY * unit));
  const { left, top } = stage.element.getBoundingClientRect();
  const at = { x: event.clientX - left, y: event.clientY - top };
  stage.look((view) => zoomed(view, Math.exp(-delta * (event.ctrlKey ? 0.01 : 0.0016)), at));
}

/** Only boxes with something in them can be folded. */
function fold(stage: Stage, id: string | undefined, wishes: Wishes): void {
  if (id === undefined || boxWith(stage.element, id)?.getAttribute('aria-expanded') === null) return;
  wishes.fold(id, foldedAs(stage, id));
}

const foldedAs = (stage: Stage, id: string): string | undefined => boxWith(stage.element, id)?.dataset.folded;

function onKey(stage: Stage, event: KeyboardEvent, wishes: Wishes): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
  if (event.target instanceof Element && event.target.closest('#player')) return;
  const id = boxOf(event.target);
  const moves: Record<string, () => void> = {
    ...(id !== undefined && movesOn(stage, id, wishes)),
    '+': () => zoomBy(stage, ZOOM_STEP),
    '=': () => zoomBy(stage, ZOOM_STEP),
    '-': () => zoomBy(stage, 1 / ZOOM_STEP),
    '0': () => stage.fit(),
    ArrowLeft: () => stage.look((view) => panned(view, KEY_STEP, 0)),
    ArrowRight: () => stage.look((view) => panned(view, -KEY_STEP, 0)),
    ArrowUp: () => stage.look((view) => panned(view, 0, KEY_STEP)),
    ArrowDown: () => stage.look((view) => panned(view, 0, -KEY_STEP)),
    '/': () => wishes.search(),
  };
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  move();
}

/** Keys that are about the box which has the focus. */
const movesOn = (stage: Stage, id: string, wishes: Wishes): Record<string, () => void> => ({
  Enter: () => wishes.open(id),
  ' ': () => wishes.open(id),
  x: () => fold(stage, id, wishes),
  f: () => wishes.choose('from', id),
  t: () => wishes.choose('to', id),
});

/** Zooms in the middle of the window. */
export function zoomBy(stage: Stage, factor: number): void {
  const middle = { x: stage.element.clientWidth / 2, y: stage.element.clientHeight / 2 };
  stage.look((view) => zoomed(view, factor, middle));
}

const boxOf = (target: EventTarget | null): string | undefined => boxAround(target)?.dataset.id;
