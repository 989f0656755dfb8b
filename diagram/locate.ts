import type { Origin } from '../network/topology/origin.ts';
import type { Topology } from '../network/topology/topology.ts';
import { type BoxName, parseBoxId } from './content/ids.ts';
import { declaredOf, isDeclaredKind } from './declared.ts';

/** Where the object behind a box of {@link buildGraph}'s graph is declared; undefined when the model has it no more. */
export function originOfBox(topology: Topology, id: string): Origin | undefined {
  const { kind, id: wanted } = declaredAs(parseBoxId(plain(id)));
  return isDeclaredKind(kind) ? declaredOf(topology, kind).find((one) => one.id === wanted)?.origin : undefined;
}

/** A group leads to its first member, a range (`vpc:shop 10.0.0.0/8`) and what is free in it to what it belongs to. */
const plain = (id: string) => id.replace(/^group:\d+:/, '').replace(/ .*$/, '');

/** The rest of a node's pods has no declaration of its own: it leads to the node. */
const declaredAs = ({ kind, id, node = '' }: BoxName): BoxName =>
  kind === 'pods' && id === '' ? { kind: 'node', id: node } : { kind, id };
