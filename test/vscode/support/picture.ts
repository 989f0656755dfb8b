// Functions that run in the preview's page, where they are sent as text: they use nothing from outside of themselves. The
// project knows no DOM, so what they touch of it is named here.

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Drawn {
  readonly textContent: string | null;
  getBBox(): Rectangle;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Drawn;
  querySelectorAll(selector: string): Iterable<Drawn>;
}

interface Styled {
  readonly style: { color: string };
  remove(): void;
}
declare const document: { createElement(name: string): Styled; readonly body: { append(element: Styled): void } };
declare function getComputedStyle(element: unknown): { readonly color: string; readonly fill: string };

/** Labels of a picture that leave their box or lie on another of the same box, as the browser's own font has them. */
export function misplacedLabels(svg: Drawn): string[] {
  const misplaced: string[] = [];
  for (const box of svg.querySelectorAll('[data-id]')) {
    const frame = box.querySelector('.knet-shape').getBBox();
    const texts = [...box.querySelectorAll('text')].map((text) => ({ name: text.textContent, at: text.getBBox() }));
    for (const [index, { name, at }] of texts.entries()) {
      const inside =
        at.x >= frame.x &&
        at.y >= frame.y - 1 &&
        at.x + at.width <= frame.x + frame.width &&
        at.y + at.height <= frame.y + frame.height + 1;
      if (!inside) misplaced.push(`${box.getAttribute('data-id')}: ${name} leaves its box`);
      for (const other of texts.slice(index + 1)) {
        const apart = at.x + at.width <= other.at.x || other.at.x + other.at.width <= at.x;
        const above = at.y + at.height <= other.at.y + 3 || other.at.y + other.at.height <= at.y + 3;
        if (!apart && !above) misplaced.push(`${box.getAttribute('data-id')}: ${name} on ${other.name}`);
      }
    }
  }
  return misplaced;
}

/** Whether a quiet text has the colour that the page's style sheet takes from the theme, not the picture's own. */
export function hasThemeColour(text: unknown): boolean {
  const probe = document.createElement('span');
  probe.style.color = 'var(--knet-muted)';
  document.body.append(probe);
  const theme = getComputedStyle(probe).color;
  probe.remove();
  return theme !== '' && getComputedStyle(text).fill === theme;
}

/** The colour that a text is drawn in. */
export const fillOf = (text: unknown): string => getComputedStyle(text).fill;

/** Pairs of texts of a picture that lie on each other, whichever boxes they are of. */
export function collidingLabels(svg: Drawn): string[] {
  const texts = [...svg.querySelectorAll('text')].map((text) => ({ name: text.textContent, at: text.getBBox() }));
  return texts.flatMap(({ name, at }, index) =>
    texts.slice(index + 1).flatMap((other) => {
      const apart = at.x + at.width <= other.at.x || other.at.x + other.at.width <= at.x;
      const above = at.y + at.height <= other.at.y + 3 || other.at.y + other.at.height <= at.y + 3;
      return apart || above ? [] : [`${name} on ${other.name}`];
    }),
  );
}
