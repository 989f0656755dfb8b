import { containsAddress } from '../address/prefix.ts';
import type { HookContext } from './match.ts';
import type { Outcome } from './netfilter.ts';
import type { NftChain, NftElement, NftMatch, NftRule, NftTable, NftVerdict } from './nftables.ts';
import { formatElement, formatNftRule } from './nftables-format.ts';
import type { Packet } from './packet.ts';
import type { Verdict } from './passage.ts';
import type { Target } from './rule.ts';

/** Sends a packet through a base chain of nftables; what comes of it has the form that iptables gives too. */
export function evaluateNft(table: NftTable, chain: NftChain, context: HookContext): Outcome {
  const passage = new NftPassage(table, context);
  const found = passage.through(chain);
  const verdict = found === 'return' ? undefined : found;
  return { packet: passage.context.packet, verdict, policy: chain.hook?.policy ?? 'ACCEPT', marks: passage.marks };
}

/** What ends a packet's way: a verdict, or the end of the chain. */
type Found = Verdict | 'return' | undefined;

class NftPassage {
  readonly marks: Verdict[] = [];
  context: HookContext;
  private readonly table: NftTable;

  constructor(table: NftTable, context: HookContext) {
    this.table = table;
    this.context = context;
  }

  /** Undefined or `return`: the packet comes back from the chain. */
  through(chain: NftChain | undefined): Found {
    for (const rule of chain?.rules ?? []) {
      if (!rule.matches.every((match) => this.holds(match))) continue;
      const found = this.apply(chain!, rule);
      if (found) return found;
    }
    return undefined;
  }

  private apply(chain: NftChain, rule: NftRule): Found {
    const { statement } = rule;
    switch (statement.kind) {
      case 'mark':
        return this.mark(chain, rule, statement.operation, statement.value);
      case 'update':
        return undefined;
      case 'vmap': {
        const element = this.table.map(statement.map)?.lookup(this.context.packet);
        return element && this.follow(chain, rule, element.verdict, element);
      }
      case 'numgen':
        return this.follow(chain, rule, this.oneOf(statement.verdicts));
      case 'reject':
        return this.ended(chain, rule, { kind: 'REJECT', with: 'icmp-port-unreachable' });
      case 'masquerade':
        return this.ended(chain, rule, { kind: 'MASQUERADE', randomFully: true });
      case 'dnat':
        return this.ended(chain, rule, { kind: 'DNAT', address: statement.address, port: statement.port });
      default:
        return this.follow(chain, rule, statement);
    }
  }

  private follow(chain: NftChain, rule: NftRule, verdict: NftVerdict, element?: NftElement): Found {
    switch (verdict.kind) {
      case 'return':
        return 'return';
      case 'accept':
        return this.ended(chain, rule, { kind: 'ACCEPT' }, element);
      case 'drop':
        return this.ended(chain, rule, { kind: 'DROP' }, element);
      default: {
        const found = this.through(this.table.chain(verdict.chain));
        // Who was sent by `goto` never comes back to this chain.
        if (found === 'return' || !found) return verdict.kind === 'goto' ? 'return' : undefined;
        return element ? explained(found, element) : found;
      }
    }
  }

  /** The number that `numgen random` draws. */
  private oneOf(verdicts: readonly NftVerdict[]): NftVerdict {
    const index = verdicts.findIndex((_, i) => this.context.chance(1 / (verdicts.length - i)));
    return verdicts[index] ?? { kind: 'return' };
  }

  private mark(chain: NftChain, rule: NftRule, operation: 'or' | 'xor', value: number): undefined {
    const { packet } = this.context;
    const old = packet.mark ?? 0;
    const mark = (operation === 'or' ? old | value : old ^ value) >>> 0;
    this.context = { ...this.context, packet: { ...packet, mark } };
    this.marks.push(this.ended(chain, rule, { kind: 'MARK', value, mask: value }));
  }

  private ended(chain: NftChain, rule: NftRule, target: Target, element?: NftElement): Verdict {
    const text = formatNftRule(this.table, rule);
    return {
      chain: chain.name,
      rule: { matches: [], target, origin: element?.origin ?? rule.origin, meaning: rule.meaning ?? element?.meaning },
      text: element ? `${text} { ${formatElement(element)} }` : text,
    };
  }

  private holds(match: NftMatch): boolean {
    const { packet, state, addressType } = this.context;
    switch (match.kind) {
      case 'address':
        return (
          match.prefixes.some((prefix) => containsAddress(prefix, sideOf(packet, match.side))) !== (match.not ?? false)
        );
      case 'set':
        return this.table.set(match.set)?.has(sideOf(packet, match.side)) ?? false;
      case 'dport':
        return packet.protocol === match.protocol && packet.destinationPort === match.port;
      case 'l4proto':
        return packet.protocol === match.protocol;
      case 'state':
        return state === match.state;
      case 'mark':
        return ((packet.mark ?? 0) & match.mask) >>> 0 === match.value;
      case 'fib':
        return addressType(sideOf(packet, match.side)) === 'LOCAL';
    }
  }
}

function sideOf({ source, destination }: Packet, side: 'saddr' | 'daddr') {
  return side === 'saddr' ? source : destination;
}

/** A chain that many entries lead to says nothing of which one it was. */
function explained(found: Verdict, { origin, meaning }: NftElement): Verdict {
  const { rule } = found;
  return { ...found, rule: { ...rule, origin: rule.origin ?? origin, meaning: rule.meaning ?? meaning } };
}
