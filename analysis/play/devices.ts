import type { Network } from '../../network/machines/network.ts';
import type { Hop } from '../../network/trace/result.ts';

/** The MTU of a device of a hop; undefined where that is not known, or where names do not tell two devices apart. */
export type MtuOf = (hop: Pick<Hop<unknown>, 'kind' | 'namespace'>, device: string) => number | undefined;

/** Of the machines that have been built for traces. */
export function mtusOf(network: Network): MtuOf {
  const mtus = new Map<string, number | undefined>();
  for (const key of network.built()) {
    const { kind, name, devices } = network.namespace(key)!;
    for (const device of devices.values()) {
      const one = `${kind} ${name} ${device.name}`;
      mtus.set(one, mtus.has(one) && mtus.get(one) !== device.mtu ? undefined : device.mtu);
    }
  }
  return ({ kind, namespace }, device) => mtus.get(`${kind} ${namespace} ${device}`);
}
