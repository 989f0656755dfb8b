import { address, prefix } from '../../../network/address/parse.ts';
import { containsAddress, prefixOf } from '../../../network/address/prefix.ts';
import type { HookContext } from '../../../network/linux/match.ts';

/*
 * A second reading of `iptables-save`: walks its lines one by one, knows no index and nothing of the rules' insides. What
 * it says of a packet, the machine has to say too.
 */

/** Lines of one table by chain. */
export type Chains = ReadonlyMap<string, readonly Line[]>;

interface Line {
  readonly text: string;
  readonly options: readonly Option[];
}

export function chainsOf(lines: readonly string[], table: string): Chains {
  const start = lines.indexOf(`*${table}`);
  const end = lines.indexOf('COMMIT', start);
  const own = start < 0 ? [] : lines.slice(start + 1, end);
  const rules = own.filter((line) => line.startsWith('-A ')).map((text) => ({ text, options: optionsOf(text) }));
  const names = own.filter((line) => line.startsWith(':')).map((line) => line.slice(1).split(' ')[0]!);
  return new Map(names.map((name) => [name, rules.filter(({ text }) => text.split(' ')[1] === name)]));
}

export interface Found {
  /** The line that ends the packet's way; undefined: it falls out at the end. */
  readonly line?: string;
  readonly mark: number;
}

export function walkLines(chains: Chains, start: string, context: HookContext): Found {
  let mark = context.packet.mark ?? 0;
  const line = through(start);
  return { line, mark };

  function through(chain: string): string | undefined {
    for (const { text, options } of chains.get(chain)!) {
      if (!holds(options, mark, context)) continue;
      const target = options.find(({ name }) => name === '-j')!.value;
      if (target === 'RETURN') return undefined;
      if (target === 'MARK') {
        const [value, mask] = options
          .find(({ name }) => name === '--set-xmark')!
          .value.split('/')
          .map(Number);
        mark = ((mark & ~mask!) ^ value!) >>> 0;
      } else if (!chains.has(target)) return text;
      else {
        const found = through(target);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}

interface Option {
  readonly name: string;
  readonly value: string;
  readonly not: boolean;
}

function optionsOf(line: string): Option[] {
  const words = (line.match(/"[^"]*"|\S+/g) ?? []).slice(2);
  return words.flatMap((name, i) => {
    if (!name.startsWith('-')) return [];
    const next = words[i + 1];
    return { name, value: next === undefined || next.startsWith('-') ? '' : next, not: words[i - 1] === '!' };
  });
}

/** Chance is asked last, as the kernel asks it behind addresses and ports. */
function holds(options: readonly Option[], mark: number, context: HookContext): boolean {
  const chance = ({ name }: Option) => name === '--probability';
  return (
    options.filter((one) => !chance(one)).every((option) => test(option, mark, context) !== option.not) &&
    options.filter(chance).every((option) => test(option, mark, context))
  );
}

function test({ name, value }: Option, mark: number, context: HookContext): boolean {
  const { packet } = context;
  switch (name) {
    case '-s':
      return inside(value, packet.source);
    case '-d':
      return inside(value, packet.destination);
    case '-p':
      return value === packet.protocol.toLowerCase();
    case '--dport':
      return Number(value) === packet.destinationPort;
    case '--dst-type':
      return context.addressType(packet.destination) === value;
    case '--src-type':
      return context.addressType(packet.source) === value;
    case '--ctstate':
      return value.split(',').includes(context.state);
    case '--rcheck':
      return false;
    case '--probability':
      return context.chance(Number(value));
    case '--mark': {
      const [wanted, mask] = value.split('/').map(Number);
      return (mark & mask!) === wanted;
    }
    default:
      if (
        !/^(-j|-m|--comment|--set|--seconds|--reap|--name|--mask|--rsource|--mode|--to-|--set-xmark|--reject-with|--random)/.test(
          name,
        )
      )
        throw new Error(`unknown option ${name}`);
      return true;
  }
}

function inside(value: string, own: HookContext['packet']['source']): boolean {
  return containsAddress(value.includes('/') ? prefix(value) : prefixOf(address(value), 32), own);
}
