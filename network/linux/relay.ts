import type { Address } from '../address/address.ts';
import type { HttpRequest, Packet } from './packet.ts';
import type { Provenance } from './provenance.ts';
import type { Meaning } from './rule.ts';

/**
 * A process that takes a connection and opens one of its own in its place: two connections, of which the far end sees the
 * second one's source only. An HTTP proxy looks at what is asked for; one that only copies bytes does not.
 */
export interface Relay {
  readonly kind: 'proxy' | 'userspace';
  readonly process: string;
  choose(packet: Packet): RelayChoice;
}

export type RelayChoice =
  /** One of them, each as probable as the others. */
  | ({ readonly targets: readonly RelayTarget[] } & Explained)
  /** The process answers that it cannot help; no second connection. */
  | ({ readonly refused: Meaning } & Explained)
  /** The process answers itself, such as with a redirect. */
  | ({ readonly answered: true } & Explained);

/** Where the second connection goes to. */
export interface RelayTarget {
  readonly address: Address;
  readonly port: number;
}

interface Explained {
  /** What the process makes of it, for the step of the trace. */
  readonly detail: string;
  /** The entry of its own configuration that decided. */
  readonly rule?: string;
  readonly origin?: Provenance;
}

/** `https://shop.example.com/api`, as a client asks. */
export function formatRequest({ scheme, host, path }: HttpRequest): string {
  return `${scheme}://${host}${path}`;
}
