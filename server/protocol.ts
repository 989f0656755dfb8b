/** What the client may ask the server beyond the Language Server Protocol. Types and method names only. */
import type { Range } from 'vscode-languageserver-types';
import type { Playback } from '../analysis/play/playback.ts';
import type { TraceResult } from '../network/trace/result.ts';

export type { Branch, Layer, Playback, Room, ShownFrame, Stage, Way } from '../analysis/play/playback.ts';

/** A place in a file; lines and columns from 0, as the Language Server Protocol counts. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

/** What a client may send as `initializationOptions`; all of it may be left out. */
export interface InitializationOptions {
  /** Web worker only: where `dist/graphviz.js` can be fetched. Node finds it beside itself. */
  readonly graphviz?: string;
  /** Folder of the checks' pages as a URI without a slash at the end: a diagnostic's code then leads to `CODE.md` in it. */
  readonly docs?: string;
  /** What a click on a lens runs in this client, and the lens's title with `{0}` for the outcome. Without it there is nothing to click. */
  readonly lens?: { readonly command: string; readonly title: string };
  /** What a link in the hover over a `trace` or `expect` runs in this client, and what it says. Without it there is no link. */
  readonly hoverLink?: { readonly command: string; readonly title: string };
  /** The same for a second line above a statement, and a second link, that play its trace; the title needs no outcome. */
  readonly play?: { readonly command: string; readonly title: string };
  /** The settings of section `knet`, for clients that cannot be asked for them (`workspace/configuration`). */
  readonly settings?: unknown;
}

/** The diagram of the model of one document. Null when the document is unknown. */
export const DIAGRAM = 'knet/diagram';
export interface DiagramParams {
  readonly uri: string;
  /** `topology` unless said. */
  readonly view?: 'topology' | 'addresses' | 'services' | 'policies';
  /** Ids of groups that show their members, and of machines that show their pods where there are too many boxes. */
  readonly open?: readonly string[];
  /** Ids of boxes that hide what is in them. */
  readonly closed?: readonly string[];
  /** The `version` of the picture that the client shows: the answer may be a patch to that. */
  readonly have?: string;
  /** `topology`: with the Internet, though nothing that is declared leads there. */
  readonly internet?: boolean;
}
/** Either `svg` or, where the client has the picture that it is made for and it is the smaller, `patch`. */
export interface DiagramResult {
  /** The whole picture as SVG; colours are CSS variables (`--knet-…`), every box is a `<g data-id>`, every line a `<g data-edge>`. */
  readonly svg?: string;
  readonly patch?: DiagramPatch;
  /** Names this picture. */
  readonly version: string;
  /** There is no box in it. */
  readonly empty: boolean;
  /** True while the text has syntax errors: the picture is of what could be read. */
  readonly partial: boolean;
}

/** What turns one picture into the next. Sizes in CSS pixels. */
export interface DiagramPatch {
  readonly width: number;
  readonly height: number;
  /** Children of the `<svg>`. */
  readonly boxes: DiagramListPatch;
  /** Children of its `<g class="knet-edges">`. */
  readonly edges: DiagramListPatch;
}
export interface DiagramListPatch {
  /** Ids that are there no more: these go first. */
  readonly removed: readonly string[];
  /** In this order: each comes directly behind the one with the id `after` (null: before all), in the place of the old one if there is one. */
  readonly put: readonly { readonly id: string; readonly markup: string; readonly after: string | null }[];
}

/** Where the object behind a box of the diagram is declared. */
export const LOCATE = 'knet/locate';
export interface LocateParams {
  readonly uri: string;
  readonly id: string;
}
export type LocateResult = Place | null;

/** What the editor's hover says of the object behind a box of the diagram, as Markdown; null where it says nothing. */
export const CARD = 'knet/card';
export type CardParams = LocateParams;
export type CardResult = string | null;

/**
 * Which boxes stand for what is declared at positions of a document, that of `uri` or another file of its model: the id of a
 * box, or with an `@` at its end what the ids of several begin with (pods, one box for each node). Null where there are none.
 */
export const BOXES_AT = 'knet/boxesAt';
export interface BoxesAtParams {
  /** Whose diagram is shown. */
  readonly uri: string;
  readonly places: readonly {
    readonly uri: string;
    readonly position: { readonly line: number; readonly character: number };
  }[];
}
export type BoxesAtResult = readonly (string | null)[];

/** The trace of the `trace` or `expect` at a position. */
export const TRACE = 'knet/trace';
export interface TraceParams {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}
export type TraceReply = TraceResult<Place> | null;

/**
 * The trace of a `trace` or `expect` as a text for reading: every step, and all headers of every frame. The question is
 * the one written as in `question`, nearest to the line; else the one on the line. Null where there is none.
 */
export const TRACE_DOCUMENT = 'knet/traceDocument';
export interface TraceDocumentParams {
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  readonly question?: string;
}
export interface TraceDocumentResult {
  readonly text: string;
  /** Where in the text a place of a file is named. */
  readonly links: readonly { readonly range: Range; readonly target: Place }[];
  /** The question as it is written now, on one line, and the line where it begins. */
  readonly question: string;
  readonly line: number;
}
export type TraceDocumentReply = TraceDocumentResult | null;

/**
 * A trace as it is played in the picture of the topology that is folded so: of the statement written as in `text` nearest to
 * a line (from 0), else of the one on the line; or of what somebody would send from one box to another. A `problem` says
 * why there are no such packets. Null where there is no such statement.
 */
export const PLAY = 'knet/play';
export type PlayQuestion =
  | { readonly line: number; readonly text?: string }
  | { readonly from: string; readonly to: string };
export interface PlayParams {
  readonly uri: string;
  readonly question: PlayQuestion;
  readonly open?: readonly string[];
  readonly closed?: readonly string[];
}
export interface PlayResult {
  readonly playback?: Playback;
  readonly problem?: string;
}
export type PlayReply = PlayResult | null;

/** Server to client: shown in the status item. */
export const STATUS = 'knet/status';
export interface StatusParams {
  readonly state: 'starting' | 'ready' | 'busy' | 'error';
  readonly detail?: string;
}

/** Server to client: the diagram of this document may have changed (sent once per settled build). */
export const CHANGED = 'knet/changed';
export interface ChangedParams {
  readonly uri: string;
}

/** Server to client: files that are on no disk, and in a web worker, which has none, all of them. */
export const READ_FILE = 'knet/readFile';
export interface ReadFileParams {
  readonly uri: string;
}
export type ReadFileResult = { readonly text: string } | null;
export const LIST_FOLDER = 'knet/listFolder';
export interface ListFolderParams {
  readonly uri: string;
}
export type ListFolderResult = readonly { readonly name: string; readonly folder: boolean }[];
