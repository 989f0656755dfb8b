import type { DiagramPatch } from '../../../server/protocol.ts';
import type { ImageFormat, PageState } from '../../features/preview/messages.ts';
import { boxWith } from './boxes.ts';
import { imageOf } from './image.ts';
import { patchSvg } from './patch.ts';
import { type Extent, fitted, revealing, type View } from './view.ts';

/** The picture in the page, and where one looks at it. */
export interface Stage {
  readonly element: HTMLElement;
  /** Puts a picture in the place of the last. The view stays, unless it is fitted or the picture is of another document. */
  draw(svg: string, sameDocument: boolean): void;
  /** Turns the picture into the next one of the same document and view; false where it is not the one the patch is for. */
  patch(patch: DiagramPatch): boolean;
  /** Changes the view; from then on new pictures leave it alone. */
  look(change: (view: View) => View): void;
  fit(): void;
  /** Moves the view so far that a box is seen. */
  reveal(box: Element): void;
  /** The same for a part of the picture, in its own pixels. */
  revealAt(part: DOMRectInit): void;
  /** The whole picture as a file; empty where there is none. */
  image(format: ImageFormat): Promise<string>;
  /** Undefined while the picture is fitted into the window. */
  readonly view: View | undefined;
}

/** The picture of the page; `remembered` is where one looked before, and `changed` hears when that changes. */
export function createStage(element: HTMLElement, remembered: PageState['view'], changed: () => void): Stage {
  let picture: { readonly svg: SVGSVGElement; readonly size: Extent } | undefined;
  let own: View | undefined = remembered;

  const window = (): Extent => ({ width: element.clientWidth, height: element.clientHeight });
  const current = (): View => own ?? (picture ? fitted(picture.size, window()) : { x: 0, y: 0, scale: 1 });
  const apply = () => {
    const { x, y, scale } = current();
    const { width, height } = window();
    picture?.svg.setAttribute('viewBox', `${x} ${y} ${width / scale} ${height / scale}`);
    changed();
  };
  const stage: Stage = {
    element,
    draw(text, sameDocument) {
      const svg = parse(text);
      if (!svg) return;
      if (!sameDocument) own = undefined;
      const focused = document.activeElement?.getAttribute('data-id');
      picture = { svg, size: { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height } };
      svg.setAttribute('width', '100%');
      svg.setAttribute('height', '100%');
      element.replaceChildren(svg);
      apply();
      if (focused) boxWith(svg, focused)?.focus({ preventScroll: true });
    },
    patch(patch) {
      if (!picture || !patchSvg(picture.svg, patch)) return false;
      picture = { svg: picture.svg, size: { width: patch.width, height: patch.height } };
      apply();
      return true;
    },
    look(change) {
      own = change(current());
      apply();
    },
    fit() {
      own = undefined;
      apply();
    },
    reveal(box) {
      if (box instanceof SVGGraphicsElement) stage.revealAt(box.getBBox());
    },
    revealAt({ x = 0, y = 0, width = 0, height = 0 }) {
      const next = revealing(current(), { x, y, width, height }, window());
      if (next.x !== current().x || next.y !== current().y) stage.look(() => next);
    },
    image: async (format) => (picture ? imageOf(picture.svg, picture.size, format) : ''),
    get view() {
      return own;
    },
  };
  new ResizeObserver(apply).observe(element);
  return stage;
}

/** The server's markup as elements; it is taken as SVG and nothing else, and nothing in it runs. */
function parse(text: string): SVGSVGElement | undefined {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  const svg = document.adoptNode(root);
  return svg instanceof SVGSVGElement ? svg : undefined;
}
