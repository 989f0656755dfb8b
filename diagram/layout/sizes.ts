import type { Box, Graph } from '../graph.ts';
import {
  cardHeight,
  cardWidth,
  FRAME_PADDING,
  formOf,
  headerWidth,
  machineHeight,
  machineWidth,
  WIDEST_MACHINE,
} from '../measure/shape.ts';
import type { Size } from './grid.ts';

/** Sizes of all machines, cards and rows by id. */
export type Sizes = ReadonlyMap<string, Size>;

/**
 * Boxes of one kind are equally wide throughout a picture: edges line up, and a longer name in one place moves nothing
 * out of line in another.
 */
export function sizesOf(graph: Graph): Map<string, Size> {
  const sizes = new Map<string, Size>();
  const widths = { machines: machinesWidth(graph.boxes), services: servicesWidth(graph.boxes) };
  const visit = (box: Box, parent: Box | undefined) => {
    const form = formOf(box);
    if (form === 'machine') sizes.set(box.id, { width: widths.machines, height: machineHeight(box) });
    else if (form === 'frame') for (const child of box.children) visit(child, box);
    else sizes.set(box.id, { width: widthOfCard(box, parent, widths), height: cardHeight(box) });
  };
  for (const box of graph.boxes) visit(box, undefined);
  return sizes;
}

interface Widths {
  readonly machines: number;
  readonly services: number;
}

/** A subnet without machines is as wide as one with them, a cluster without Services as one with them. */
function widthOfCard(box: Box, parent: Box | undefined, { machines, services }: Widths): number {
  if (parent?.kind === 'vpc' && box.kind === 'segment') return Math.max(machines + 2 * FRAME_PADDING, cardWidth(box));
  if (box.kind === 'cluster') return services + 2 * FRAME_PADDING;
  if (parent?.kind === 'segment') return machines;
  return parent?.kind === 'cluster' ? services : cardWidth(box);
}

/** One width for all machines, wide enough for the headers of the networks around them too, within reason. */
function machinesWidth(boxes: readonly Box[]): number {
  const headings = clustersAreHeadings(boxes);
  const wanted = (box: Box): number => {
    if (formOf(box) === 'machine') return machineWidth(box);
    const inside = box.children.map(wanted);
    const heading = headings && box.kind === 'cluster';
    if (heading || box.kind === 'segment') return Math.max(headerWidth(box) - 2 * FRAME_PADDING, ...inside);
    if (box.kind === 'vpc') return Math.max(0, ...inside);
    return box.kind === 'gateway' ? cardWidth(box) : 0;
  };
  return Math.min(WIDEST_MACHINE, Math.max(0, ...boxes.map(wanted)));
}

/** Clusters without Services stand above the networks, not beside them: there they would only make the picture wider. */
export const clustersAreHeadings = (boxes: readonly Box[]): boolean =>
  boxes.every(({ kind, children }) => kind !== 'cluster' || children.length === 0);

/** One width for what stands in clusters' boxes, and so for these. */
function servicesWidth(boxes: readonly Box[]): number {
  const clusters = boxes.filter(({ kind }) => kind === 'cluster');
  return Math.max(
    0,
    ...clusters.map((cluster) => Math.min(WIDEST_MACHINE, headerWidth(cluster)) - 2 * FRAME_PADDING),
    ...clusters.flatMap(({ children }) => children.map(cardWidth)),
  );
}
