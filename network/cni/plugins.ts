import type { Cni } from '../topology/cni.ts';
import { calico } from './calico/calico.ts';
import { flannel } from './flannel/flannel.ts';
import type { ClusterView, CniPlugin } from './plugin.ts';
import { unmodelled } from './unmodelled.ts';

/** The plugin that a cluster declares. */
export function pluginOf(view: ClusterView): CniPlugin {
  const { cni } = view.cluster;
  if (cni.kind === 'flannel') return flannel(view, cni);
  if (cni.kind === 'calico') return calico(view, cni);
  return unmodelled(reasonFor(cni), cni.origin);
}

function reasonFor(cni: Exclude<Cni, { kind: 'flannel' | 'calico' }>): string {
  return cni.kind === 'none' ? 'the cluster names no CNI' : `${cni.kind} is not modelled yet`;
}
