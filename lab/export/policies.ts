import type { Device } from '../../network/linux/device.ts';
import type { PolicyDirection } from '../../network/linux/device-policy.ts';
import { formatRule } from '../../network/linux/iptables.ts';
import type { LabMachine } from '../lab.ts';

/** Where packets from, or to, what is behind a device meet its policies. */
const HOOKS: Readonly<Record<PolicyDirection, (device: string) => readonly string[]>> = {
  egress: (device) => [`FORWARD -i ${device}`, `INPUT -i ${device}`],
  ingress: (device) => [`FORWARD -o ${device}`],
};

/**
 * What `iptables-restore --noflush` has to read for the policies of a machine's devices: a chain for each device and
 * direction that is isolated, asked ahead of all other rules. The sender's come first, so they are put in front last.
 */
export function policyLines({ namespace, devices }: LabMachine): readonly string[] {
  const chains = (['ingress', 'egress'] as const).flatMap((direction) =>
    [...namespace.devices.values()].flatMap((device) => chainOf(device, devices.get(device.name)!, direction) ?? []),
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

function chainOf({ policy }: Device, device: string, direction: PolicyDirection): Chain | undefined {
  const rules = policy?.rules?.(direction);
  if (!rules) return undefined;
  const name = `NP-${direction}-${device}`;
  const jumps = HOOKS[direction](device).map((where) => `-I ${where} -j ${name}`);
  return { name, lines: [...rules.map((rule) => formatRule(name, rule)), ...jumps] };
}
