import type { DiagramListPatch, DiagramPatch } from '../../../server/protocol.ts';

/** What the page itself writes on a box or line: a patch leaves it as it is. */
const OWN = new Set(['data-mark', 'aria-description', 'class']);
/** What the picture may write into `class`; everything else there is the page's. */
const FORMS = ['knet-frame', 'knet-machine', 'knet-row', 'knet-card', 'knet-connects', 'knet-selects', 'knet-routes'];

/**
 * Changes the picture's elements. One that stays keeps its element, and so the focus and what the page has written on it.
 * False, and the picture may be half changed, where a patch was made for another picture.
 */
export function patchSvg(svg: SVGSVGElement, { boxes, edges }: DiagramPatch): boolean {
  const lines = svg.querySelector<SVGGElement>(':scope > .knet-edges');
  return lines !== null && patchList(svg, 'data-id', boxes) && patchList(lines, 'data-edge', edges);
}

function patchList(parent: SVGElement, key: string, { removed, put }: DiagramListPatch): boolean {
  if (removed.length + put.length === 0) return true;
  const known = new Map([...parent.children].map((one) => [one.getAttribute(key), one]));
  for (const id of removed) known.get(id)?.remove();
  const pieces = parse(put);
  for (const [index, { id, after }] of put.entries()) {
    const [fresh, before] = [pieces[index], after === null ? null : known.get(after)];
    if (fresh?.getAttribute(key) !== id || before === undefined) return false;
    const element = adopt(known.get(id), fresh);
    known.set(id, element);
    place(parent, element, before);
  }
  return true;
}

/** Puts an element behind another, or before all. One that stands there already is not touched: moving takes the focus away. */
function place(parent: SVGElement, element: Element, before: Element | null): void {
  const next = before === null ? parent.firstElementChild : before.nextElementSibling;
  if (next === element) return;
  const focused = element.contains(document.activeElement);
  parent.insertBefore(element, next);
  if (focused && element instanceof SVGElement) element.focus({ preventScroll: true });
}

/** The old element with what is in the new one; the new one where there was none. */
function adopt(old: Element | undefined, fresh: Element): Element {
  if (!old) return fresh;
  for (const { name } of [...old.attributes])
    if (!OWN.has(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (name !== 'class') old.setAttribute(name, value);
  old.classList.remove(...FORMS);
  old.classList.add(...fresh.classList);
  old.replaceChildren(...fresh.childNodes);
  return old;
}

/** The server's markup as elements, one for each; it is taken as SVG and nothing else, and nothing in it runs. */
function parse(put: DiagramListPatch['put']): Element[] {
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${put.map(({ markup }) => markup).join('')}</svg>`;
  const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
  return [...documentElement.children].map((piece) => document.adoptNode(piece));
}
