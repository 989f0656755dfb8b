import fc from 'fast-check';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import type { Labels } from '../../../../network/topology/selector.ts';
import type { Namespace } from '../../../../network/topology/workload.ts';
import {
  labels,
  namespaceBody,
  namespaceOf,
  type PolicyBody,
  policyBody,
  type WorkloadBody,
  workloadBody,
} from './random.ts';

/** One thing that somebody changes in a text. Numbers are taken modulo what there is. */
export type Edit =
  | { readonly kind: 'policy'; readonly namespace: number; readonly at: number; readonly body: PolicyBody }
  | { readonly kind: 'add policy'; readonly namespace: number; readonly body: PolicyBody }
  | { readonly kind: 'remove policy' | 'remove workload' | 'copy'; readonly namespace: number; readonly at: number }
  | { readonly kind: 'labels'; readonly namespace: number; readonly at: number; readonly labels: Labels }
  | { readonly kind: 'namespace labels'; readonly namespace: number; readonly labels: Labels }
  | { readonly kind: 'add workload'; readonly namespace: number; readonly body: WorkloadBody }
  | { readonly kind: 'namespace'; readonly namespace: number; readonly body: Parameters<typeof namespaceFrom>[1] };

const at = { namespace: fc.nat(2), at: fc.nat(3) };

export const edits: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('policy' as const), ...at, body: policyBody }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('add policy' as const), namespace: at.namespace, body: policyBody }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('remove policy' as const, 'remove workload' as const, 'copy' as const),
      ...at,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('labels' as const), ...at, labels }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('namespace labels' as const), namespace: at.namespace, labels }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('add workload' as const), namespace: at.namespace, body: workloadBody }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('namespace' as const), namespace: at.namespace, body: namespaceBody }),
  },
);

const namespaceFrom = (number: number, body: typeof namespaceBody extends fc.Arbitrary<infer T> ? T : never) =>
  namespaceOf(number, ...body);

/** The cluster after an edit. Namespaces that it does not touch stay the same objects, as a reader would leave them. */
export function edited(cluster: Cluster, edit: Edit): Cluster {
  const place = edit.namespace % cluster.namespaces.length;
  const number = Number(cluster.namespaces[place]!.name.slice(1));
  const replaced = editedNamespace(cluster.namespaces[place]!, number, edit);
  return { ...cluster, namespaces: cluster.namespaces.map((one, i) => (i === place ? replaced : one)) };
}

function editedNamespace(namespace: Namespace, number: number, edit: Edit): Namespace {
  const { workloads, policies } = namespace;
  switch (edit.kind) {
    case 'policy':
      return {
        ...namespace,
        policies: policies.map((one, i) => (i === edit.at % policies.length ? { ...one, ...edit.body } : one)),
      };
    case 'add policy':
      return { ...namespace, policies: [...policies, ...namespaceOf(number, {}, [], [edit.body]).policies] };
    case 'remove policy':
      return { ...namespace, policies: policies.filter((_, i) => i !== edit.at) };
    case 'labels':
      return {
        ...namespace,
        workloads: workloads.map((one, i) =>
          i === edit.at % workloads.length ? { ...one, labels: edit.labels } : one,
        ),
      };
    case 'namespace labels':
      return { ...namespace, labels: { ...edit.labels, 'kubernetes.io/metadata.name': namespace.name } };
    case 'add workload':
      return { ...namespace, workloads: [...workloads, added(namespace, number, edit.body)] };
    case 'remove workload':
      return { ...namespace, workloads: workloads.filter((_, i) => i !== edit.at || workloads.length === 1) };
    case 'copy':
      return structuredClone(namespace);
    case 'namespace':
      return namespaceFrom(number, edit.body);
  }
}

/** Under a name that nobody has. */
function added({ id, workloads }: Namespace, number: number, body: WorkloadBody): Namespace['workloads'][number] {
  const [workload] = namespaceOf(number, {}, [body], []).workloads;
  const free = Array.from({ length: workloads.length + 1 }, (_, i) => `w${i}`).find(
    (name) => !workloads.some((one) => one.name === name),
  )!;
  return { ...workload!, name: free, id: `${id}/${free}` };
}
