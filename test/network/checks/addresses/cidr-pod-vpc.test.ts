import { describe, expect } from 'vitest';
import { prefix } from '../../../../network/address/parse.ts';
import { NOWHERE } from '../../../../network/topology/origin.ts';
import {
  addresses,
  cidrs,
  cluster,
  namespace,
  network,
  nic,
  node,
  origin,
  sourced,
  workload,
} from '../../topology/builders.ts';
import { calico, ipPool, terway } from '../../topology/cnis.ts';
import { check } from '../cases.ts';
import { shop } from './shop.ts';

const MACHINE = 'a node could not tell a Pod from a machine';

describe('CIDR-POD-VPC', () => {
  const onLan = (parts: Parameters<typeof cluster>[0], ...segments: ReturnType<typeof network>[]) => ({
    segments: segments.length > 0 ? segments : [network('lan', '192.168.0.0/24')],
    clusters: [cluster({ nodes: [node('n1', nic('lan', '192.168.0.1'))], ...parts })],
  });

  check([
    ['nothing overlaps', shop('172.20.0.0/16', '172.21.0.0/20'), []],
    [
      'the Pod range holds a vSwitch: it is named, the VPC is related; the next private block is offered',
      shop('10.0.0.0/16', '172.21.0.0/20'),
      [
        `CIDR-POD-VPC at 10.0.0.0/16: Pod range 10.0.0.0/16 of cluster demo overlaps vSwitch zone-h (10.0.32.0/20) of VPC shop: ${MACHINE} (10.0.32.0/20; 10.0.0.0/16) [Move the Pod range to 10.1.0.0/16: 10.0.0.0/16 -> 10.1.0.0/16]`,
      ],
    ],
    [
      'only the VPC',
      shop('10.0.64.0/18', '172.21.0.0/20'),
      [
        `CIDR-POD-VPC at 10.0.64.0/18: Pod range 10.0.64.0/18 of cluster demo overlaps VPC shop (10.0.0.0/16): ${MACHINE} (10.0.0.0/16) [Move the Pod range to 10.1.0.0/18: 10.0.64.0/18 -> 10.1.0.0/18]`,
      ],
    ],
    [
      'pods of Terway eniip have addresses of the VPC',
      shop('10.0.0.0/16', '172.21.0.0/20', terway('eniip', 'shop/zone-h')),
      [expect.stringMatching(/^TERWAY-MASK /)],
    ],
    [
      'those of Terway vpc have not',
      shop('10.0.32.0/24', '172.21.0.0/20', terway('vpc', 'shop/zone-h')),
      [
        `CIDR-POD-VPC at 10.0.32.0/24: Pod range 10.0.32.0/24 of cluster demo overlaps vSwitch zone-h (10.0.32.0/20) of VPC shop: ${MACHINE} (10.0.32.0/20; 10.0.0.0/16) [Move the Pod range to 10.1.0.0/24: 10.0.32.0/24 -> 10.1.0.0/24]`,
      ],
    ],
    [
      'what is written inside the range moves along',
      onLan({
        podCIDRs: cidrs('192.168.0.0/16'),
        nodes: [node('n1', nic('lan', '192.168.0.1'), { podCIDRs: cidrs('192.168.7.0/24') })],
        namespaces: [
          namespace('default', { workloads: [workload('default/a', { addresses: addresses('192.168.7.9') })] }),
        ],
      }),
      [
        `CIDR-POD-VPC at 192.168.0.0/16: Pod range 192.168.0.0/16 of cluster c overlaps network lan (192.168.0.0/24): ${MACHINE} (192.168.0.0/24) [Move the Pod range to 10.0.0.0/16, with what is written inside it: 192.168.0.0/16 -> 10.0.0.0/16, 192.168.7.0/24 -> 10.0.7.0/24, 192.168.7.9 -> 10.0.7.9]`,
      ],
    ],
    [
      'a default range is written down elsewhere',
      onLan(
        { podCIDRs: [{ value: prefix('10.244.0.0/16'), origin: NOWHERE }], nodes: [node('n1', nic('lan'))] },
        network('lan', '10.244.0.0/24'),
      ),
      [
        `CIDR-POD-VPC at c: Pod range 10.244.0.0/16 of cluster c overlaps network lan (10.244.0.0/24): ${MACHINE} (10.244.0.0/24) [Move the Pod range to 10.245.0.0/16: c + podCIDR 10.245.0.0/16]`,
      ],
    ],
    [
      'a pool of Calico that is in no podCIDR, on a network behind a router',
      {
        ...onLan(
          { cni: calico(ipPool('10.9.0.0/16'), ipPool('10.244.0.0/20')) },
          network('lan', '192.168.0.0/24'),
          network('plant', '10.9.8.0/24'),
          network('elsewhere', '10.244.3.0/24'),
        ),
        routers: [
          { id: 'r', name: 'r', origin: origin('r'), connects: [sourced('lan'), sourced('plant')], routes: [] },
        ],
      },
      [
        `CIDR-POD-VPC at 10.9.0.0/16: IPPool 10.9.0.0/16 (10.9.0.0/16) of cluster c overlaps network plant (10.9.8.0/24): ${MACHINE} (10.9.8.0/24) [Move the Pod range to 10.10.0.0/16: 10.9.0.0/16 -> 10.10.0.0/16]`,
      ],
    ],
    [
      'a node on no network',
      onLan({ nodes: [node('n1', nic(undefined, '10.244.3.3'))] }, network('far', '192.168.0.0/24')),
      [
        `CIDR-POD-VPC at 10.244.0.0/16: Pod range 10.244.0.0/16 of cluster c overlaps node n1 (10.244.3.3): ${MACHINE} (10.244.3.3) [Move the Pod range to 10.245.0.0/16: 10.244.0.0/16 -> 10.245.0.0/16]`,
      ],
    ],
    [
      'the block that is offered avoids docker0 and all that is declared',
      onLan(
        { podCIDRs: cidrs('172.16.0.0/16'), serviceCIDRs: cidrs('172.18.0.0/16'), nodes: [node('n1', nic('lan'))] },
        network('lan', '172.16.0.0/24'),
        network('ten', '10.0.0.0/8'),
      ),
      [
        `CIDR-POD-VPC at 172.16.0.0/16: Pod range 172.16.0.0/16 of cluster c overlaps network lan (172.16.0.0/24): ${MACHINE} (172.16.0.0/24) [Move the Pod range to 172.19.0.0/16: 172.16.0.0/16 -> 172.19.0.0/16]`,
      ],
    ],
  ]);
});
