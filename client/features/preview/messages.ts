import type { DiagramParams, DiagramPatch, Place, Playback, PlayQuestion } from '../../../server/protocol.ts';

/** What the extension and the preview's page say to each other. */
export type ToPage =
  | {
      readonly type: 'picture';
      /** The document it is of; the page keeps its place while this stays the same. */
      readonly uri: string;
      /** Names the picture; a patch to it says so in `from`. */
      readonly version: string;
      readonly svg: string;
      /** Shown over the picture; empty for none. */
      readonly note: string;
      readonly view: View;
    }
  /** The same document and view, as a patch to the picture that the page has; a page that has another asks anew. */
  | {
      readonly type: 'patch';
      readonly from: string;
      readonly version: string;
      readonly patch: DiagramPatch;
      readonly note: string;
    }
  /** Boxes that stand for where the cursor is: ids, or with an `@` at the end what ids begin with. */
  | { readonly type: 'light'; readonly boxes: readonly string[] }
  /** What is wrong with boxes, in the same ids; what is not named has nothing wrong. */
  | { readonly type: 'marks'; readonly marks: readonly Mark[] }
  /** A trace to be played in the picture, from its first step where it is a `fresh` one; none any more. */
  | { readonly type: 'playback'; readonly playback: Playback | undefined; readonly fresh: boolean }
  /** Somebody has chosen, in the menu of a box, one end of a trace. */
  | { readonly type: 'end'; readonly end: End; readonly box: string }
  /** What the editor's hover says of a box, as Markdown: the answer to `card`. */
  | { readonly type: 'card'; readonly id: string; readonly markdown: string }
  /** Whether the picture stays with its document while the reader goes to others. */
  | { readonly type: 'pinned'; readonly pinned: boolean }
  /** Make an image of what is shown; the answer is `exported`. */
  | { readonly type: 'export'; readonly format: ImageFormat }
  /** There is no new picture: the last one stays. */
  | { readonly type: 'note'; readonly note: string };

export type ImageFormat = 'svg' | 'png';

export type End = 'from' | 'to';

/** The worst that is said of what a box stands for. */
export interface Mark {
  readonly box: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What of a model is shown. */
export type View = NonNullable<DiagramParams['view']>;

/** What is shown of it, and what somebody has opened and closed in it. */
export interface Shown {
  readonly view: View;
  readonly open: readonly string[];
  readonly closed: readonly string[];
}

export type FromPage =
  /** The page has loaded (again) and knows nothing but what it kept. */
  | { readonly type: 'ready'; readonly shown?: Shown; readonly played?: PlayQuestion }
  /** Another view, or something opened or closed. */
  | { readonly type: 'show'; readonly shown: Shown }
  /** A box was chosen: show where it is declared. */
  | { readonly type: 'open'; readonly id: string }
  /** The pointer or the focus rests on a box. */
  | { readonly type: 'card'; readonly id: string }
  | { readonly type: 'pin'; readonly pinned: boolean }
  /** Save an image of what is shown. */
  | { readonly type: 'save' }
  /** SVG as text, PNG as base64; empty where there is no picture. */
  | { readonly type: 'exported'; readonly format: ImageFormat; readonly content: string }
  /** Show where a rule is declared. */
  | { readonly type: 'reveal'; readonly place: Place }
  /** Play what goes from one box to another; nothing any more. */
  | { readonly type: 'play'; readonly question: PlayQuestion | undefined };

/** Which of the branches of a trace is played, and the step that is shown, from 0. */
export interface PlayerState {
  readonly branch: number;
  readonly at: number;
}

/** What the page keeps over a reload of the window; the extension finds its document by it. */
export interface PageState {
  readonly uri?: string;
  readonly shown?: Shown;
  readonly pinned?: boolean;
  /** What is played in it, and how far that is. */
  readonly played?: PlayQuestion;
  readonly player?: PlayerState;
  /** Where the picture was left; undefined while it is fitted into the page. */
  readonly view?: { readonly x: number; readonly y: number; readonly scale: number };
}
