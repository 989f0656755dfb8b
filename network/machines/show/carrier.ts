import type { Device } from '../../linux/device.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';

/** Whether a device can send: a bridge has the carrier of its ports, a TUN that of the process that has it open. */
export function hasCarrier({ devices }: NetworkNamespace, device: Device): boolean {
  if (!device.up) return false;
  if (device.kind === 'tun') return device.owner !== undefined;
  return device.kind !== 'bridge' || [...devices.values()].some(({ master, up }) => master === device.name && up);
}
