/** The boxes of a picture, in the order of reading. */
export const boxesIn = (root: ParentNode): SVGGElement[] => [...root.querySelectorAll<SVGGElement>('[data-id]')];

/** The box with an id. */
export const boxWith = (root: ParentNode, id: string): SVGGElement | undefined =>
  boxesIn(root).find((box) => box.dataset.id === id);

/** The line with an id. */
export const lineWith = (root: ParentNode, id: string): SVGGElement | undefined =>
  [...root.querySelectorAll<SVGGElement>('[data-edge]')].find((line) => line.dataset.edge === id);

/** The box that something lies in. */
export const boxAround = (target: EventTarget | null): SVGGElement | undefined =>
  (target instanceof Element && target.closest<SVGGElement>('[data-id]')) || undefined;
