import type { LangiumDocument } from 'langium';
import { lower } from '../language/lowering/lower.ts';
import type { ManifestFile } from '../manifests/text/file.ts';
import type { Network } from '../network/machines/network.ts';
import { createNetwork } from '../network/machines/network.ts';
import { allocator } from '../network/topology/allocate.ts';
import type { Allocate } from '../network/topology/allocation.ts';
import type { Expect, Trace } from '../network/topology/question.ts';
import type { Topology } from '../network/topology/topology.ts';
import { type Judgement, judgeInSteps } from '../network/trace/expect.ts';
import type { TraceResult } from '../network/trace/result.ts';
import { trace } from '../network/trace/trace.ts';
import type { ManifestSource } from './manifests/store.ts';
import { NO_MANIFESTS, takenFiles, withTaken } from './manifests/taken.ts';

export type Verdict = Judgement;

/**
 * A file and its transitive imports, as built once. Everything in it is worked out when first asked for and kept: the
 * model is dropped as a whole when one of its texts changes.
 */
export interface Model {
  /** URI of the file that the model is of. */
  readonly uri: string;
  /** The file itself first. */
  readonly documents: readonly LangiumDocument[];
  /** The Kubernetes manifests that clusters of the model take in. */
  readonly manifests: readonly ManifestFile[];
  /** Where they come from. */
  readonly source: ManifestSource;
  /** The same for all models of a file, one after the other: what may go over from one to the next is kept under it. */
  readonly lineage: object;
  readonly topology: Topology;
  readonly allocate: Allocate;
  readonly network: Network;
  traceOf(question: Trace): TraceResult;
  verdictOf(expect: Expect): Verdict;
  /** Works the verdict out in steps, after each of which other work may have its turn; none when it is known. */
  judging(expect: Expect): Iterable<void>;
}

/** `source` knows the files behind `manifests`; without one there are none. `before` is what the file said until now. */
export function createModel(
  documents: readonly LangiumDocument[],
  source: ManifestSource = NO_MANIFESTS,
  before?: Model,
): Model {
  const uri = documents[0]!.uri.toString();
  const lineage = before?.lineage ?? {};
  return modelOf({ uri, documents, source, lineage, manifests: takenFiles(documents, source) }, () =>
    withTaken(lower(documents), source),
  );
}

/** The model of manifests that no `.knet` file takes in. `uri` is where what concerns no written word is shown. */
export const createManifestsModel = (uri: string, files: readonly ManifestFile[], topology: Topology): Model =>
  modelOf({ uri, documents: [], source: NO_MANIFESTS, lineage: {}, manifests: files }, () => topology);

type Texts = Pick<Model, 'uri' | 'documents' | 'manifests' | 'source' | 'lineage'>;

function modelOf(texts: Texts, lowered: () => Topology): Model {
  const topology = once(lowered);
  const allocate = once(() => allocator(topology()));
  const network = once(() => createNetwork(topology(), allocate()));
  const traces = memo((question: Trace) => trace(network(), question));
  const verdicts = stepwise((expect: Expect) => judgeInSteps(network(), expect));
  return {
    ...texts,
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
    verdictOf: verdicts.result,
    judging: verdicts.steps,
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What is worked out from a model once. */
export const perModel = <V>(make: (model: Model) => V): ((model: Model) => V) => memo(make);

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

/** Results that are made in steps. Who wants one at once takes the steps that are left; a mistake is theirs who ask. */
function stepwise<K extends object, V>(make: (key: K) => Generator<void, V>) {
  const made = new WeakMap<K, { readonly value: V } | { readonly error: unknown }>();
  const underWay = memo(make);
  function step(key: K): void {
    try {
      const { done, value } = underWay(key).next();
      if (done) made.set(key, { value });
    } catch (error) {
      made.set(key, { error });
    }
  }
  return {
    *steps(key: K): Generator<void> {
      while (!made.has(key)) yield step(key);
    },
    result(key: K): V {
      while (!made.has(key)) step(key);
      const result = made.get(key)!;
      if ('error' in result) throw result.error;
      return result.value;
    },
  };
}
