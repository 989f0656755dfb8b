import type { Position, Range } from 'vscode-languageserver-types';
import { originAt } from '../../language/origins.ts';
import { locate } from '../../manifests/locate.ts';
import type { Connection, Peer } from '../../network/reachability/result.ts';
import { indexById } from '../../network/topology/by-id.ts';
import type { Workload } from '../../network/topology/workload.ts';
import { leafAt } from '../leaf.ts';
import type { Model } from '../model.ts';
import { declarationRangeOf, rangeOf } from '../origins.ts';
import { reachabilityOf } from './reach.ts';
import { spansWords } from './words.ts';

/** A workload as an item of a call hierarchy: "who can reach this" are its callers. */
export interface Caller {
  /** Id of the workload. */
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly uri: string;
  readonly range: Range;
  readonly selectionRange: Range;
}

/** One that may reach, or be reached, and on which ports. */
export interface Call {
  readonly peer: Caller;
  readonly ports: string;
}

/** More would help nobody, and a large cluster has tens of thousands. */
const SHOWN = 500;

/** The workload that is declared or referred to at a position of a `.knet` file or a manifest. */
export function callerAt(model: Model, uri: string, position: Position): Caller | undefined {
  const origin = originHere(model, uri, position);
  const found = origin && [...indexById(model.topology).workloads.values()].find((one) => one.origin === origin);
  return found && callerOf(found);
}

/** Who may reach the workload (`in`), or whom it may reach (`out`). External addresses are no items: nobody wrote them. */
export function callsOf(model: Model, id: string, direction: 'in' | 'out'): Call[] {
  const written = indexById(model.topology).workloads;
  const found = written.get(id);
  if (!found) return [];
  const reach = reachabilityOf(model, found.cluster);
  const end = { kind: 'workload', id } as const;
  const calls: Call[] = [];
  for (const connection of direction === 'in' ? reach.whoCanReach(end) : reach.whatCanReach(end)) {
    const call = callOf(written, connection, direction === 'in' ? connection.source : connection.destination);
    if (call) calls.push(call);
    if (calls.length === SHOWN) break;
  }
  return calls;
}

function originHere(model: Model, uri: string, position: Position) {
  const file = model.manifests.find((one) => one.uri === uri);
  if (file) return locate(file, file.textDocument.offsetAt(position))?.object.origin;
  const leaf = leafAt(model, uri, position);
  return leaf && originAt(leaf.document, leaf.offset);
}

function callOf(written: ReadonlyMap<string, Workload>, { ports }: Connection, peer: Peer): Call | undefined {
  const workload = peer.kind === 'workload' ? written.get(peer.id) : undefined;
  const caller = workload && callerOf(workload);
  return caller && { peer: caller, ports: spansWords(ports) };
}

/** Undefined for what knet adds by itself and nobody wrote. */
function callerOf({ id, name, namespace, kind, controller, origin }: Workload): Caller | undefined {
  const written = rangeOf(origin);
  if (!written) return undefined;
  const range = declarationRangeOf(origin)?.range ?? written.range;
  const detail = `${namespace}, ${controller ?? kind}`;
  return { id, name, detail, uri: written.uri, range, selectionRange: written.range };
}
