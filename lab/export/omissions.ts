import type { Device, DeviceRef } from '../../network/linux/device.ts';
import type { TableName } from '../../network/linux/rule.ts';
import { TABLES } from '../../network/linux/table-order.ts';
import type { Lab, LabMachine } from '../lab.ts';

/** What a kernel or a machine may lack. */
export type Feature =
  | 'vxlan'
  | 'tun'
  | 'ipip'
  | 'macvlan'
  | 'dummy'
  | 'iptables'
  | 'nftables'
  | 'ipset'
  | 'br_netfilter'
  /** Rules that write MACs of bridged frames: what a VPC's subnet is made of. */
  | 'fabric';

/** Something of the model that is not in the lab, and why. `device` undefined: the netfilter rules. */
export interface Omission {
  readonly machine: LabMachine;
  readonly device?: string;
  readonly reason: string;
}

/** What has to be left out of a lab. Traces that meet any of it cannot be verified. */
export class Omissions {
  readonly list: readonly Omission[];
  /** Why subnets of VPCs are plain switches; undefined where they are not. */
  readonly fabric: string | undefined;

  constructor(lab: Lab, lacking: ReadonlyMap<Feature, string>) {
    this.fabric = lacking.get('fabric');
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

/** Datapaths have no flows, and captures of frames no reader, without the process that makes them. */
function withoutProcess(device: Device): string | undefined {
  if (device.kind === 'openvswitch' || (device.kind === 'vxlan' && device.external)) {
    return 'a lab has no process that writes the flows of an Open vSwitch datapath';
  }
  return device.kind === 'veth' && device.forwarder ? 'a lab has no process that forwards frames' : undefined;
}

function omitted(lab: Lab, machine: LabMachine, lacking: ReadonlyMap<Feature, string>): readonly Omission[] {
  const devices = [...machine.namespace.devices.values()].flatMap((device): Omission[] => {
    const reason = lacking.get(device.kind as Feature) ?? withoutProcess(device) ?? withoutPeer(lab, device);
    return reason === undefined ? [] : [{ machine, device: device.name, reason }];
  });
  const rules = withoutRules(machine, lacking);
  return rules === undefined ? devices : [...devices, { machine, reason: rules }];
}

function withoutRules({ namespace }: LabMachine, lacking: ReadonlyMap<Feature, string>): string | undefined {
  const { netfilter, netfilter6, nftables } = namespace;
  const policed = [...namespace.devices.values()].filter(({ policy }) => policy !== undefined);
  const none = [netfilter, netfilter6].every((one) =>
    Object.keys(TABLES).every((table) => one.chains(table as TableName).length === 0),
  );
  if (none && nftables.length === 0 && policed.length === 0 && !namespace.silent) return undefined;
  const bridged = namespace.sysctl('net.bridge.bridge-nf-call-iptables', 0) === 1;
  const sets = netfilter.sets.size + netfilter6.sets.size > 0 ? lacking.get('ipset') : undefined;
  const missing = sets ?? (nftables.length > 0 ? lacking.get('nftables') : undefined);
  return missing ?? lacking.get('iptables') ?? (bridged ? lacking.get('br_netfilter') : undefined);
}

function withoutPeer(lab: Lab, device: Device): string | undefined {
  const other = otherEnd(device);
  if (!other) return undefined;
  const peer = lab.machine(other.namespace)?.namespace.devices.get(other.device);
  return peer ? undefined : `${other.namespace} is not in the lab`;
}

/** The device without which this one cannot be made. */
function otherEnd(device: Device): DeviceRef | undefined {
  if (device.kind === 'veth') return device.peer;
  return device.kind === 'macvlan' ? device.parent : undefined;
}
