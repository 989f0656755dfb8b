import { boxAround } from '../boxes.ts';
import { cardPlace } from './place.ts';
import { renderCard } from './render.ts';

/** The editor's card of a box, beside it. */
export interface Card {
  /** The answer to what was asked; an empty one shows nothing. */
  show(id: string, markdown: string): void;
  hide(): void;
}

/** Milliseconds that one has to stay on a box, with the pointer or the focus, before its card is asked for. */
const PATIENCE = { pointer: 450, focus: 700 };
/** Milliseconds in which the pointer may go from the box to its card. */
const GRACE = 250;

/**
 * Shows cards when the pointer rests on a box, or the focus after it came there by a key. Escape, a press, the wheel and a
 * look elsewhere hide it; the pointer may go onto it, to scroll or to mark text.
 */
export function createCard(stage: HTMLElement, element: HTMLElement, ask: (id: string) => void): Card {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted: SVGGElement | undefined;

  function later(milliseconds: number, act: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  }

  function want(box: SVGGElement, patience: number): void {
    if (box === wanted && !element.hidden) clearTimeout(timer);
    else {
      hide();
      wanted = box;
      later(patience, () => ask(box.dataset.id ?? ''));
    }
  }

  function hide(): void {
    clearTimeout(timer);
    wanted?.removeAttribute('aria-describedby');
    wanted = undefined;
    element.hidden = true;
  }

  function show(id: string, markdown: string): void {
    if (wanted?.dataset.id !== id || !wanted.isConnected || markdown === '') return;
    element.replaceChildren(...renderCard(markdown));
    element.hidden = false;
    element.scrollTop = 0;
    wanted.setAttribute('aria-describedby', element.id);
    const { x, y } = cardPlace(wanted.getBoundingClientRect(), element.getBoundingClientRect(), {
      width: stage.clientWidth,
      height: stage.clientHeight,
    });
    element.style.left = `${x}px`;
    element.style.top = `${y}px`;
  }

  stage.addEventListener('pointerover', ({ target, buttons }) => {
    const box = boxAround(target);
    if (box && buttons === 0) want(box, PATIENCE.pointer);
    else if (wanted) later(GRACE, hide);
  });
  stage.addEventListener('pointerleave', () => wanted && later(GRACE, hide));
  stage.addEventListener('focusin', ({ target }) => {
    const box = boxAround(target);
    if (box?.matches(':focus-visible')) want(box, PATIENCE.focus);
  });
  stage.addEventListener('focusout', hide);
  stage.addEventListener('pointerdown', hide);
  stage.addEventListener('wheel', hide, { passive: true });
  element.addEventListener('pointerenter', () => clearTimeout(timer));
  element.addEventListener('pointerleave', () => later(GRACE, hide));
  document.addEventListener('keydown', (event) => onEscape(event), { capture: true });

  /** The first Escape is for the card; what else it means on the page comes with the next. */
  function onEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || element.hidden) return;
    event.stopPropagation();
    hide();
  }

  return { show, hide };
}
