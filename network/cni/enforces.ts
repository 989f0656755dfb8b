import type { Cni } from '../topology/cni.ts';

/** Whether a declared CNI enforces NetworkPolicy: what the plugin that it builds says in `policies`. */
export function enforcesPolicies(cni: Cni): boolean {
  switch (cni.kind) {
    case 'calico':
    case 'weave':
      return true;
    case 'terway':
      return cni.mode !== 'eni';
    case 'aws-vpc':
      return cni.enableNetworkPolicy;
    case 'flannel':
    case 'none':
      return false;
  }
}
