import { addWholeGap } from '../linux/gaps.ts';
import type { Origin } from '../topology/origin.ts';
import type { CniPlugin } from './plugin.ts';

/** Stands for a CNI that the model does not know: whatever enters its nodes and pods, or leaves them, is undecided. */
export function unmodelled(reason: string, origin: Origin): CniPlugin {
  return {
    programNode: (_node, namespace) => addWholeGap(namespace, reason, origin),
    programPod: (_pod, namespace) => addWholeGap(namespace, reason, origin),
  };
}
