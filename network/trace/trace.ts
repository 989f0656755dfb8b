import type { Network } from '../machines/network.ts';
import type { Expect, Trace } from '../topology/question.ts';
import { traceName } from './by-name.ts';
import type { Pair } from './parties.ts';
import { type Journey, travels } from './path.ts';
import { expectProbes, type Probe, traceProbe } from './probe.ts';
import { crossingsOf, endpointText } from './question.ts';
import type { Flow, TracePath, TraceResult } from './result.ts';

/** A trace shows that many paths; `remaining` says how probable the others are. */
const SHOWN = 64;

/** A pair of the question and what became of its packet. */
export interface Shown {
  readonly pair: Pair;
  readonly probe: Probe;
  readonly journey: Journey;
  /** Of this way among those that chance may take between the two. */
  readonly probability: number;
}

/**
 * Carries the packet of a `trace` along every path it may take: from each source to each destination, pods of one
 * workload on one node taken together. An `expect` may be asked too; of its probes the first is shown.
 */
export function trace(network: Network, question: Trace): TraceResult {
  return follow(network, question, ({ probe }, { ports, request }) => {
    const only = traceProbe(probe, ports, request);
    return typeof only === 'string' ? only : [only];
  });
}

/**
 * Every packet that a statement means, between whomever and on whatever port, along every way that chance may send it:
 * what `judge` looks at until one decides.
 */
export function traceEvery(network: Network, expect: Expect): TraceResult {
  return follow(network, expect, ({ probe }, { ports, request }) => expectProbes(probe, ports, request));
}

/** What is sent between two parties; a string says why nothing is. */
type ProbesOf = (question: Trace, pair: Pair) => readonly Probe[] | string;

function follow(network: Network, question: Trace, probesOf: ProbesOf): TraceResult {
  const { to } = question;
  if (to.kind !== 'name') return followThings(network, question, probesOf);
  const apart = network.takeApart(question, to.name);
  if ('insufficient' in apart) return undecided(question, apart.insufficient);
  return traceName(question, apart, (part) => followThings(network, part, probesOf));
}

function followThings(network: Network, question: Trace, probesOf: ProbesOf): TraceResult {
  const crossings = crossingsOf(network, question);
  if ('insufficient' in crossings) return undecided(question, crossings.insufficient);
  const shown: Shown[] = [];
  for (const pair of crossings.pairs) {
    const probes = probesOf(question, pair);
    if (typeof probes === 'string') return undecided(question, `${pair.destination.label}: ${probes}`);
    for (const probe of probes) {
      for (const { probability, result } of travels(network, pair, probe)) {
        if (shown.length === SHOWN) return resultOf(question, shown, crossings.total);
        shown.push({ pair, probe, journey: result, probability: probability / probes.length });
      }
    }
  }
  return resultOf(question, shown, crossings.total);
}

/** The result of a question of which these pairs were looked at; `total` is how many there are. */
export function resultOf(question: Trace, shown: readonly Shown[], total: number): TraceResult {
  const paths = shown.map(({ pair, journey, probability }): TracePath => {
    return { probability: (probability * pair.count) / total, count: pair.count, ...journey.path };
  });
  const covered = shown.reduce((sum, { pair, probability }) => sum + pair.count * probability, 0);
  const [first] = paths;
  const alike = paths.every(({ disposition }) => disposition === first?.disposition);
  const disposition = alike && first ? first.disposition : 'MIXED';
  return { flow: flowOf(question, shown), disposition, paths, remaining: rest(total - covered) / total };
}

/** Sums of fractions miss zero by a little. */
function rest(value: number): number {
  return value < 1e-9 ? 0 : value;
}

/** A question that cannot be asked, with the reason. */
export function undecided(question: Trace, reason: string): TraceResult {
  const path: TracePath = { probability: 1, count: 1, disposition: 'INSUFFICIENT_INFO', reason, forward: [] };
  return { flow: flowOf(question, []), disposition: 'INSUFFICIENT_INFO', paths: [path], remaining: 0 };
}

/** What the packets of a result have in common; addresses only where all bear the same. */
function flowOf(question: Trace, shown: readonly Shown[]): Flow {
  const frames = shown
    .map(({ journey }) => journey.path.forward[0]?.steps[0])
    .flatMap((step) => {
      return step?.type === 'originate' && step.frame ? [step.frame] : [];
    });
  const same = <T>(values: readonly T[]) => (new Set(values).size === 1 ? values[0] : undefined);
  const { protocol = 'ICMP', port } = shown[0]?.probe ?? {};
  return {
    protocol: shown[0] ? protocol : (question.probe.protocol ?? (question.probe.port === undefined ? 'ICMP' : 'TCP')),
    source: same(shown.map(({ pair }) => pair.source.label)) ?? endpointText(question.from),
    sourceAddress: same(frames.map((frame) => frame.source)),
    destination: same(shown.map(({ pair }) => pair.destination.label)) ?? endpointText(question.to),
    destinationAddress: same(frames.map((frame) => frame.destination)),
    ...(port === undefined ? {} : { destinationPort: port }),
  };
}
