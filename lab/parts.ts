import type { Physical } from '../network/linux/device.ts';
import type { NetworkNamespace } from '../network/linux/namespace.ts';

/** A machine of the model and what it is called in the lab. */
export interface LabMachine {
  readonly namespace: NetworkNamespace;
  readonly netns: string;
  /** Names in the lab by those of the model. */
  readonly devices: ReadonlyMap<string, string>;
}

/** A cable between a machine's card and a segment's port. */
export interface Cable {
  readonly machine: LabMachine;
  readonly card: Physical;
  /** In the words of the model, and in the lab. */
  readonly port: string;
  readonly device: string;
  /** Pods that are joined to the machine by veths. */
  readonly behind: readonly LabMachine[];
}
