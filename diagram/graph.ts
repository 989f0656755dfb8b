/** A picture's content before it has positions: nested boxes and edges with ids that survive edits. */
export interface Graph {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  /** `addresses`: ranges below each other in their order; without it boxes stand where their edges want them. */
  readonly arrangement?: 'addresses';
  /** Ids of outermost boxes that stand above each other, column by column; without it their kinds say so. */
  readonly columns?: readonly (readonly string[])[];
}

export interface Box {
  /** Kind and topology id (`node:demo/node-a`): stable while the object keeps its name. */
  readonly id: string;
  readonly kind: BoxKind;
  /** What comes before the last `/` is context and drawn quieter: `default/web`. */
  readonly label: string;
  /** Further lines, `\n` between them: address, range, what it is. */
  readonly detail?: string;
  /** Alike objects that this one box stands for (`×3`); 1 when left out. */
  readonly count?: number;
  /** Which cluster of the file it belongs to, counted from 0: what belongs together has one colour. */
  readonly accent?: number;
  /** Of a range of addresses: the logarithm of how many there are. */
  readonly weight?: number;
  /** It stands for several alike boxes, and opens on demand. */
  readonly group?: boolean;
  /** Ids of the boxes that it stands for and that are not shown. */
  readonly folds?: readonly string[];
  readonly children: readonly Box[];
}

export type BoxKind =
  | 'vpc'
  | 'segment'
  | 'overlay'
  | 'cluster'
  | 'namespace'
  | 'free'
  | 'node'
  | 'pods'
  | 'host'
  | 'container'
  | 'router'
  | 'gateway'
  | 'service'
  | 'ingress'
  | 'internet';

export interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'connects' | 'selects' | 'routes';
  readonly label?: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** Positions in CSS pixels, origin at the top left; boxes hold absolute coordinates. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Rectangle>;
  /** From `from` to `to`: a start, then groups of three, the control points of cubic Bézier curves. */
  readonly edges: ReadonlyMap<string, readonly Point[]>;
}

/** The port behind which a layout engine can be exchanged. Rejects when the engine cannot be loaded. */
export type LayoutEngine = (graph: Graph) => Promise<Layout>;
