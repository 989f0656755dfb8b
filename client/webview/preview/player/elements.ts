import type { Piece } from './sheet.ts';

/** The element that a piece tells of. Text is text: nothing in it is taken for markup. */
export function elementOf({ tag, className, text, attributes = {}, pieces = [] }: Piece): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...pieces.map(elementOf));
  return element;
}
