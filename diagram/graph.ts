/** A picture's content before it has positions: nested boxes and edges with ids that survive edits. */
export interface Graph {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
}

export interface Box {
  /** Kind and topology id (`node:demo/node-a`): stable while the object keeps its name. */
  readonly id: string;
  readonly kind: BoxKind;
  readonly label: string;
  /** Second line: address, range, `×3`. */
  readonly detail?: string;
  readonly children: readonly Box[];
}

export type BoxKind =
  | 'vpc'
  | 'segment'
  | 'cluster'
  | 'node'
  | 'pods'
  | 'host'
  | 'container'
  | 'router'
  | 'gateway'
  | 'service'
  | 'internet';

export interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'connects' | 'selects' | 'routes';
  readonly label?: string;
}

/** Positions in CSS pixels, origin at the top left; boxes hold absolute coordinates. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<
    string,
    { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  >;
  readonly edges: ReadonlyMap<string, readonly { readonly x: number; readonly y: number }[]>;
}

/** The port behind which a layout engine can be exchanged. Rejects when the engine cannot be loaded. */
export type LayoutEngine = (graph: Graph) => Promise<Layout>;
