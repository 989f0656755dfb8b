import { formatPrefix, overlaps } from '../../address/prefix.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Check, Diagnostic } from '../diagnostic.ts';
import { type Connected, connections } from '../support/connections.ts';
import { nextPrivateBlock } from '../support/next-block.ts';
import { diagnostic } from '../support/place.ts';
import { moveAlong } from '../support/renumber.ts';

export const cidrPeer: Check = {
  code: 'CIDR-PEER',
  severity: 'error',
  summary: 'Networks that are connected with each other overlap',
  *run({ topology, stop }) {
    const told = new Set<unknown>();
    for (const [fixed, movable] of connections(topology)) {
      if (stop()) return;
      if (!overlaps(fixed.cidr.value, movable.cidr.value) || told.has(movable.cidr)) continue;
      told.add(movable.cidr);
      yield diagnostic(this, {
        message: `${movable.words} overlaps ${fixed.words}, which it is connected with: a packet to an address of both stays on its own side`,
        origin: movable.origin,
        related: [{ origin: fixed.origin, message: fixed.words }],
        fixes: fixes(topology, movable),
      });
    }
  },
};

function fixes(topology: Topology, { cidr, members, what, change }: Connected): Diagnostic['fixes'] {
  const block = nextPrivateBlock(topology, cidr.value);
  const along = block && moveAlong(members, cidr.value, block);
  if (!block || !along) return [];
  const text = formatPrefix(block);
  const others = along.filter((one) => one.kind === 'set' && one.origin !== cidr.origin);
  const title = `Move ${what} to ${text}${others.length > 0 ? ', with what is written inside it' : ''}`;
  return [{ title, changes: [change(text), ...others] }];
}
