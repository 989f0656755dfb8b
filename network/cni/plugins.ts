import { awsVpc } from './aws-vpc/aws-vpc.ts';
import { calico } from './calico/calico.ts';
import { flannel } from './flannel/flannel.ts';
import type { ClusterView, CniPlugin } from './plugin.ts';
import { terway } from './terway/terway.ts';
import { unmodelled } from './unmodelled.ts';
import { weave } from './weave/weave.ts';

/** The plugin that a cluster declares. */
export function pluginOf(view: ClusterView): CniPlugin {
  const { cni } = view.cluster;
  if (cni.kind === 'flannel') return flannel(view, cni);
  if (cni.kind === 'calico') return calico(view, cni);
  if (cni.kind === 'terway') return terway(view, cni);
  if (cni.kind === 'aws-vpc') return awsVpc(view, cni);
  if (cni.kind === 'weave') return weave(view, cni);
  return unmodelled('the cluster names no CNI', cni.origin);
}
