import type { Frame } from '../../network/trace/result.ts';
import type { TunnelPorts } from './decode.ts';
import type { Expectation } from './expected.ts';
import { type Answer, type JobProbe, jobProbe } from './job.ts';
import { observed } from './observe.ts';
import { expectationsOf, type Packet, type Way } from './packets.ts';
import type { Finding } from './report.ts';
import { tagOf } from './tag.ts';
import { type Choice, choose, triesFor } from './ways.ts';

/** Yields what to send, is given what was seen of it. Every packet of the whole game bears a mark of its own. */
type Game<R> = Generator<JobProbe, R, Answer>;

/** Sends every packet as often as its ways ask for. */
export function* playAll(packets: readonly Packet[], ports: TunnelPorts): Game<readonly Finding[]> {
  const findings: Finding[] = [];
  const marks = { next: 0 };
  for (const packet of packets) findings.push(...(yield* play(packet, ports, marks)));
  return findings;
}

/** Whether anything can be sent, and held against what is seen. */
export function isAskable(packet: Packet): boolean {
  const ways = expectationsOf(packet);
  return ways.length > 0 && jobProbe(ways, 0) !== undefined;
}

/** So often a packet may go a way that cannot be looked at. */
const STRAYS = 8;

/**
 * Sends a packet until each of its ways was taken, chance has had its tries, or something was seen that is none of them.
 * Where one of the ways cannot be held against captures, that may have been that one.
 */
function* play(packet: Packet, ports: TunnelPorts, marks: { next: number }): Game<readonly Finding[]> {
  if (!isAskable(packet)) return notSent(packet);
  const ways = expectationsOf(packet);
  const tries = triesFor(packet.ways.map(({ probability }) => probability));
  const taken = ways.map(() => 0);
  const other = elsewhere(packet);
  let [sent, strays, after] = [0, 0, 0];
  let last: Answer | undefined;
  while (sent < tries && strays < STRAYS && taken.includes(0)) {
    const index = marks.next++;
    last = yield { ...jobProbe(ways, index)!, after };
    const choice = choose(ways, observed(last, tagOf(index), ports), last.error);
    if (after === 0 && isLimited(choice)) {
      after = PAUSE;
      continue;
    }
    [sent, after] = [sent + 1, 0];
    if ('taken' in choice) for (const way of choice.taken) taken[way]!++;
    else if (other !== undefined) strays++;
    else return strayed(packet, { ways, taken, sent }, choice, last.error);
  }
  return told(packet, { ways, taken, sent, other: strays > 0 ? other : undefined }, last?.error ?? null);
}

/** Seconds after which a kernel tells one sender again that there is no route, see {@link isLimited}. */
const PAUSE = 1.5;

/**
 * Whether all that is missing is an ICMP error: `ip_error` of Linux sends one sender a few about missing routes and then
 * one each second, and no namespace can switch that off. Then the packet is sent again, once.
 */
function isLimited(choice: Choice): boolean {
  if (!('difference' in choice) || !choice.difference) return false;
  const { missing, extra } = choice.difference;
  return extra.length === 0 && missing.length > 0 && missing.every((line) => / ICMP type 3 /.test(line));
}

interface Counted {
  readonly ways: readonly Expectation[];
  readonly taken: readonly number[];
  readonly sent: number;
  /** Where it went instead, if it went none of the ways. */
  readonly other?: string;
}

/** What became of each way, none of which was contradicted. */
function told({ question, ways }: Packet, counted: Counted, error: string | null): readonly Finding[] {
  const reason = error === null ? {} : { reason: `the sender's kernel says: ${error}` };
  return ways.map(({ expectation }): Finding => {
    if ('status' in expectation) return { question, ...expectation, frames: 0, hops: 0 };
    const about = { question, ...aboutWay(expectation, counted) };
    const taken = counted.taken[counted.ways.indexOf(expectation)]!;
    if (taken > 0) return { ...about, status: 'verified', ...reason };
    const { other } = counted;
    return other === undefined ? { ...about, status: 'untaken' } : { ...about, status: 'unsupported', reason: other };
  });
}

/** The same where a packet went none of the ways: the nearest bears the blame. */
function strayed(
  packet: Packet,
  counted: Counted,
  { nearest, difference, reason }: Extract<Choice, { readonly nearest: number }>,
  error: string | null,
): readonly Finding[] {
  const said = reason ?? (error === null ? undefined : `the sender's kernel says: ${error}`);
  const blamed = counted.ways[nearest]!;
  return told(packet, counted, null).map((finding, index): Finding => {
    if (packet.ways[index]!.expectation !== blamed) return finding;
    return { ...finding, status: 'mismatch', ...(difference ? { difference } : {}), ...(said ? { reason: said } : {}) };
  });
}

/** Where else a packet may have gone than the ways that captures can show. */
function elsewhere({ ways, complete }: Packet): string | undefined {
  if (!complete) return 'the trace does not show every way that this packet may go';
  return ways.some(({ expectation }) => 'status' in expectation)
    ? 'it went a way that is none of these; another that it may go cannot be verified'
    : undefined;
}

/** The findings of a packet that is not sent. */
export function notSent({ question, ways }: Packet): readonly Finding[] {
  return ways.map(({ expectation }: Way): Finding => {
    if ('status' in expectation) return { question, ...expectation, frames: 0, hops: 0 };
    const reason = `no such packet of ${expectation.probe.length} bytes can be sent`;
    return { question, ...aboutWay(expectation), status: 'unsupported', reason };
  });
}

function aboutWay(expectation: Expectation, counted?: Counted) {
  const { probe, sightings, hops } = expectation;
  const about = { packet: packetText(probe), frames: sightings.length, hops };
  if (!counted || counted.ways.length < 2) return about;
  return { ...about, chance: { sent: counted.sent, taken: counted.taken[counted.ways.indexOf(expectation)]! } };
}

function packetText({ source, destination, protocol, destinationPort, length }: Frame): string {
  return `${source} > ${destination} ${protocol}${destinationPort === undefined ? '' : ` port ${destinationPort}`} ${length} bytes`;
}
