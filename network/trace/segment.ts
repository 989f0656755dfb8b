import { takesFrame } from '../linux/mtu.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { EthernetFrame, Packet } from '../linux/packet.ts';
import { mtuOf } from '../machines/nics.ts';
import type { Attachment } from '../machines/wiring.ts';
import { dropOn } from './drop.ts';
import { frameOf } from './frame.ts';
import { passGuard } from './guard.ts';
import { misfit } from './misfit.ts';
import type { Place } from './recorder.ts';
import type { Move, Walk } from './walk.ts';

/** An L2 segment is a switch with a port for each machine; it has learnt who is where. */
export function crossSegment(walk: Walk, id: string, from: NetworkNamespace, frame: EthernetFrame): Move {
  const { network, recorder } = walk;
  const place: Place = { key: `segment:${id}`, name: id, kind: 'segment' };
  const port = network.attachment(id, frame.source)?.port ?? `p-${from.name}`;
  const mtu = mtuOf(network.segment(id));
  // A port does not even show what is too big for it, as the receiving end of a veth.
  if (!takesFrame(mtu, frame.packet)) return tooBig(walk, place, frame, port, mtu, `a port of ${id}`);
  recorder.step(place, { type: 'receive', device: port, frame: frameOf(frame) });
  const held = passGuard(walk, place, id, frame.source, 'egress', frame.packet);
  if (held) return held;
  const fabric = network.fabric(id, frame, answeredThrough(walk, frame.packet));
  if (fabric && 'disposition' in fabric) return dropOn(walk, place, frame.packet, fabric);
  if (fabric) return pass(walk, place, id, fabric.to, { ...frame, destination: fabric.mac });
  const to = network.attachment(id, frame.destination);
  if (to?.port === port) {
    const reason = `${id} sends no frame back out of ${port}`;
    return dropOn(walk, place, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  if (!to) {
    recorder.step(place, { type: 'bridge', device: id, flooded: true });
    const reason = `${id} floods the frame, and ${frame.destination} is nobody's MAC there`;
    return dropOn(walk, place, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  return pass(walk, place, id, to, frame);
}

/** The load balancer that has passed on the connection which a packet answers: a cloud brings it back there. */
function answeredThrough({ network, conntrack }: Walk, packet: Packet): string | undefined {
  for (const [key, connections] of conntrack) {
    if (network.namespace(key)?.kind === 'load-balancer' && connections.expects(packet)) return key;
  }
  return undefined;
}

function pass(walk: Walk, place: Place, id: string, to: Attachment, frame: EthernetFrame): Move {
  const rule = `${frame.destination} dev ${to.port} master ${id}`;
  walk.recorder.step(place, { type: 'bridge', device: id, port: to.port, rule });
  const held = passGuard(walk, place, id, frame.destination, 'ingress', frame.packet);
  if (held) return held;
  walk.recorder.step(place, { type: 'transmit', device: to.port, frame: frameOf(frame) });
  return arrive(walk, place, to, frame);
}

/** The card at the other end takes what fits its MTU, as the receiving end of a veth does. */
function arrive(walk: Walk, place: Place, to: Attachment, frame: EthernetFrame): Move {
  const namespace = walk.network.namespace(to.namespace);
  const device = namespace?.devices.get(to.device);
  if (!namespace || !device?.up) {
    const reason = `the card at ${to.port} of ${place.name} is down`;
    return dropOn(walk, place, frame.packet, { disposition: 'BLACKHOLE', reason });
  }
  if (takesFrame(device.mtu, frame.packet)) return { kind: 'receive', namespace, device, frame };
  return tooBig(walk, place, frame, to.port, device.mtu, `${device.name} of ${namespace.name}`);
}

function tooBig(walk: Walk, place: Place, frame: EthernetFrame, port: string, mtu: number, who: string): Move {
  const narrow = { name: port, mtu };
  return dropOn(walk, place, frame.packet, misfit(walk, place, narrow, frame.packet, `are more than ${who} takes`));
}
