import type { TraceResult } from '../../network/trace/result.ts';
import type { Omissions } from '../export/omissions.ts';
import type { Lab } from '../lab.ts';
import { type Expectation, expectationOf, type Unverifiable } from './expected.ts';
import type { Question } from './questions.ts';

/** A way that a packet may go: what captures will show of it or why they cannot. */
export interface Way {
  /** Among all ways of the question. */
  readonly probability: number;
  readonly expectation: Expectation | Unverifiable;
}

/** What a question has somebody send, with every way that the trace says chance may send it. */
export interface Packet {
  readonly question: Question;
  readonly ways: readonly Way[];
  /** False where the trace shows only some of the ways. */
  readonly complete: boolean;
}

/** The packets of a question: paths that begin alike are ways of one. A name is looked up first. */
export function packetsOf(lab: Lab, omissions: Omissions, question: Question): readonly Packet[] {
  const { lookup } = question.result;
  return [...(lookup ? of(lookup.trace) : []), ...of(question.result)];

  function of({ paths, remaining }: TraceResult<unknown>): readonly Packet[] {
    const groups = new Map<string, Way[]>();
    for (const [index, path] of paths.entries()) {
      // A look-up that fails is told of again as the end of the question itself.
      if (path.forward.length === 0 && path.disposition !== 'INSUFFICIENT_INFO' && lookup) continue;
      const expectation = expectationOf(lab, omissions, path);
      const key = beginning(path.forward[0]) ?? `${index}`;
      groups.set(key, [...(groups.get(key) ?? []), { probability: path.probability, expectation }]);
    }
    // Only of the last packet may ways be left out: those of one follow each other.
    const all = [...groups.values()];
    return all.map((ways, index) => ({ question, ways, complete: remaining === 0 || index < all.length - 1 }));
  }
}

type First = TraceResult<unknown>['paths'][number]['forward'][number] | undefined;

/** The same for two paths that begin with the same packet at the same place. */
function beginning(hop: First): string | undefined {
  const step = hop?.steps[0];
  if (!hop || step?.type !== 'originate' || !step.frame) return undefined;
  return JSON.stringify([hop.kind, hop.namespace, step.frame]);
}

/** The ways that can be held against captures. */
export function expectationsOf({ ways }: Pick<Packet, 'ways'>): readonly Expectation[] {
  return ways.flatMap(({ expectation }) => ('status' in expectation ? [] : [expectation]));
}
