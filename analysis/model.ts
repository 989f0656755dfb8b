import type { LangiumDocument } from 'langium';
import { lower } from '../language/lowering/lower.ts';
import type { ManifestFile } from '../manifests/text/file.ts';
import { createNetwork } from '../network/machines/create.ts';
import type { Network } from '../network/machines/network.ts';
import { allocator } from '../network/topology/allocate.ts';
import type { Allocate } from '../network/topology/allocation.ts';
import type { Expect, Trace } from '../network/topology/question.ts';
import type { Topology } from '../network/topology/topology.ts';
import { type Judgement, judgeInSteps } from '../network/trace/expect.ts';
import type { TraceResult } from '../network/trace/result.ts';
import { trace } from '../network/trace/trace.ts';
import type { ManifestSource } from './manifests/store.ts';
import { NO_MANIFESTS, takenFiles, withTaken } from './manifests/taken.ts';
import { memo, once, stepwise } from './remember.ts';

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

/** What is worked out from a model once. */
export const perModel = <V>(make: (model: Model) => V): ((model: Model) => V) => memo(make);
