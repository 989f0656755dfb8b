import type { Address } from '../address/address.ts';
import { Conntrack, type Tracked } from '../linux/conntrack.ts';
import type { Device, TunnelEnd } from '../linux/device.ts';
import type { NetworkNamespace } from '../linux/namespace.ts';
import type { EthernetFrame, Packet } from '../linux/packet.ts';
import type { Relay } from '../linux/relay.ts';
import type { Network } from '../machines/network.ts';
import type { Chances } from './chances.ts';
import { Recorder } from './recorder.ts';
import type { Disposition } from './result.ts';

/** What is to happen next to the packet. Each rule does one and says which follows. */
export type Move =
  /** A process or the kernel of a machine sends it. */
  | { readonly kind: 'output'; readonly namespace: NetworkNamespace; readonly packet: Packet }
  /** IP, or a bridge, hands it to a device. */
  | {
      readonly kind: 'transmit';
      readonly namespace: NetworkNamespace;
      readonly device: Device;
      readonly frame: EthernetFrame;
      /** What the route says; a tunnel without a remote end of its own sends there. */
      readonly nextHop?: Address;
      /** What a switch has set for a tunnel that is told so with each frame. */
      readonly tunnel?: TunnelEnd;
      /** Its connection: what goes through lo keeps it. */
      readonly tracked?: Tracked;
    }
  /** It comes in at a device. */
  | {
      readonly kind: 'receive';
      readonly namespace: NetworkNamespace;
      readonly device: Device;
      readonly frame: EthernetFrame;
      readonly tracked?: Tracked;
    }
  /** It is on an L2 segment. */
  | {
      readonly kind: 'segment';
      readonly segment: string;
      readonly from: NetworkNamespace;
      readonly frame: EthernetFrame;
    }
  /** It comes up to IP from a device. */
  | {
      readonly kind: 'input';
      readonly namespace: NetworkNamespace;
      readonly device: Device;
      readonly packet: Packet;
      readonly tracked?: Tracked;
      /** The bridge has already sent it through PREROUTING. */
      readonly hooked?: boolean;
    }
  | End;

/** The packet's way is over. */
export interface End {
  readonly kind: 'end';
  readonly disposition: Disposition;
  readonly reason?: string;
  readonly code?: string;
  /** Where it ended, and as what. */
  readonly namespace?: NetworkNamespace;
  readonly packet?: Packet;
  /** What the machine sends back to say so: an ICMP error or a RST. */
  readonly answer?: Answer;
  /** Ids of the policies that deny it. */
  readonly policies?: readonly string[];
}

export interface Answer {
  readonly packet: Packet;
  /** The device that a process writes it to; undefined: the kernel sends it. */
  readonly through?: Device;
}

/** The socket that the probe comes from: answers are for it. */
export interface Socket {
  readonly namespace: string;
  readonly sent: Packet;
}

/** A connection that a process has taken, and the one that it has opened in its place. */
export interface Relayed {
  readonly namespace: string;
  readonly relay: Relay;
  readonly accepted: Packet;
  readonly sent: Packet;
}

/** What several packets of one connection share. */
export interface Connection {
  readonly network: Network;
  readonly socket: Socket;
  readonly conntrack: Map<string, Conntrack>;
  readonly chances: Chances;
  /** Connections that processes on the way have opened in the place of others. */
  readonly relayed: Relayed[];
}

/** One packet's way through the network. */
export interface Walk extends Connection {
  readonly recorder: Recorder;
  /** Namespaces that have forwarded it. */
  readonly forwardedBy: Set<string>;
  /** Routes that would have led to the destination and that a kernel on the way has refused. */
  readonly refused: { readonly code?: string; readonly text: string }[];
}

/** A packet of a connection sets out. */
export function startWalk(connection: Connection): Walk {
  return { ...connection, recorder: new Recorder(), forwardedBy: new Set(), refused: [] };
}

/** The connections that a place remembers in this trace: a namespace by its key, or what guards a card. */
export function conntrackOf({ conntrack }: Walk, key: string): Conntrack {
  const known = conntrack.get(key) ?? new Conntrack();
  conntrack.set(key, known);
  return known;
}
