import type { Way } from '../../../server/protocol.ts';

/** What the player says in the reader's language; `{0}` and its like stand for what is shown. */
export interface PlayerTexts {
  readonly player: string;
  readonly close: string;
  readonly first: string;
  readonly back: string;
  readonly play: string;
  readonly pause: string;
  readonly step: string;
  readonly last: string;
  readonly branch: string;
  readonly seek: string;
  readonly keys: string;
  readonly groups: string;
  readonly position: string;
  readonly ways: Readonly<Record<Way, string>>;
  readonly declared: string;
  readonly headers: string;
  readonly added: string;
  readonly gone: string;
  readonly room: string;
  readonly tooLong: string;
  readonly repair: string;
  readonly remaining: string;
  readonly nothing: string;
  /** A box was chosen as the source; the destination is still to be chosen. */
  readonly from: string;
  /** A destination was chosen before a source. */
  readonly noSource: string;
}
