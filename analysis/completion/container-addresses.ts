import * as ast from '../../language/generated/ast.ts';
import { formatPrefix, type Prefix } from '../../network/address/prefix.ts';
import { RangeSet } from '../../network/address/ranges.ts';
import { DOCKER0 } from '../../network/address/special.ts';
import { holders } from '../../network/checks/support/holders.ts';
import { indexById } from '../../network/topology/by-id.ts';
import type { DockerContainer, Host } from '../../network/topology/underlay.ts';
import type { Model } from '../model.ts';
import { around, type Cursor, idOf } from './cursor.ts';
import { firstFree, inner, proposal } from './free.ts';
import { NONE, type Proposal } from './proposal.ts';
import { typedAt } from './ranges.ts';
import { freeOn } from './segment-addresses.ts';

/** An address on the bridge or overlay that the container is on. */
export function containerAddress(model: Model, cursor: Cursor): readonly Proposal[] {
  const host = indexById(model.topology).hosts.get(idOf(around(cursor.block, ast.isHost)));
  const own = idOf(cursor.block);
  const container = host?.docker?.containers.find(({ id }) => id === own);
  if (!host || !container) return NONE;
  const { network } = container;
  if (network.mode === 'macvlan') {
    const parent = host.nics.find(({ name }) => name === network.parent)?.segment?.value;
    const segment = indexById(model.topology).segments.get(parent ?? '');
    return segment ? freeOn(model, cursor, segment) : NONE;
  }
  const ranges = containerRanges(model, host, container);
  const others = holders(model.topology).filter(({ words }) => words !== `container ${host.name}/${container.name}`);
  const beside = others.filter(
    ({ place }) => place.key.startsWith('overlay ') || place.key.startsWith(`bridge ${host.id}/`),
  );
  const taken = RangeSet.ofAddresses(beside.map(({ address }) => address.value));
  const where = ranges[0] ? `next free of ${formatPrefix(ranges[0])}` : '';
  return proposal(
    firstFree(
      ranges.flatMap((range) => inner(range, 2)),
      taken,
      typedAt(cursor),
    ),
    where,
  );
}

function containerRanges({ topology }: Model, host: Host, { network }: DockerContainer): readonly Prefix[] {
  if (network.mode === 'overlay') {
    return (indexById(topology).overlays.get(network.target.value)?.cidrs ?? []).map(({ value }) => value);
  }
  if (network.mode !== 'bridge' && network.mode !== 'user-bridge') return [];
  const bridge = host.docker?.bridges.find((one) =>
    network.mode === 'user-bridge' ? one.id === network.target.value : one.name === 'docker0',
  );
  const ranges = bridge?.cidrs.map(({ value }) => value) ?? [];
  return ranges.length > 0 ? ranges : [DOCKER0];
}
