import { describe } from 'vitest';
import { addresses, cidrs, namespace, nodes, service } from '../../topology/builders.ts';
import { flannel } from '../../topology/cnis.ts';
import { at, check, one } from '../cases.ts';

describe('NODE-MASK, SVC-MASK and DUALSTACK', () => {
  check([
    [
      'a node range larger than the Pod range',
      one({ podCIDRs: cidrs('10.244.0.0/25') }),
      [
        "NODE-MASK at 10.244.0.0/25: Node ranges of /24 in the Pod range 10.244.0.0/25 of cluster c: a node's range would be larger than the whole",
      ],
    ],
    [
      'too many node ranges',
      one({ podCIDRs: cidrs('fd00::/44') }),
      [
        'NODE-MASK at fd00::/44: Node ranges of /64 in the Pod range fd00::/44 of cluster c: the controller manager refuses more than 16 bits between them',
      ],
    ],
    [
      'too many Services',
      one({ serviceCIDRs: cidrs('10.0.0.0/11', 'fd00::/64'), podCIDRs: cidrs('10.244.0.0/16', 'fd01::/56') }),
      [
        'SVC-MASK at 10.0.0.0/11: Service range 10.0.0.0/11 of cluster c is larger than /12, which is the most that the API server takes',
        'SVC-MASK at fd00::/64: Service range fd00::/64 of cluster c is larger than /108, which is the most that the API server takes',
      ],
    ],
    [
      'addresses of a family without a range',
      one({
        nodes: nodes(1),
        namespaces: [
          namespace('default', {
            workloads: [at('a', 'fd00::9')],
            services: [service('default/s', { clusterIPs: addresses('fd00::a') })],
          }),
        ],
      }),
      [
        'DUALSTACK at fd00::a: fd00::a is IPv6, and cluster c has no serviceCIDR of that family',
        'DUALSTACK at fd00::9: fd00::9 is IPv6, and cluster c has no podCIDR of that family',
      ],
    ],
    [
      'a backend without IPv6',
      one({ cni: flannel('alivpc'), podCIDRs: cidrs('10.244.0.0/16', 'fd00::/56') }),
      ["DUALSTACK at fd00::/56: flannel's backend alivpc has no IPv6; vxlan and host-gw have"],
    ],
  ]);
});
