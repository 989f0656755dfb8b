import { type Address, formatAddress } from '../../network/address/address.ts';
import { readLiteral } from '../../network/address/parse.ts';
import { type Prefix, prefixOf, prefixSize } from '../../network/address/prefix.ts';
import type { Model } from '../model.ts';
import { code, line } from './lines.ts';

/** What a prefix covers, or who has an address. Undefined for what is neither. */
export function literalMarkdown(model: Model, written: string): string | undefined {
  if (!/[.:]/.test(written)) return undefined;
  const literal = readLiteral(written);
  if ('error' in literal) return undefined;
  if (literal.length !== undefined) return prefixCard(written, prefixOf(literal.address, literal.length));
  const owner = ownerOf(model, literal.address);
  return owner && `${code(written)} ${owner}`;
}

function prefixCard(written: string, prefix: Prefix): string {
  const range = `${code(formatAddress(prefix.first))} to ${code(formatAddress(prefix.last))}`;
  return [
    `**prefix** ${code(written)}`,
    ...line('covers', range),
    ...line('addresses', String(prefixSize(prefix))),
  ].join('\n');
}

function ownerOf({ topology, allocate }: Model, address: Address): string | undefined {
  for (const cluster of topology.clusters) {
    const allocation = allocate(cluster);
    const pod = allocation.podAt(address);
    if (pod) return `is pod ${code(pod.label)} on ${code(pod.node.name)}`;
    const node = allocation.nodeOfRange(address);
    if (node) return `is in the pod range of node ${code(node.name)}`;
  }
  return undefined;
}
