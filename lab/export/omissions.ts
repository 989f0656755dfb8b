import type { Device } from '../../network/linux/device.ts';
import type { Lab, LabMachine } from '../lab.ts';

/** What a kernel or a machine may lack. */
export type Feature = 'vxlan' | 'iptables';

/** Something of the model that is not in the lab, and why. `device` undefined: the netfilter rules. */
export interface Omission {
  readonly machine: LabMachine;
  readonly device?: string;
  readonly reason: string;
}

/** What has to be left out of a lab. Traces that meet any of it cannot be verified. */
export class Omissions {
  readonly list: readonly Omission[];

  constructor(lab: Lab, lacking: ReadonlyMap<Feature, string>) {
    this.list = lab.machines.flatMap((machine) => omitted(lab, machine, lacking));
  }

  has(machine: LabMachine, device: string | undefined): boolean {
    return this.list.some((one) => one.machine === machine && one.device === device);
  }

  /** Why a trace that meets this cannot be verified; `device` undefined asks for the rules. */
  reason(netns: string, device: string | undefined): string | undefined {
    return this.list.find((one) => one.machine.netns === netns && one.device === device)?.reason;
  }
}

function omitted(lab: Lab, machine: LabMachine, lacking: ReadonlyMap<Feature, string>): readonly Omission[] {
  const devices = [...machine.namespace.devices.values()].flatMap((device): Omission[] => {
    const reason = lacking.get(device.kind as Feature) ?? withoutPeer(lab, device);
    return reason === undefined ? [] : [{ machine, device: device.name, reason }];
  });
  const rules = lacking.get('iptables');
  return rules === undefined ? devices : [...devices, { machine, reason: rules }];
}

function withoutPeer(lab: Lab, device: Device): string | undefined {
  if (device.kind !== 'veth') return undefined;
  const peer = lab.machine(device.peer.namespace)?.namespace.devices.get(device.peer.device);
  return peer ? undefined : `${device.peer.namespace} is not in the lab`;
}
