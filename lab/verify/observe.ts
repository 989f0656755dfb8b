import { belongs } from './belongs.ts';
import { bytesOf } from './bytes.ts';
import { decode, type TunnelPorts } from './decode.ts';
import type { Expectation } from './expected.ts';
import type { Sighting } from './frames.ts';
import type { Answer } from './job.ts';
import type { Tag } from './tag.ts';

/** What the captures show of one probe. */
export function observed({ frames }: Answer, tag: Tag, ports: TunnelPorts): readonly Sighting[] {
  return frames.flatMap(([netns, device, direction, bytes]): Sighting[] => {
    const decoded = decode(bytesOf(bytes), ports);
    return decoded && belongs(decoded, tag, ports) ? [{ netns, device, direction, frame: decoded.frame }] : [];
  });
}

/** The usual ports of tunnels, and those that the traces name. */
export function tunnelPorts(expectations: readonly Expectation[]): TunnelPorts {
  const ports = { vxlan: new Set([8472, 4789, 6784]), udp: new Set([8285]) };
  for (const { sightings } of expectations) {
    for (const { frame } of sightings) {
      for (const { kind, port } of frame.encapsulation ?? []) {
        if (port !== undefined && (kind === 'vxlan' || kind === 'udp')) ports[kind].add(port);
      }
    }
  }
  return ports;
}
