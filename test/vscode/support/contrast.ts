/*
 * Runs in a page: nothing outside of a function is known there.
 */
interface Part {
  readonly textContent: string;
  readonly parentElement: Part | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string }>;
  readonly id: string;
  readonly tagName: string;
  readonly hidden: boolean;
  querySelectorAll(selector: string): Iterable<Part>;
  getAttribute(name: string): string | null;
  getClientRects(): { readonly length: number };
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

/** Texts with less contrast to what is painted behind them than WCAG 2.2 asks of small text (4.5:1). */
export function paleTexts(root: Part): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  /** Colours one over the other, the lowest first, as the browser itself mixes them. */
  const painted = (...colours: readonly string[]) => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
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
  const behind = (part: Part): string[] => {
    const own = getComputedStyle(part).backgroundColor;
    return part.parentElement ? [...behind(part.parentElement), own] : ['white', own];
  };
  const said = [...root.querySelectorAll('*')].filter(
    (part) =>
      part.getClientRects().length > 0 &&
      part.id !== 'player-said' &&
      part.tagName !== 'OPTION' &&
      [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''),
  );
  return said.flatMap((part) => {
    const back = behind(part);
    const [one, other] = [luminance(painted(...back, getComputedStyle(part).color)), luminance(painted(...back))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return contrast >= 4.5 ? [] : [`${part.textContent}: ${contrast.toFixed(2)}`];
  });
}

interface Drawn extends Part {
  querySelectorAll(selector: string): Iterable<Drawn>;
  closest(selector: string): Drawn | null;
  getBBox(): { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** The same of the labels of a picture in the page, over the boxes that lie behind them. */
export function paleDrawing(svg: Drawn): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  type Paint = readonly [colour: string, alpha: number];
  const painted = (paints: readonly Paint[]) => {
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
  const page = getComputedStyle(document.body).backgroundColor;
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
  return [...svg.querySelectorAll('text')].flatMap((text) => {
    const { x, y, width, height } = text.getBBox();
    const back: Paint[] = [[page, 1], ...behind(x + width / 2, y + height / 2)];
    const own: Paint = [getComputedStyle(text).fill, Number(getComputedStyle(text).opacity)];
    const [one, other] = [luminance(painted([...back, own])), luminance(painted(back))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return contrast >= 4.5 ? [] : [`${text.textContent}: ${contrast.toFixed(2)}`];
  });
}

/** Controls that a screen reader has no name for. */
export function namelessControls(root: Part): string[] {
  return [...root.querySelectorAll('button, select, input, meter, [role="button"]')]
    .filter((part) => !part.getAttribute('aria-label') && part.textContent.trim() === '')
    .map((part) => part.id || part.tagName);
}
