import { isEquality, isSelectorWord, selectorLines } from './selectors.ts';

/** A rule in the words of `.knet`: `{ to namespaceSelector a=b podSelector c=d  port 53/UDP }`. */
const WORD = /\S+/g;

interface Peer {
  readonly selectors: Map<string, string[]>;
}

/** The lines of the same rule in YAML; undefined for what this reader does not know. */
export function ruleLines(rule: string): string[] | undefined {
  const words = rule.replace(/^\{|\}$/g, '').match(WORD) ?? [];
  const [peers, ports]: [Peer[], string[]] = [[], []];
  let side: string | undefined;
  let labels: string[] | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === 'to' || word === 'from') {
      side = word;
      peers.push({ selectors: new Map() });
    } else if (isSelectorWord(word)) {
      labels = [];
      peers.at(-1)?.selectors.set(word, labels);
    } else if (word === 'port') ports.push(words[++i] ?? '');
    else if (labels && isEquality(word)) labels.push(word);
    else return undefined;
  }
  const lines = [...(side ? [`${side}:`, ...peers.flatMap(peerLines)] : []), ...portLines(ports)];
  return lines.length > 0 && ports.every((port) => /^\d+\/\w+$/.test(port)) ? lines : undefined;
}

function peerLines({ selectors }: Peer): string[] {
  return selectorLines(selectors).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);
}

function portLines(ports: readonly string[]): string[] {
  if (ports.length === 0) return [];
  const items = ports.flatMap((port) => {
    const [number, protocol] = port.split('/');
    return [`- port: ${number}`, `  protocol: ${protocol}`];
  });
  return ['ports:', ...items];
}
