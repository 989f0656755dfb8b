import { familyOf, formatAddress } from '../../network/address/address.ts';
import type { Lab } from '../lab.ts';

/** Somebody behind a bridge that has an address itself. */
export type Acquaintance = readonly [netns: string, bridge: string, address: string];

/** A set of nftables that remembers clients. */
export type Memory = readonly [netns: string, family: string, table: string, set: string];

/** Whoever is at the other end of a port of a machine's bridge. */
export function acquaintancesOf(lab: Lab): readonly Acquaintance[] {
  return lab.machines.flatMap((machine) => {
    const { devices } = machine.namespace;
    return [...devices.values()].flatMap((port): Acquaintance[] => {
      const bridge = port.master === undefined ? undefined : devices.get(port.master);
      if (port.kind !== 'veth' || bridge?.kind !== 'bridge' || bridge.addresses.length === 0) return [];
      const far = lab.machine(port.peer.namespace)?.namespace.devices.get(port.peer.device);
      const addresses = (far?.addresses ?? []).filter(({ address }) => familyOf(address) === 4);
      const name = machine.devices.get(bridge.name)!;
      return addresses.map(({ address }) => [machine.netns, name, formatAddress(address)]);
    });
  });
}

/** What nftables' rules write down of clients: sets with a timeout. */
export function memoriesOf(lab: Lab): readonly Memory[] {
  return lab.machines.flatMap(({ netns, namespace }) =>
    namespace.nftables.flatMap((table) =>
      [...table.sets()].flatMap((set): Memory[] =>
        set.kind === 'set' && set.timeout !== undefined ? [[netns, table.family, table.name, set.name]] : [],
      ),
    ),
  );
}
