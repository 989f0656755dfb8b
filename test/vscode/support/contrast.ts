import type { Locator } from 'playwright-core';

/*
 * What Playwright hands to a page runs there: nothing outside of such a function is known to it.
 */
interface Part {
  readonly textContent: string;
  readonly parentElement: Part | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string }>;
  readonly id: string;
  readonly tagName: string;
  querySelectorAll(selector: string): Iterable<Part>;
  getAttribute(name: string): string | null;
  getClientRects(): { readonly length: number };
}

interface Drawn extends Part {
  querySelectorAll(selector: string): Iterable<Drawn>;
  closest(selector: string): Drawn | null;
  getBBox(): { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

declare const document: {
  readonly body: unknown;
  createElement(name: 'canvas'): {
    width: number;
    height: number;
    getContext(kind: '2d'): {
      fillStyle: string;
      globalAlpha: number;
      clearRect(x: number, y: number, width: number, height: number): void;
      fillRect(x: number, y: number, width: number, height: number): void;
      getImageData(x: number, y: number, width: number, height: number): { readonly data: Iterable<number> };
    };
  };
};
declare function getComputedStyle(part: unknown): {
  readonly color: string;
  readonly backgroundColor: string;
  readonly fill: string;
  readonly fillOpacity: string;
  readonly opacity: string;
};

type Paint = readonly [colour: string, alpha: number];

/** A text, and what is painted where it stands: the lowest first, its own colour last. */
interface Painted {
  readonly text: string;
  readonly behind: readonly Paint[];
  readonly own: Paint;
}

/** Texts with less contrast to what is painted behind them than WCAG 2.2 asks of small text (4.5:1). */
export async function paleTexts(root: Locator): Promise<string[]> {
  return root.evaluate(pale, await root.evaluate(textsOf));
}

/** The same of the labels of a picture, over the boxes that lie behind them. */
export async function paleDrawing(svg: Locator): Promise<string[]> {
  return svg.evaluate(pale, await svg.evaluate(labelsOf));
}

function textsOf(root: Part): Painted[] {
  const behind = (part: Part): Paint[] => {
    const own: Paint = [getComputedStyle(part).backgroundColor, 1];
    return part.parentElement ? [...behind(part.parentElement), own] : [['white', 1], own];
  };
  const said = [...root.querySelectorAll('*')].filter(
    (part) =>
      part.getClientRects().length > 0 &&
      part.id !== 'player-said' &&
      part.tagName !== 'OPTION' &&
      [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''),
  );
  return said.map((part) => ({
    text: part.textContent,
    behind: behind(part),
    own: [getComputedStyle(part).color, 1],
  }));
}

function labelsOf(svg: Drawn): Painted[] {
  const page: readonly Paint[] = [
    ['white', 1],
    [getComputedStyle(document.body).backgroundColor, 1],
  ];
  const rects = [...svg.querySelectorAll('rect')].filter((rect) => !rect.closest('.knet-packet'));
  const behind = (x: number, y: number): Paint[] => {
    const under = rects.filter((rect) => {
      const at = rect.getBBox();
      return at.x <= x && x <= at.x + at.width && at.y <= y && y <= at.y + at.height;
    });
    return under.flatMap((rect): Paint[] => {
      const { fill, fillOpacity, opacity } = getComputedStyle(rect);
      return fill === 'none' ? [] : [[fill, Number(fillOpacity) * Number(opacity)]];
    });
  };
  return [...svg.querySelectorAll('text')].map((label) => {
    const { x, y, width, height } = label.getBBox();
    const { fill, opacity } = getComputedStyle(label);
    return {
      text: label.textContent,
      behind: [...page, ...behind(x + width / 2, y + height / 2)],
      own: [fill, Number(opacity)],
    };
  });
}

/** Runs in a page, too, for it is the browser that mixes the colours. */
function pale(_: unknown, texts: readonly Painted[]): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  const mixed = (paints: readonly Paint[]) => {
    context.clearRect(0, 0, 1, 1);
    for (const [colour, alpha] of paints) {
      context.globalAlpha = alpha;
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (colour: readonly number[]) => {
    const [r = 0, g = 0, b = 0] = colour.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return texts.flatMap(({ text, behind, own }) => {
    const [one, other] = [luminance(mixed([...behind, own])), luminance(mixed(behind))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return contrast >= 4.5 ? [] : [`${text}: ${contrast.toFixed(2)}`];
  });
}

/** Controls that a screen reader has no name for. Runs in a page. */
export function namelessControls(root: Part): string[] {
  return [...root.querySelectorAll('button, select, input, meter, [role="button"]')]
    .filter((part) => !part.getAttribute('aria-label') && part.textContent.trim() === '')
    .map((part) => part.id || part.tagName);
}
