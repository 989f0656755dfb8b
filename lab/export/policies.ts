import { familyOf, formatAddress } from '../../network/address/address.ts';
import type { Device } from '../../network/linux/device.ts';
import type { PolicyDirection } from '../../network/linux/device-policy.ts';
import { formatRule } from '../../network/linux/iptables.ts';
import type { Lab, LabMachine } from '../lab.ts';

/** Where packets from, or to, what is behind a device meet its policies. */
const HOOKS: Readonly<Record<PolicyDirection, (device: string) => readonly string[]>> = {
  egress: (device) => [`FORWARD -i ${device}`, `INPUT -i ${device}`],
  ingress: (device) => [`FORWARD -o ${device}`],
};

/**
 * The same of a bridge's port: br_netfilter shows it of frames that are bridged; of what is routed to the bridge, or comes
 * up from it, the address says whose it is.
 */
const PORT_HOOKS: Readonly<Record<PolicyDirection, (port: string, bridge: string, of: string) => readonly string[]>> = {
  egress: (port, bridge, of) => [
    `FORWARD -m physdev --physdev-is-bridged --physdev-in ${port}`,
    `FORWARD -i ${bridge} -s ${of} -m physdev ! --physdev-is-bridged`,
    `INPUT -i ${bridge} -s ${of}`,
  ],
  ingress: (port, bridge, of) => [
    `FORWARD -m physdev --physdev-is-bridged --physdev-out ${port}`,
    `FORWARD -o ${bridge} -d ${of} -m physdev ! --physdev-is-bridged`,
  ],
};

/**
 * What `iptables-restore --noflush` has to read for the policies of a machine's devices: a chain for each device and
 * direction that is isolated, asked ahead of all other rules. The sender's come first, so they are put in front last.
 */
export function policyLines(lab: Lab, machine: LabMachine): readonly string[] {
  const chains = (['ingress', 'egress'] as const).flatMap((direction) =>
    [...machine.namespace.devices.values()].flatMap((device) => chainOf(lab, machine, device, direction) ?? []),
  );
  if (chains.length === 0) return [];
  return [
    '*filter',
    ...chains.map(({ name }) => `:${name} - [0:0]`),
    ...chains.flatMap(({ lines }) => lines),
    'COMMIT',
  ];
}

interface Chain {
  readonly name: string;
  readonly lines: readonly string[];
}

function chainOf(lab: Lab, machine: LabMachine, device: Device, direction: PolicyDirection): Chain | undefined {
  const rules = device.policy?.rules?.(direction);
  if (!rules) return undefined;
  const name = `NP-${direction}-${machine.devices.get(device.name)}`;
  const jumps = placesOf(lab, machine, device, direction).map((where) => `-I ${where} -j ${name}`);
  return { name, lines: [...rules.map((rule) => formatRule(name, rule)), ...jumps] };
}

function placesOf(lab: Lab, { devices }: LabMachine, device: Device, direction: PolicyDirection): readonly string[] {
  const own = devices.get(device.name)!;
  const bridge = device.master === undefined ? undefined : devices.get(device.master);
  if (bridge === undefined || device.kind !== 'veth') return HOOKS[direction](own);
  const pod = lab.machine(device.peer.namespace)?.namespace.devices.get(device.peer.device);
  const addresses = (pod?.addresses ?? []).map(({ address }) => address).filter((one) => familyOf(one) === 4);
  return addresses.flatMap((address) => PORT_HOOKS[direction](own, bridge, formatAddress(address)));
}
