import { documentOf } from '../../language/manifests.ts';
import { manifestDiagnostics, passedOver } from '../../manifests/diagnostics.ts';
import { unresolvedPolicies, unresolvedServices } from '../../manifests/unresolved.ts';
import type { Diagnostic } from '../../network/checks/diagnostic.ts';
import type { Cluster } from '../../network/topology/cluster.ts';
import type { Sourced } from '../../network/topology/origin.ts';
import type { Model } from '../model.ts';

/** What the text of a model's manifests gets wrong, and `manifests` that lead nowhere. */
export function manifestProblems(model: Model): Diagnostic[] {
  const { topology, manifests } = model;
  const unresolved = manifests.length > 0 ? unresolvedServices(topology) : [];
  const found = topology.clusters.flatMap((cluster) => [
    ...cluster.manifests.flatMap((pattern) => patternProblems(model, pattern)),
    ...filesOf(model, cluster).flatMap((file) => manifestDiagnostics(file, cluster.id)),
  ]);
  return [...found, ...unresolved, ...unresolvedPolicies(topology)];
}

/** Kinds of objects that say nothing about the network, and how many there are of each. */
export function passedOverIn(models: readonly Model[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const model of models)
    for (const cluster of model.topology.clusters)
      for (const [kind, count] of passedOver(filesOf(model, cluster), cluster.id))
        counts.set(kind, (counts.get(kind) ?? 0) + count);
  return counts;
}

/** Without a `.knet` file all manifests are those of the one cluster. */
function filesOf(model: Model, { manifests }: Cluster) {
  if (model.documents.length === 0) return model.manifests;
  return [...new Set(manifests.flatMap((pattern) => takenBy(model, pattern)?.files ?? []))];
}

function takenBy(model: Model, { value, origin }: Sourced<string>) {
  const document = documentOf(origin);
  return document && model.source.taken(document, value);
}

function patternProblems(model: Model, pattern: Sourced<string>): Diagnostic[] {
  const { value, origin } = pattern;
  const taken = takenBy(model, pattern);
  const tell = (severity: Diagnostic['severity'], message: string): Diagnostic[] => [
    { code: 'MANIFEST', severity, message, origin, related: [], fixes: [] },
  ];
  if (!taken) return [];
  if (taken.problem !== undefined) return tell('error', `${value} ${taken.problem}`);
  if (taken.files.length + taken.unreadable.length === 0)
    return tell('warning', `${value} matches no .yaml, .yml or .json file`);
  return taken.unreadable.flatMap(({ uri, reason }) => tell('error', `${nameOf(uri)} ${reason}`));
}

const nameOf = (uri: string) => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
