import type { Lab } from '../lab.ts';
import { probeBytes } from './build.ts';
import { hex, word } from './bytes.ts';
import type { Expectation } from './expected.ts';
import { type Acquaintance, acquaintancesOf, type Memory, memoriesOf } from './memory.ts';
import { tagOf } from './tag.ts';

/** What the referee is told first; see `referee.ts`. */
export interface Job {
  readonly netns: readonly string[];
  readonly listeners: readonly (readonly [netns: string, protocol: string, port: number])[];
  /** Who is behind a bridge, to be spoken to once: what br_netfilter does to a frame depends on whether that was so. */
  readonly acquaintances: readonly Acquaintance[];
  /** To be emptied after each probe. */
  readonly memories: readonly Memory[];
}

/** A packet that the referee shall send. */
export interface JobProbe {
  readonly index: number;
  readonly netns: string;
  readonly protocol: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly ttl: number;
  readonly dontFragment: boolean;
  /** Hexadecimal. */
  readonly bytes: string;
  /** What the frames that count contain one of. */
  readonly marks: readonly string[];
  /** How many frames are worth waiting for, each way's number; and for how many seconds at most and at least. */
  readonly frames: readonly number[];
  readonly patience: number;
  readonly least: number;
  /** Seconds to wait before it is sent. */
  readonly after: number;
}

/** What the referee answers for one probe. */
export interface Answer {
  readonly index: number;
  /** What the sender's kernel said, where it refused to send. */
  readonly error: string | null;
  readonly frames: readonly (readonly [netns: string, device: string, direction: 'in' | 'out', bytes: string])[];
}

/** Seconds until three ARP requests have gone unanswered, with the lab's shorter intervals. */
const NEIGHBOUR_TIMEOUT = 1;
const PATIENCE = 1.5;

/** What the referee has to know before the first probe. */
export function jobOf(lab: Lab, expectations: readonly Expectation[]): Job {
  const places = [...lab.segments, ...lab.machines].map(({ netns }) => netns);
  return {
    netns: places,
    listeners: listenersOf(lab, expectations),
    acquaintances: acquaintancesOf(lab),
    memories: memoriesOf(lab),
  };
}

/** Undefined for a packet that cannot be made. `ways` are those that it may go. */
export function jobProbe(ways: readonly Expectation[], index: number): JobProbe | undefined {
  const { netns, probe } = ways[0]!;
  const tag = tagOf(index);
  const bytes = probeBytes(probe, tag);
  if (!bytes) return undefined;
  const marks = probe.protocol === 'TCP' ? [word(tag.sequence), word(tag.sequence + 1)] : [tag.request, tag.reply];
  return {
    index,
    netns,
    protocol: probe.protocol,
    destination: probe.destination,
    sourcePort: tag.port,
    destinationPort: probe.protocol === 'UDP' ? (probe.destinationPort ?? 0) : 0,
    ttl: probe.ttl,
    dontFragment: probe.dontFragment === true,
    bytes: hex(bytes),
    marks: marks.map(hex),
    frames: [...new Set(ways.map(({ sightings }) => sightings.length))],
    patience: PATIENCE,
    least: ways.some(({ patient }) => patient) ? NEIGHBOUR_TIMEOUT : 0.05,
    after: 0,
  };
}

/** Who waits for what is asked, as the machines say; one that takes everything waits for everything. */
function listenersOf(lab: Lab, expectations: readonly Expectation[]): Job['listeners'] {
  // A port may be translated on the way: what is asked for in the end, the frames say.
  const asked = expectations.flatMap(({ probe, sightings }) =>
    [probe, ...sightings.map(({ frame }) => frame)].flatMap(({ protocol, destinationPort }) =>
      destinationPort === undefined ? [] : [{ protocol, port: destinationPort }],
    ),
  );
  const all = lab.machines.flatMap(({ netns, namespace: { listeners } }) =>
    listeners.flatMap(({ protocol, port, accepts }) =>
      (accepts ? [] : asked)
        .filter((one) => (protocol ?? one.protocol) === one.protocol && (port ?? one.port) === one.port)
        .map((one) => [netns, one.protocol, one.port] as const),
    ),
  );
  const usable = all.filter(([, protocol]) => protocol === 'TCP' || protocol === 'UDP');
  return [...new Map(usable.map((one) => [one.join(' '), one])).values()];
}
