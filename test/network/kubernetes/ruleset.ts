import { address, prefix } from '../../../network/address/parse.ts';
import { containsAddress } from '../../../network/address/prefix.ts';
import type { HookContext } from '../../../network/linux/match.ts';

/** What a printed ruleset says, line by line. */
export interface Ruleset {
  readonly chains: ReadonlyMap<string, readonly string[]>;
  readonly elements: ReadonlyMap<string, readonly string[]>;
}

/** Reads what `nft list ruleset` prints of one table. */
export function rulesetOf(lines: readonly string[]): Ruleset {
  const chains = new Map<string, string[]>();
  const elements = new Map<string, string[]>();
  let name = '';
  let isChain = false;
  for (const line of lines.flatMap((one) => one.split('\n')).map((one) => one.trim())) {
    const opened = /^(chain|set|map) (\S+) \{$/.exec(line);
    if (opened) {
      [isChain, name] = [opened[1] === 'chain', opened[2]!];
      (isChain ? chains : elements).set(name, []);
    } else if (isChain && line !== '}' && line !== '' && !/^(type|comment) /.test(line)) chains.get(name)!.push(line);
    else if (!isChain && /^elements|^\d|^tcp|^udp/.test(line)) {
      const text = line.replace('elements = { ', '').replace(/ \}$/, '').replace(/,$/, '');
      elements.get(name)!.push(...(text.includes(' : ') ? [text] : text.split(', ')));
    }
  }
  return { chains, elements };
}

/**
 * What the text decides, read by somebody who knows nothing of the objects: only what follows one verdict after another.
 * `addresses` are all that the packet may bear.
 */
export function walk(
  { chains, elements }: Ruleset,
  start: string,
  { packet: sent, addressType: typeOf }: HookContext,
  addresses: readonly string[],
) {
  let mark = 0;
  const text = (one: typeof sent.source) => addresses.find((ip) => address(ip) === one)!;
  const ends = { saddr: sent.source, daddr: sent.destination };
  const keyOf = (key: string) =>
    key
      .split(' . ')
      .map(
        (field) =>
          ({
            'ip daddr': text(sent.destination),
            'meta l4proto': sent.protocol.toLowerCase(),
            'th dport': `${sent.destinationPort}`,
          })[field]!,
      )
      .join(' . ');
  const verdict = through(start);
  return { verdict: verdict === 'return' ? undefined : verdict, mark };

  function through(chain: string): string | undefined {
    for (const line of chains.get(chain)!) {
      const found = apply(line.replace(/ comment "[^"]*"/, ''));
      if (found) return found;
    }
    return undefined;
  }

  function follow(words: string): string | undefined {
    const [verb, chain] = words.split(' ');
    if (verb === 'jump') {
      const found = through(chain!);
      return found === 'return' ? undefined : found;
    }
    return verb === 'goto' ? (through(chain!) ?? 'return') : verb;
  }

  function apply(line: string): string | undefined {
    const rest = conditions(line);
    if (rest === undefined) return undefined;
    if (rest.startsWith('meta mark set')) {
      mark = rest.includes(' | ') ? mark | 0x4000 : mark ^ 0x4000;
      return undefined;
    }
    if (rest.startsWith('update')) return undefined;
    const numbered = /^numgen random mod \d+ vmap \{ 0 : (\w+ [^ ,]+)/.exec(rest);
    if (numbered) return follow(numbered[1]!);
    const looked = /^(.*) vmap @(\S+)$/.exec(rest);
    if (looked) {
      const entry = elements
        .get(looked[2]!)!
        .find((one) => one.replace(/ comment "[^"]*"/, '').startsWith(`${keyOf(looked[1]!)} : `));
      return entry && follow(entry.split(' : ')[1]!);
    }
    return follow(rest.startsWith('dnat') ? 'dnat' : rest.startsWith('masquerade') ? 'masquerade' : rest);
  }

  /** What is left of a line when its conditions hold. */
  function conditions(line: string): string | undefined {
    const patterns: readonly (readonly [RegExp, (found: RegExpExecArray) => boolean])[] = [
      [/^ct state new /, () => true],
      [/^ip (saddr|daddr) @(\S+) /, (m) => elements.get(m[2]!)!.includes(text(ends[m[1] as 'saddr']))],
      [/^ip (saddr|daddr) (!= )?(\d[\d./]+) /, (m) => inside(m[3]!, ends[m[1] as 'saddr']) !== (m[2] !== undefined)],
      [/^(tcp|udp) dport (\d+) /, (m) => m[1] === sent.protocol.toLowerCase() && Number(m[2]) === sent.destinationPort],
      [/^meta l4proto (tcp|udp) /, (m) => m[1] === sent.protocol.toLowerCase()],
      [/^meta mark & 0x00004000 == 0x00000000 /, () => (mark & 0x4000) === 0],
      [/^fib saddr type local /, () => typeOf(sent.source) === 'LOCAL'],
    ];
    let rest = line;
    for (let again = true; again; ) {
      again = false;
      for (const [pattern, holds] of patterns) {
        const found = pattern.exec(rest);
        if (!found) continue;
        if (!holds(found)) return undefined;
        rest = rest.slice(found[0].length);
        again = true;
      }
    }
    return rest;
  }
}

function inside(text: string, one: ReturnType<typeof address>): boolean {
  return text.includes('/') ? containsAddress(prefix(text), one) : address(text) === one;
}
