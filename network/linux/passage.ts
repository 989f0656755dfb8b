import { allHold, type HookContext } from './match.ts';
import type { Packet } from './packet.ts';
import type { Rule, Target } from './rule.ts';

/** The rule that decided about a packet, and its chain. */
export interface Verdict {
  readonly chain: string;
  readonly rule: Rule;
  /** As its tool prints it, where that is not iptables. */
  readonly text?: string;
}

/** One packet on its way through the chains of one table. */
export class Passage {
  readonly marks: Verdict[] = [];
  private readonly candidates: (chain: string, packet: Packet) => readonly Rule[];
  private context: HookContext;

  /** `candidates` gives the rules of a chain that may be about a packet. */
  constructor(candidates: (chain: string, packet: Packet) => readonly Rule[], context: HookContext) {
    this.candidates = candidates;
    this.context = context;
  }

  get packet(): Packet {
    return this.context.packet;
  }

  /** The rule that ends the packet's way through a chain; undefined when it comes back from it. */
  through(chain: string): Verdict | undefined {
    for (const rule of this.candidates(chain, this.packet)) {
      if (!allHold(rule.matches, this.context)) continue;
      const { target } = rule;
      if (target.kind === 'RETURN') return undefined;
      if (target.kind === 'goto') return this.through(target.chain);
      if (target.kind === 'MARK') this.mark(chain, rule, target.value, target.mask);
      else if (target.kind === 'CONNMARK') this.markConnection(chain, rule, target);
      else if (target.kind !== 'jump') return { chain, rule };
      const verdict = target.kind === 'jump' ? this.through(target.chain) : undefined;
      if (verdict) return verdict;
    }
    return undefined;
  }

  private markConnection(chain: string, rule: Rule, target: Extract<Target, { kind: 'CONNMARK' }>): void {
    const { connection } = this.context;
    if (!connection) return;
    const known = connection.mark ?? 0;
    if (target.action === 'restore') {
      if ((known & target.mask) !== ((this.packet.mark ?? 0) & target.mask))
        this.mark(chain, rule, (known & target.mask) >>> 0, target.mask);
      return;
    }
    connection.mark = ((known & ~target.mask) ^ target.value) >>> 0;
    this.marks.push({ chain, rule });
  }

  private mark(chain: string, rule: Rule, value: number, mask: number): void {
    const mark = (((this.packet.mark ?? 0) & ~mask) ^ value) >>> 0;
    this.context = { ...this.context, packet: { ...this.packet, mark } };
    this.marks.push({ chain, rule });
  }
}
