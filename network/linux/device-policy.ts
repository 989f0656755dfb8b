import type { Packet } from './packet.ts';
import type { Provenance } from './provenance.ts';
import type { Rule } from './rule.ts';

/** Towards what is behind a device, or from it. */
export type PolicyDirection = 'ingress' | 'egress';

/**
 * What stands between a machine and what is behind one of its devices and judges what opens a connection; answers are
 * never shown to it. It sees a packet as the table filter does: after DNAT, before what POSTROUTING makes of the source.
 */
export interface DevicePolicy {
  /** Undefined: nothing is said about packets of that direction, and they go on. */
  judge(packet: Packet, direction: PolicyDirection): PolicyVerdict | undefined;
  /**
   * The same as rules of the table filter, which RETURN what is admitted: for who wants to see them or to write them into a
   * kernel. Undefined: nothing is said about packets of that direction.
   */
  rules?(direction: PolicyDirection): readonly Rule[] | undefined;
}

export interface PolicyVerdict {
  /** `unknown`: something in it cannot be read, and might decide otherwise. */
  readonly verdict: 'allow' | 'deny' | 'unknown';
  /** Those that decided: the one whose rule admits the packet, or all that let nothing by without a rule. */
  readonly policies: readonly PolicyName[];
  /** Of the other end those that would not admit the packet either, where a denial keeps it from ever coming there. */
  readonly also?: readonly PolicyName[];
  /** What decided, in words. */
  readonly rule: string;
  readonly origin?: Provenance;
  /** What becomes of a packet that is denied: nothing is said, or an ICMP error sent. */
  readonly answer: 'silence' | 'reject';
}

export interface PolicyName {
  /** Unique in a model. */
  readonly id: string;
  /** As a trace calls it. */
  readonly name: string;
}
