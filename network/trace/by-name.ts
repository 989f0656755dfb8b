import type { NamedQuestion } from '../machines/names.ts';
import type { Network } from '../machines/network.ts';
import type { Expect, Trace } from '../topology/question.ts';
import { endpointText } from './question.ts';
import type { Lookup, TracePath, TraceResult } from './result.ts';

type Follow = (question: Trace) => TraceResult;

/**
 * A connection to a name: the question to the DNS server, then, as often as that comes back, the connection itself.
 * Where no answer comes, the question's own end is the result.
 */
export function traceName(question: Trace, apart: NamedQuestion, follow: Follow): TraceResult {
  const asked = follow(apart.ask);
  const lookup: Lookup = { name: nameOf(question), queries: apart.queries, trace: asked };
  const answered = asked.paths.reduce(
    (sum, path) => (path.disposition === 'DELIVERED' ? sum + path.probability : sum),
    0,
  );
  const connection = answered === 0 ? undefined : connect(question, apart, follow);
  const paths = [
    ...asked.paths.filter(({ disposition }) => disposition !== 'DELIVERED').map((path) => unanswered(path, lookup)),
    ...(connection?.paths ?? []).map((path) => ({ ...path, probability: path.probability * answered })),
  ];
  const alike = paths.every(({ disposition }) => disposition === paths[0]?.disposition);
  const flow = connection?.flow ?? { ...asked.flow, destination: endpointText(question.to) };
  const remaining = asked.remaining + (connection?.remaining ?? 0) * answered;
  return { flow, disposition: alike && paths[0] ? paths[0].disposition : 'MIXED', paths, remaining, lookup };
}

function connect(question: Trace, { connect: to, reason }: NamedQuestion, follow: Follow): TraceResult {
  if (to) return follow({ ...question, ...to });
  const source = endpointText(question.from);
  const { protocol = 'TCP' } = question.probe;
  const flow = { protocol, source, destination: endpointText(question.to) };
  const path: TracePath = { probability: 1, count: 1, disposition: 'NO_ENDPOINTS', reason, forward: [] };
  return { flow, disposition: 'NO_ENDPOINTS', paths: [path], remaining: 0 };
}

function unanswered(path: TracePath, { name }: Lookup): TracePath {
  return { ...path, reason: `looking up "${name}": ${path.reason ?? path.disposition}` };
}

interface Verdict {
  readonly verdict: 'holds' | 'fails' | 'insufficient';
  readonly reason: string;
  readonly result?: TraceResult;
}

type JudgeInSteps<J> = (network: Network, expect: Expect) => Generator<void, J>;

/** Whether a statement about a name holds: the question to the DNS server is part of reaching it. */
export function* judgeName<J extends Verdict>(
  network: Network,
  expect: Expect,
  apart: NamedQuestion,
  judge: JudgeInSteps<J>,
): Generator<void, J | Verdict> {
  const { ask, connect: to, queries, reason = 'there is no such name' } = apart;
  const asked = yield* judge(network, { ...ask, can: expect.can, withoutNAT: false, byPolicy: expect.byPolicy });
  const name = nameOf(expect);
  const isOver = expect.can ? asked.verdict !== 'holds' : asked.verdict !== 'fails';
  if (isOver) return { ...asked, reason: `looking up "${name}": ${asked.reason}` };
  if (!to) return { verdict: expect.can || expect.byPolicy ? 'fails' : 'holds', reason };
  const judged = yield* judge(network, { ...expect, ...to });
  if (!judged.result || !asked.result) return judged;
  return { ...judged, result: { ...judged.result, lookup: { name, queries, trace: asked.result } } };
}

function nameOf({ to }: Trace): string {
  return to.kind === 'name' ? to.name : endpointText(to);
}
