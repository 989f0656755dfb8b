import type { Extent } from '../view.ts';

interface Rectangle extends Extent {
  readonly x: number;
  readonly y: number;
}

/** Window pixels between a box and its card, and between a card and the window's edge. */
const APART = 8;

/** Where a card's corner goes: right of its box, else left of it, else below or above, and always into the window. */
export function cardPlace(box: Rectangle, card: Extent, window: Extent): { readonly x: number; readonly y: number } {
  const within = (value: number, size: number, room: number) => Math.max(APART, Math.min(value, room - size - APART));
  const beside = within(box.y, card.height, window.height);
  const right = box.x + box.width + APART;
  if (right + card.width + APART <= window.width) return { x: Math.max(APART, right), y: beside };
  const left = box.x - card.width - APART;
  if (left >= APART) return { x: Math.min(left, window.width - card.width - APART), y: beside };
  const below = box.y + box.height + APART;
  const above = box.y - card.height - APART;
  const y = below + card.height + APART <= window.height || above < APART ? below : above;
  return { x: within(box.x, card.width, window.width), y: within(y, card.height, window.height) };
}
