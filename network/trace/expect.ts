import type { Network } from '../machines/network.ts';
import type { Expect } from '../topology/question.ts';
import { judgeName } from './by-name.ts';
import { unmetCondition } from './conditions.ts';
import { type Decisive, decisiveRule } from './decisive.ts';
import { travels } from './path.ts';
import { expectProbes } from './probe.ts';
import { crossingsOf } from './question.ts';
import type { Hop, TraceResult } from './result.ts';
import { resultOf, type Shown, undecided } from './trace.ts';

export interface Judgement {
  readonly verdict: 'holds' | 'fails' | 'insufficient';
  /** A sentence. */
  readonly reason: string;
  /** The packet that decided, or the last one looked at. */
  readonly result?: TraceResult;
  /** The rule that a failure is about. */
  readonly decisive?: Decisive;
}

/** So many packets are followed for one `expect`; beyond, what was not looked at is not known. */
const LIMIT = 4096;

/**
 * Whether a statement holds. `can reach` needs every packet to arrive as the statement says: from every source, to every
 * destination, on every port that it means; `cannot reach` needs none to. One packet that says otherwise decides;
 * else one that the model cannot follow leaves it open.
 */
export function judge(network: Network, expect: Expect): Judgement {
  const judging = judgeInSteps(network, expect);
  for (let step = judging.next(); ; step = judging.next()) if (step.done) return step.value;
}

/** Like `judge`, pausing after every packet: whoever has other things to do need not wait for all of them. */
export function* judgeInSteps(network: Network, expect: Expect): Generator<void, Judgement> {
  if (expect.to.kind !== 'name') return yield* judgeThings(network, expect);
  const apart = network.takeApart(expect, expect.to.name);
  if ('insufficient' in apart) return open(expect, apart.insufficient);
  return yield* judgeName(network, expect, apart, judgeThings);
}

function* judgeThings(network: Network, expect: Expect): Generator<void, Judgement> {
  const crossings = crossingsOf(network, expect);
  if ('insufficient' in crossings) return open(expect, crossings.insufficient);
  let unknown: Judgement | undefined;
  let last: Shown | undefined;
  let looked = 0;
  for (const shown of packets(network, expect, crossings.pairs)) {
    if (typeof shown === 'string') return open(expect, shown);
    if (looked++ === LIMIT) return open(expect, `more than ${LIMIT} packets would have to be followed`);
    last = shown;
    const found = judgeOne(network, expect, shown);
    if (found?.verdict === 'fails') return found;
    unknown ??= found;
    yield;
  }
  if (unknown) return unknown;
  if (!last) return open(expect, 'there is nothing to look at');
  const { destination } = last.pair;
  const reason = expect.can ? `every packet reaches ${destination.label}` : 'no packet arrives';
  return { verdict: 'holds', reason, result: resultOf(expect, [last], last.pair.count) };
}

function* packets(network: Network, expect: Expect, pairs: Iterable<Shown['pair']>): Generator<Shown | string> {
  for (const pair of pairs) {
    const probes = expectProbes(expect.probe, pair.ports, pair.request);
    if (typeof probes === 'string') yield `${pair.destination.label}: ${probes}`;
    else for (const probe of probes) yield* ways(network, pair, probe);
  }
}

function* ways(network: Network, pair: Shown['pair'], probe: Shown['probe']): Generator<Shown> {
  for (const { probability, result } of travels(network, pair, probe))
    yield { pair, probe, journey: result, probability };
}

/** What one packet says about the statement; undefined when it agrees. */
function judgeOne(network: Network, expect: Expect, shown: Shown): Judgement | undefined {
  const { pair, journey } = shown;
  const { path } = journey;
  const result = resultOf(expect, [shown], pair.count);
  const what = `${shown.probe.protocol}${shown.probe.port === undefined ? '' : ` port ${shown.probe.port}`}`;
  const who = `${pair.source.label} -> ${pair.destination.label} ${what}`;
  if (path.disposition === 'INSUFFICIENT_INFO') {
    return { verdict: 'insufficient', reason: path.reason ?? 'it is not known', result };
  }
  if (!expect.can) return judgeArrival(expect, `${who}: it arrives`, shown, result);
  if (path.disposition !== 'DELIVERED' && !(path.disposition === 'EXITS_NETWORK' && isOutside(pair.destination))) {
    const reason = `${who}: ${path.disposition} at ${lastHop(path.reply ?? path.forward)}: ${path.reason ?? ''}`;
    return { verdict: 'fails', reason, result, decisive: decisiveRule(path) };
  }
  const unmet = unmetCondition(network, expect, pair.source, journey);
  if (!unmet) return undefined;
  return { verdict: 'fails', reason: `${who}: ${unmet.text}`, result, decisive: decisiveRule(path, unmet.about) };
}

/** The Internet, or an address nobody declared: to leave is to arrive. */
function isOutside({ outside }: Shown['pair']['destination']): boolean {
  return outside === true;
}

/** `cannot reach`: no packet may arrive; `by` a policy only where one is enforced and named by the path. */
function judgeArrival(expect: Expect, text: string, { journey }: Shown, result: TraceResult): Judgement | undefined {
  const { path } = journey;
  const decisive = decisiveRule(path);
  if (path.disposition === 'DELIVERED' || path.disposition === 'EXITS_NETWORK') {
    return { verdict: 'fails', reason: text, result, decisive };
  }
  if (!expect.byPolicy || journey.policies?.includes(expect.byPolicy.id)) return undefined;
  const named = path.disposition === 'DENIED_BY_POLICY' ? 'it is another NetworkPolicy' : 'it is not a NetworkPolicy';
  const reason = `${named} that stops it: ${path.disposition === 'DENIED_BY_POLICY' ? path.reason : path.disposition}`;
  return { verdict: 'fails', reason, result, decisive };
}

function lastHop(hops: readonly Hop[]): string {
  const hop = hops.at(-1);
  return hop ? `${hop.kind} ${hop.namespace}` : 'the source';
}

function open(expect: Expect, reason: string): Judgement {
  return { verdict: 'insufficient', reason, result: undecided(expect, reason) };
}
