/** What the extension and the preview's page say to each other. */
export type ToPage =
  | {
      readonly type: 'picture';
      /** The document it is of; the page keeps its place while this stays the same. */
      readonly uri: string;
      readonly svg: string;
      /** Shown over the picture; empty for none. */
      readonly note: string;
    }
  /** There is no new picture: the last one stays. */
  | { readonly type: 'note'; readonly note: string };

export type FromPage =
  /** The page has loaded (again) and knows nothing. */
  | { readonly type: 'ready' }
  /** A box was chosen: show where it is declared. */
  | { readonly type: 'open'; readonly id: string };

/** What the page keeps over a reload of the window; the extension finds its document by it. */
export interface PageState {
  readonly uri?: string;
  /** Where the picture was left; undefined while it is fitted into the page. */
  readonly view?: { readonly x: number; readonly y: number; readonly scale: number };
}
