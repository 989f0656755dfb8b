import { type Address, formatAddress } from '../../network/address/address.ts';
import type { Device, Ipip, Vxlan } from '../../network/linux/device.ts';
import type { Lab, LabMachine } from '../lab.ts';
import type { Omissions } from './omissions.ts';

/**
 * The `ip` lines that make a machine's devices. Cards come with their segment; of a veth the end that is met first makes
 * both. `made` remembers the ends by machine and name.
 */
export function deviceLines(lab: Lab, machine: LabMachine, omissions: Omissions, made: Set<string>): readonly string[] {
  return [...machine.namespace.devices.values()].flatMap((device) => {
    const own = `${machine.netns} ${device.name}`;
    if (made.has(own) || omissions.has(machine, device.name) || birthplace(device) !== undefined) return [];
    made.add(own);
    return linesFor(lab, machine, device, made);
  });
}

/** Key of the machine that a device is made in, where that is not the one it is in: it keeps its wire there. */
function birthplace(device: Device): string | undefined {
  if (device.kind === 'macvlan') return device.parent.namespace;
  return device.kind === 'vxlan' ? device.underlayNamespace : undefined;
}

/** Devices that are made in a machine and put into another. */
export function exportedLines(lab: Lab, machine: LabMachine, omissions: Omissions): readonly string[] {
  return lab.machines.flatMap((other) =>
    [...other.namespace.devices.values()].flatMap((device) => {
      if (birthplace(device) !== machine.namespace.key || omissions.has(other, device.name)) return [];
      const add = `link add ${other.devices.get(device.name)} netns ${other.netns} address ${device.mac} mtu ${device.mtu}`;
      if (device.kind === 'vxlan') return [`${add} ${vxlanWords(device, machine)}`];
      if (device.kind !== 'macvlan') return [];
      return [`${add} link ${machine.devices.get(device.parent.device)} type macvlan mode bridge`];
    }),
  );
}

/** `machine` is the one that the device sends from. */
function vxlanWords(device: Vxlan, machine: LabMachine): string {
  const underlay = machine.devices.get(device.underlay);
  const words = [
    `type vxlan id ${device.vni} local ${formatAddress(device.local)}`,
    underlay ? `dev ${underlay}` : '',
    `dstport ${device.port}`,
    device.learning ? 'learning' : 'nolearning',
    device.proxy ? 'proxy' : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

function linesFor(lab: Lab, machine: LabMachine, device: Device, made: Set<string>): readonly string[] {
  const name = machine.devices.get(device.name)!;
  const add = `link add ${name}${device.mac ? ` address ${device.mac}` : ''} mtu ${device.mtu}`;
  switch (device.kind) {
    case 'loopback':
      return [];
    case 'physical':
      // Nothing is plugged in: the other end stays down.
      return device.segment === undefined ? [`${add} type veth peer name ${unplugged(name)}`] : [];
    case 'bridge':
      // Its MTU is set later: what br_netfilter fragments to follows a change, not what a bridge is made with.
      return [`link add ${name}${device.mac ? ` address ${device.mac}` : ''} type bridge`];
    case 'veth': {
      const far = lab.machine(device.peer.namespace)!;
      made.add(`${far.netns} ${device.peer.device}`);
      const peer = far.namespace.devices.get(device.peer.device)!;
      const mac = peer.mac ? ` address ${peer.mac}` : '';
      return [`${add} type veth peer name ${far.devices.get(peer.name)}${mac} mtu ${peer.mtu} netns ${far.netns}`];
    }
    case 'vxlan':
      return [`${add} ${vxlanWords(device, machine)}`];
    case 'tun':
      return [`tuntap add dev ${name} mode tun`, `link set ${name} mtu ${device.mtu}`];
    case 'ipip':
      return ipipLines(device, name);
    case 'dummy':
      return [`${add} type dummy`];
    case 'macvlan':
    case 'openvswitch':
      return [];
  }
}

/** `tunl0` is there as soon as a kernel knows IPIP. */
function ipipLines({ local, remote, mtu }: Ipip, name: string): readonly string[] {
  if (name === 'tunl0') return [`link set ${name} mtu ${mtu}`];
  const end = (word: string, address: Address | undefined) =>
    address === undefined ? '' : ` ${word} ${formatAddress(address)}`;
  return [`link add ${name} mtu ${mtu} type ipip${end('local', local)}${end('remote', remote)}`];
}

const unplugged = (name: string) => `u-${name}`.slice(0, 15);

/** Ports, addresses, up and down. Addresses are given while a device is up: to take it down then forgets their routes. */
export function stateLines(machine: LabMachine, omissions: Omissions): readonly string[] {
  const devices = [...machine.namespace.devices.values()].filter(({ name }) => !omissions.has(machine, name));
  const name = (device: Device) => machine.devices.get(device.name)!;
  return [
    ...devices.flatMap((device) => {
      const left = device.master === undefined || omissions.has(machine, device.master);
      const master = left ? undefined : machine.devices.get(device.master);
      return master ? [`link set ${name(device)} master ${master}`] : [];
    }),
    // A bridge takes the smallest MTU of its ports unless it is told afterwards.
    ...devices.filter(({ kind }) => kind === 'bridge').map((device) => `link set ${name(device)} mtu ${device.mtu}`),
    ...devices.map((device) => `link set ${name(device)} up`),
    ...devices.flatMap((device) => addressLines(device, name(device))),
    ...devices.filter(({ up }) => !up).map((device) => `link set ${name(device)} down`),
  ];
}

/** The routes of an address are written with the others: `noprefixroute` keeps the kernel from making its own. */
function addressLines(device: Device, name: string): readonly string[] {
  if (device.kind === 'loopback') return [];
  return device.addresses.map(({ address, length }) => {
    return `address add ${formatAddress(address)}/${length} dev ${name} noprefixroute`;
  });
}

/** The `bridge` lines of ports and of forwarding tables. */
export function forwardingLines(machine: LabMachine, omissions: Omissions): readonly string[] {
  const devices = [...machine.namespace.devices.values()].filter(({ name }) => !omissions.has(machine, name));
  const name = (device: string) => machine.devices.get(device);
  const hairpins = devices.filter(({ master, hairpin }) => master !== undefined && hairpin);
  return [
    ...hairpins.map((device) => `link set dev ${name(device.name)} hairpin on`),
    ...devices.flatMap((device) => {
      if (device.kind === 'bridge') {
        const entries = [...device.fdb.all()].filter(({ port }) => name(port) && !omissions.has(machine, port));
        return entries.map(({ mac, port }) => `fdb replace ${mac} dev ${name(port)} master static`);
      }
      if (device.kind !== 'vxlan') return [];
      return [...device.fdb.all()].map(({ mac, destination }) => {
        return `fdb append ${mac} dev ${name(device.name)} dst ${formatAddress(destination)} self permanent`;
      });
    }),
  ];
}
