import type { Disposition } from '../../network/trace/result.ts';
import type { Place } from '../places.ts';

/*
 * A trace to be watched: every step of every way as a stage, with the box of the picture that it happens in and with the
 * headers of the packet there. Plain data, which the preview's page shows as it comes.
 */

export interface Playback {
  /** `default/a -> default/b ICMP`. */
  readonly title: string;
  readonly addresses?: string;
  readonly disposition: Disposition | 'MIXED';
  /** Of an `expect`: whether it holds, and why not. */
  readonly verdict?: string;
  /** The statement as it is written now, and its line from 0, where it is one of the file's. */
  readonly statement?: { readonly text: string; readonly line: number };
  /** What a resolver asked for before, and what it was told; a line each. */
  readonly lookup?: readonly string[];
  readonly branches: readonly Branch[];
  /** The share of the choices that are not among the branches, such as `2.5 %`. */
  readonly remaining?: string;
  /** Something happens in the Internet, which a picture may be without. */
  readonly outside: boolean;
}

/** One of the ways that chance may take. */
export interface Branch {
  /** `path 1 of 2, 50 %`; empty where there is only one. */
  readonly name: string;
  readonly disposition: Disposition;
  /** Why the packet did not arrive, and the check that tells of it. */
  readonly reason?: string;
  readonly code?: string;
  /** What the check offers to repair. */
  readonly repairs: readonly string[];
  readonly stages: readonly Stage[];
  readonly frames: readonly ShownFrame[];
}

export interface Stage {
  readonly way: Way;
  readonly namespace: string;
  readonly kind: string;
  /** The box that it happens in; undefined where the picture has none. */
  readonly box?: string;
  /** The line that the packet has come by, where it comes from another box. */
  readonly edge?: string;
  /** The box of the Service or Ingress whose rule acts. */
  readonly acting?: string;
  /** What happens, with the rule as the machine prints it. */
  readonly words: string;
  /** Where the rule is declared, and how that place is called. */
  readonly origin?: Place;
  readonly originName?: string;
  /** The packet is not carried on. */
  readonly ends?: true;
  /** Index of the frame that the packet is in: that of the step, else the last one before it. */
  readonly frame?: number;
  /** The frame is the step's own, and not one from before. */
  readonly seen?: true;
  readonly room?: Room;
}

/** In the order in which they happen. `lookup` is the question to the DNS server, `answer` what it says. */
export type Way = 'lookup' | 'answer' | 'request' | 'reply' | 'error';

export interface ShownFrame {
  /** Outermost first. */
  readonly layers: readonly Layer[];
  /** Headers that the frame before had around it, and that are gone. */
  readonly gone: readonly string[];
}

export interface Layer {
  readonly name: string;
  /** How many tunnels it is in. */
  readonly depth: number;
  /** The frame before had no such header. */
  readonly added?: true;
  readonly fields: readonly { readonly name: string; readonly value: string; readonly changed?: true }[];
}

/** Bytes of the IP packet on a device, beside what the device takes. */
export interface Room {
  readonly device: string;
  readonly mtu: number;
  readonly length: number;
}
