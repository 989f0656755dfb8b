import type { OpenVswitch } from '../linux/device.ts';
import { formatFlow } from '../linux/format.ts';
import { takesFrame } from '../linux/mtu.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { EthernetFrame } from '../linux/packet.ts';
import { drop } from './drop.ts';
import { misfit } from './misfit.ts';
import type { Move, Walk } from './walk.ts';

/** A frame in an Open vSwitch datapath: its flow says which port it leaves by, and where a tunnel's other end is. */
export function crossDatapath(
  walk: Walk,
  namespace: NetworkNamespace,
  datapath: OpenVswitch,
  frame: EthernetFrame,
): Move {
  const flow = datapath.flows.get(frame.destination);
  const port = flow && namespace.devices.get(flow.port);
  if (!flow || !port?.up) {
    const reason = `${datapath.name} of ${namespace.name} has no flow for ${frame.destination}, which is nobody's MAC there`;
    return drop(walk, namespace, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  const { tunnel, origin } = flow;
  walk.recorder.step(namespace, {
    type: 'bridge',
    device: datapath.name,
    port: port.name,
    rule: formatFlow(flow),
    origin,
  });
  if (takesFrame(port.mtu, frame.packet)) return { kind: 'transmit', namespace, device: port, frame, tunnel };
  // `ovs_vport_send` drops what is too long for a port.
  const words = `do not fit through ${port.name} of ${namespace.name}`;
  return drop(walk, namespace, frame.packet, misfit(walk, namespace, port, frame.packet, words));
}
