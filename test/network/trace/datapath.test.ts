import { describe, expect, test } from 'vitest';
import type { NetworkNamespace } from '../../../network/linux/namespace.ts';
import { trace } from '../../../network/trace/trace.ts';
import { endOf, networkOf } from '../../support/models.ts';

const model = (mode: string) => `
  network lan { cidr 172.16.0.0/24 }
  cluster c {
    podCIDR 10.32.0.0/12
    cni weave { mode ${mode} }
    dns coredns { replicas 0 }
    node n1 { in lan ip 172.16.0.11 }
    node n2 { in lan ip 172.16.0.12 }
    namespace default { pod a { on n1 } pod b { on n2 } }
  }
  trace default/a -> default/b ICMP`;

type Fault = (namespace: NetworkNamespace) => void;

/** How the trace ends, and why, when a node's state was tampered with. */
async function end(mode: string, node: string, fault: Fault): Promise<string> {
  const network = await networkOf(model(mode), { mutate: { [`node:c/${node}`]: fault } });
  const [path] = trace(network, network.topology.traces[0]!).paths;
  return `${endOf(path!)}: ${path!.reason}`;
}

const down =
  (name: string): Fault =>
  ({ devices }) => {
    devices.get(name)!.up = false;
  };
const mtu =
  (name: string, value: number): Fault =>
  ({ devices }) => {
    devices.get(name)!.mtu = value;
  };

describe('what stands in the way of a frame', () => {
  const cases: [string, string, string, Fault, RegExp][] = [
    [
      'a datapath without a flow',
      'fastdp',
      'n1',
      ({ devices }) => {
        const datapath = devices.get('datapath')!;
        if (datapath.kind === 'openvswitch') for (const { mac } of datapath.flows.all()) datapath.flows.delete(mac);
      },
      /^BLACKHOLE at n1: datapath of n1 has no flow for/,
    ],
    ['its port is down', 'fastdp', 'n1', down('vxlan-6784'), /^BLACKHOLE at n1: datapath of n1 has no flow/],
    ['its port is too narrow', 'fastdp', 'n1', mtu('vxlan-6784', 60), /^MTU_EXCEEDED MTU-OVERLAY at n1: 84 bytes/],
    ['the tunnel ends nowhere', 'fastdp', 'n2', down('vxlan-6784'), /^NO_LISTENER at n2: n2 has no VXLAN device/],
    ['the link is too narrow, and a datapath forbids fragments', 'fastdp', 'n1', mtu('eth0', 120), /^MTU_EXCEEDED/],
    [
      'nobody captures at the other end, so ARP does not come there either',
      'sleeve',
      'n2',
      down('vethwe-pcap'),
      /^NEIGHBOUR_UNREACHABLE at default\/a/,
    ],
    [
      'the captured end is down, for ARP too',
      'sleeve',
      'n1',
      down('vethwe-pcap'),
      /^NEIGHBOUR_UNREACHABLE at default\/a/,
    ],
  ];
  test.each(cases)('%s', async (_, mode, node, fault, expected) => {
    expect(await end(mode, node, fault)).toMatch(expected);
  });
});
