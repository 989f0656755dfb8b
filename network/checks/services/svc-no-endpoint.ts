import type { Cluster } from '../../topology/cluster.ts';
import { LabelIndex } from '../../topology/label-index.ts';
import type { Origin } from '../../topology/origin.ts';
import { formatSelector, type Selector } from '../../topology/selector.ts';
import type { Namespace, Service } from '../../topology/workload.ts';
import type { Check, Diagnostic, Fix } from '../diagnostic.ts';
import { eachAlone } from '../support/each-alone.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { hasPods } from '../support/selected.ts';
import { listed } from '../support/words.ts';
import { type Correction, nearestLabels } from './nearest-labels.ts';

/** A Service without a selector has its endpoints kept by hand, and knet's own Services are not the user's to mend. */
export const svcNoEndpoint: Check = {
  code: 'SVC-NO-ENDPOINT',
  severity: 'error',
  summary: 'The selector of a Service matches no Pod',
  *run({ topology, stop }) {
    for (const found of selectingNobody(topology.clusters, stop)) yield diagnostic(this, found);
  },
};

const selectingNobody = eachAlone(function* ({ namespaces }: Cluster): Generator<Found> {
  const indices = new Map(namespaces.map((namespace) => [namespace, new LabelIndex(namespace.workloads)]));
  for (const namespace of namespaces) {
    for (const service of namespace.services.filter(isMeant)) {
      const found = judge(service, service.selector!, namespace, indices);
      if (found) yield { ...found, origin: placeOf(service.selector!, found.fixes) };
    }
  }
});

/** The one requirement that is wrong, where it is one. */
function placeOf({ requirements, origin }: Selector, fixes: readonly Fix[]): Origin {
  const changed = fixes.flatMap((fix) => fix.changes).flatMap((change) => (change.kind === 'set' ? change.origin : []));
  const [only, ...others] = changed.length > 0 ? changed : requirements.map((requirement) => requirement.origin);
  return only && others.length === 0 ? only : origin;
}

function isMeant({ implicit, selector, type, endpoints }: Service): boolean {
  return !implicit && selector !== undefined && type !== 'ExternalName' && endpoints.length === 0;
}

function judge(
  service: Service,
  selector: Selector,
  namespace: Namespace,
  indices: ReadonlyMap<Namespace, LabelIndex>,
): Pick<Diagnostic, 'message' | 'related' | 'fixes'> | undefined {
  const selected = indices.get(namespace)!.select(selector);
  if (selected.some(hasPods)) return undefined;
  const what = `Service ${namespace.name}/${service.name} selects ${formatSelector(selector)}`;
  if (selected.length > 0) {
    const names = listed(selected.map((workload) => workload.name));
    const related = selected.map(({ origin, name }) => ({ origin, message: `${name} has no Pods` }));
    return { message: `${what}: ${names} matches and has no Pods`, related, fixes: [] };
  }
  const [elsewhere] = [...indices].find(([, index]) => index.select(selector).length > 0) ?? [];
  if (elsewhere) {
    const related = [{ origin: elsewhere.origin, message: `Namespace ${elsewhere.name}` }];
    const message = `${what}, and the Pods with these labels are in namespace ${elsewhere.name}: a Service selects in its own`;
    return { message, related, fixes: [] };
  }
  return nearest(what, selector, namespace);
}

function nearest(what: string, selector: Selector, namespace: Namespace) {
  const correction = nearestLabels(selector, namespace.workloads.filter(hasPods));
  if (!correction) return { message: `${what}, which no Pod of the namespace has`, related: [], fixes: [] };
  const { thing: workload, labels } = correction;
  const message = `${what}, which no Pod of the namespace has; nearest is ${workload.name} with ${labels.join(' ')}`;
  return { message, related: [{ origin: workload.origin, message: workload.name }], fixes: fixes(correction) };
}

function fixes({ labels, changes }: Correction): Fix[] {
  return changes.length === 0 ? [] : [{ title: `Select ${labels.join(' ')}`, changes }];
}
