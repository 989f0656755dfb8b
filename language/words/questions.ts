import type { Words } from './word.ts';

/** Questions, statements, and the values that are keywords. */
export const QUESTIONS: Words = {
  trace: { text: 'Asks for the way of a packet: trace A -> B. Hover shows it.' },
  expect: { text: 'States what must hold: expect A can reach B, or cannot. One that fails is an error.' },
  can: { text: 'Holds when every way is delivered.' },
  cannot: { text: 'Holds when no way is delivered.' },
  reach: { text: 'Before the other end: a pod, a service, an address, a network, internet.' },
  by: { text: 'by networkPolicy NAME: that policy is what stops it.' },
  with: { text: 'with encapsulation [KIND]: the packet travels inside another on the way.' },
  without: {
    text: 'without NAT: both ends see the address that the other one has. without encapsulation: no packet inside another.',
  },
  NAT: { text: 'Translation of addresses on the way.' },
  encapsulation: { text: 'A packet inside another: vxlan, ipip, udp or sleeve.' },
  source: { text: 'The source address that the other end sees.' },
  at: { text: 'The URL that is asked for at an Ingress.' },
  size: { text: 'The length of the whole IP packet, in bytes.', default: '84 (ICMP), 60 (TCP)' },
  DF: { text: 'Don’t Fragment: a packet that is too long is refused, not cut.', default: 'not set' },
  ttl: { text: 'How many routers the packet may pass.', default: '64' },
  ICMP: { text: 'An echo request, as ping sends it.' },
  TCP: { text: 'The Transmission Control Protocol; what a port is of when nothing is said.' },
  UDP: { text: 'The User Datagram Protocol.' },
  SCTP: { text: 'The Stream Control Transmission Protocol.' },
  internet: { text: 'Any address of the Internet.' },
  localhost: { text: 'The sender itself: 127.0.0.1 in its own network namespace.' },
  true: { text: 'Yes; the same as the keyword alone.' },
  false: { text: 'No.' },
};
