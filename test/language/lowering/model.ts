import type { Cluster } from '../../../network/topology/cluster.ts';
import type { Namespace } from '../../../network/topology/workload.ts';
import { topologyOf } from '../support/knet.ts';

/** What the first cluster of a text with these fields is read as. */
export async function clusterOf(fields: string): Promise<Cluster> {
  return (await topologyOf(`cluster c { ${fields} }`)).clusters[0]!;
}

/** What a namespace of it with these fields is read as. */
export async function namespaceOf(fields: string): Promise<Namespace> {
  return (await clusterOf(`namespace n { ${fields} }`)).namespaces[0]!;
}
