/*
 * Where one looks at the picture: `x` and `y` are the picture's point at the window's top left corner, `scale` is window
 * pixels per pixel of the picture. Plain numbers, so that it can be tested without a page.
 */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

export const SMALLEST = 0.05;
export const LARGEST = 8;
/** A small picture is not blown up to fill a large window. */
const LARGEST_FIT = 1.25;
/** Window pixels kept free around a fitted picture. */
const MARGIN = 12;

/** The whole picture, in the middle of the window. */
export function fitted(picture: Extent, window: Extent): View {
  const room = { width: Math.max(1, window.width - 2 * MARGIN), height: Math.max(1, window.height - 2 * MARGIN) };
  const scale = Math.min(
    LARGEST_FIT,
    room.width / Math.max(1, picture.width),
    room.height / Math.max(1, picture.height),
  );
  return centred({ x: picture.width / 2, y: picture.height / 2 }, Math.max(SMALLEST, scale), window);
}

/** The view whose middle is this point of the picture. */
function centred(point: { readonly x: number; readonly y: number }, scale: number, window: Extent): View {
  return { x: point.x - window.width / 2 / scale, y: point.y - window.height / 2 / scale, scale };
}

/** Zooms by a factor; the point of the picture under `at` (window pixels) stays where it is. */
export function zoomed(view: View, factor: number, at: { readonly x: number; readonly y: number }): View {
  const scale = Math.min(LARGEST, Math.max(SMALLEST, view.scale * factor));
  return { x: view.x + at.x / view.scale - at.x / scale, y: view.y + at.y / view.scale - at.y / scale, scale };
}

/** Moves the picture by window pixels. */
export function panned(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale };
}

/** The view moved just so far that a rectangle of the picture is seen; unchanged when it is seen already. */
export function revealing(view: View, box: Extent & { readonly x: number; readonly y: number }, window: Extent): View {
  const along = (start: number, length: number, from: number, size: number) => {
    const seen = size / view.scale;
    if (start >= from && start + length <= from + seen) return from;
    return start + length / 2 - seen / 2;
  };
  return {
    ...view,
    x: along(box.x, box.width, view.x, window.width),
    y: along(box.y, box.height, view.y, window.height),
  };
}
