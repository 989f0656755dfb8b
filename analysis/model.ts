import type { LangiumDocument } from 'langium';
import { lower } from '../language/lowering/lower.ts';
import type { Network } from '../network/machines/network.ts';
import { createNetwork } from '../network/machines/network.ts';
import { allocator } from '../network/topology/allocate.ts';
import type { Allocate } from '../network/topology/allocation.ts';
import type { Expect, Trace } from '../network/topology/question.ts';
import type { Topology } from '../network/topology/topology.ts';
import { judge } from '../network/trace/expect.ts';
import type { TraceResult } from '../network/trace/result.ts';
import { trace } from '../network/trace/trace.ts';

export type Verdict = ReturnType<typeof judge>;

/**
 * A file and its transitive imports, as built once. Everything in it is worked out when first asked for and kept: the
 * model is dropped as a whole when one of its texts changes.
 */
export interface Model {
  /** URI of the file that the model is of. */
  readonly uri: string;
  /** The file itself first. */
  readonly documents: readonly LangiumDocument[];
  readonly topology: Topology;
  readonly allocate: Allocate;
  readonly network: Network;
  traceOf(question: Trace): TraceResult;
  verdictOf(expect: Expect): Verdict;
}

export function createModel(documents: readonly LangiumDocument[]): Model {
  const topology = once(() => lower(documents));
  const allocate = once(() => allocator(topology()));
  const network = once(() => createNetwork(topology(), allocate()));
  const traces = memo((question: Trace) => trace(network(), question));
  const verdicts = memo((expect: Expect) => judge(network(), expect));
  return {
    uri: documents[0]!.uri.toString(),
    documents,
    get topology() {
      return topology();
    },
    get allocate() {
      return allocate();
    },
    get network() {
      return network();
    },
    traceOf: traces,
    verdictOf: verdicts,
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function memo<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
