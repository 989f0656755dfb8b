import { type Connection, peerName } from '../../../network/reachability/result.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import { otherPoliciesWords } from '../../../network/topology/other-policies.ts';
import type { Policy } from '../../../network/topology/policy.ts';
import type { Workload } from '../../../network/topology/workload.ts';
import type { Model } from '../../model.ts';
import { effectOf } from '../../reach/effect.ts';
import { reachabilityOf } from '../../reach/reach.ts';
import { spansWords } from '../../reach/words.ts';
import type { Budget } from '../budget.ts';
import { code, line, list } from '../lines.ts';

/** Who may reach the pods of a workload, on which ports. A large cluster is counted as far as the time goes. */
export function reachedByLines(model: Model, cluster: Cluster, { id }: Workload, budget: Budget): string[] {
  if (budget.spent()) return [budget.note];
  const reach = reachabilityOf(model, cluster.id);
  const end = { kind: 'workload', id } as const;
  const doubt = doubtLines(cluster);
  if (!reach.isIsolated(end, 'ingress')) return [...line('ingress', 'open: no NetworkPolicy isolates it'), ...doubt];
  const found: string[] = [];
  for (const { source, ports } of reach.whoCanReach(end)) {
    if (budget.spent()) return [...line('may be reached by', list(found)), ...doubt, budget.note];
    found.push(`${code(peerName(source))} (${portsText(ports)})`);
  }
  return [...line('may be reached by', found.length === 0 ? 'nobody' : list(found)), ...doubt];
}

/** Policies of other APIs decide with those of Kubernetes. */
const doubtLines = (cluster: Cluster): string[] => {
  const words = otherPoliciesWords(cluster);
  return line('may not hold', words && `${words}, which nobody reads here`);
};

/** Who would reach more without a policy, and who less. */
export function effectLines(model: Model, cluster: Cluster, policy: Policy, budget: Budget): string[] {
  if (policy.broken) return [];
  if (budget.spent()) return [budget.note];
  const { loses, gains, complete } = effectOf(model, cluster, policy, () => budget.spent());
  return [
    ...line('loses by it', list(loses.map(connectionText))),
    ...line('gains by it', list(gains.map(connectionText))),
    ...line('changes', complete && loses.length + gains.length === 0 && 'no connection'),
    ...doubtLines(cluster),
    ...(complete ? [] : [budget.note]),
  ];
}

function connectionText({ source, destination, ports }: Connection): string {
  return `${code(peerName(source))} -> ${code(peerName(destination))} (${portsText(ports)})`;
}

function portsText(ports: Connection['ports']): string {
  const words = spansWords(ports);
  return words === 'all' ? 'every port' : words;
}
