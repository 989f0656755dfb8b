import type { Network } from '../../machines/network.ts';
import type { PortFact } from '../probe.ts';

/** What the machine with that key listens on. */
export function portsOf(network: Network, key: string): readonly PortFact[] {
  const listeners = network.namespace(key)?.listeners ?? [];
  return listeners.flatMap(({ protocol, port }) => (protocol && port ? [{ protocol, port }] : []));
}
