import { formatAddress } from '../../address/address.ts';
import { interfacesOf } from '../../machines/nics.ts';
import { NOWHERE } from '../../topology/origin.ts';
import { machinesOf, type Topology } from '../../topology/topology.ts';
import type { Machine } from '../../topology/underlay.ts';
import { trace } from '../../trace/trace.ts';
import type { Check } from '../diagnostic.ts';
import { bareUnderlay } from '../support/bare-underlay.ts';
import { diagnostic, type Found } from '../support/place.ts';

/** Follows packets, so it is among the slow ones. */
export const rpfStrict: Check = {
  code: 'RPF-STRICT',
  severity: 'warning',
  summary:
    'A machine with several NICs and strict rp_filter drops what comes in by another NIC than the answer leaves by',
  slow: true,
  *run({ topology, stop }) {
    const machines = machinesOf(topology);
    const told = new Set<Machine['origin']>();
    for (const machine of machines.filter(isStrict)) {
      if (stop()) return;
      // The nodes of a group are alike, and their declaration is one.
      const found = told.has(machine.origin) ? undefined : dropped(topology, machine, machines);
      if (!found) continue;
      told.add(machine.origin);
      yield diagnostic(this, found);
    }
  },
};

function isStrict({ nics, sysctls }: Machine): boolean {
  return nics.length > 1 && Object.entries(sysctls).some(([key, value]) => key.endsWith('.rp_filter') && value === '1');
}

/** The first packet of a machine on one of its networks, to its address on another, that it drops. */
function dropped(topology: Topology, machine: Machine, machines: readonly Machine[]): Found | undefined {
  const own = interfacesOf(topology, machine);
  for (const { segment, device } of own) {
    const isThere = (other: Machine) => other.nics.some((nic) => segment && nic.segment?.value === segment.id);
    const neighbour = machines.find((other) => other !== machine && isThere(other));
    for (const nic of neighbour ? own.filter((one) => one.device !== device) : []) {
      const address = nic.addresses[0]?.address;
      if (address === undefined) continue;
      const from = { kind: 'host', id: neighbour!.id, origin: NOWHERE } as const;
      const to = { kind: 'address', address, origin: NOWHERE } as const;
      const result = trace(bareUnderlay(topology), { from, to, probe: { protocol: 'ICMP' }, origin: NOWHERE });
      const last = result.paths[0]?.forward.at(-1);
      if (result.paths[0]?.disposition !== 'REVERSE_PATH_FILTERED' || last?.namespace !== machine.name) continue;
      return {
        message: `${machine.name} drops packets of ${neighbour!.name} to its address ${formatAddress(address)}: they come in by ${nic.device}, the answer would leave by ${device}, and rp_filter is strict`,
        origin: machine.origin,
        related: [{ origin: neighbour!.origin, message: neighbour!.name }],
      };
    }
  }
  return undefined;
}
