import { type Folding, summaryOf, UNFOLDED } from '../../diagram/summary/summary.ts';
import { stationsOf, withInternet } from '../../diagram/views/trace.ts';
import { graphOf } from '../../diagram/views/view.ts';
import type { TracePath, TraceResult } from '../../network/trace/result.ts';
import { boxAt } from '../diagram/boxes-at.ts';
import type { Model } from '../model.ts';
import { rangeOf } from '../origins.ts';
import { type Place, resolveOrigins } from '../places.ts';
import { lookupLines } from '../trace/lookup.ts';
import { shortName } from '../trace/of-question.ts';
import { flowWords, pathWords, percent } from '../trace/words.ts';
import { mtusOf } from './devices.ts';
import type { Branch, Playback } from './playback.ts';
import type { RepairsOf } from './repairs.ts';
import { type Stagecraft, StageWriter } from './stages.ts';

/** A trace of a model as it is played in its picture, which is folded so. */
export function playbackOf(
  model: Model,
  result: TraceResult,
  folding: Folding = UNFOLDED,
  repairsOf: RepairsOf = () => [],
): Playback {
  const placed = resolveOrigins(result, rangeOf);
  const craft = craftOf(model, folding);
  const branches = placed.paths.map((path, index) =>
    branchOf(placed, path, index, isUnanswered(result, index), craft, repairsOf),
  );
  const { title, addresses } = flowWords(placed.flow);
  return {
    title,
    addresses,
    disposition: placed.disposition,
    lookup: placed.lookup && lookupLines(placed.lookup),
    branches,
    remaining: placed.remaining > 0 ? percent(placed.remaining) : undefined,
    outside: branches.some(({ stages }) => stages.some(({ box }) => box === 'internet:')),
  };
}

/** The picture always has the Internet here; who draws it learns from `outside` whether it must. */
function craftOf(model: Model, folding: Folding): Stagecraft {
  const graph = summaryOf(withInternet(graphOf('topology', model.topology, model.allocate)), folding);
  const stations = stationsOf(graph, model.network);
  return {
    stations,
    mtuOf: mtusOf(model.network),
    nameOf: ({ uri, range: { start } }) => `${shortName(model.uri, uri)}:${start.line + 1}:${start.character + 1}`,
    actingAt({ uri, range }) {
      const box = boxAt(model, uri, range.start);
      return box && /^(service|ingress):/.test(box) ? stations.shown(box) : undefined;
    },
  };
}

function branchOf(
  { lookup, paths }: TraceResult<Place>,
  path: TracePath<Place>,
  index: number,
  unanswered: boolean,
  craft: Stagecraft,
  repairsOf: RepairsOf,
): Branch {
  const writer = new StageWriter(craft);
  const question = unanswered ? path : answered(lookup?.trace.paths ?? []);
  writer.way('lookup', question?.forward);
  writer.way('answer', question?.reply);
  writer.way('request', unanswered ? undefined : path.forward);
  writer.way('reply', unanswered ? undefined : path.reply);
  writer.way('error', path.error);
  const { disposition, reason, code } = path;
  const { stages, frames } = writer;
  const name = pathWords(path, index, paths.length);
  return { name, disposition, reason, code, repairs: repairsOf(path), stages, frames };
}

/** Of several ways to a DNS server the likeliest that comes back: what it answers is the same. */
const answered = (paths: readonly TracePath<Place>[]) =>
  paths.filter(({ disposition }) => disposition === 'DELIVERED').sort((a, b) => b.probability - a.probability)[0];

/** The question to the DNS server got no answer, and is all that there is of this path. */
const isUnanswered = ({ lookup, paths }: TraceResult, index: number) =>
  lookup?.trace.paths.some(({ forward }) => forward === paths[index]?.forward) ?? false;
