import { portNameFault } from './object-names.ts';
import type { Origin } from './origin.ts';
import type { ServicePort } from './workload.ts';

/** Why the API server refuses a Service, and the port that it is about. */
export interface PortFault {
  readonly message: string;
  readonly origin: Origin;
}

/**
 * What the API server does not take of a Service's ports (ValidateService of pkg/apis/core/validation): it wants a name for
 * each of several, and no name, and no number of a protocol, twice. `count` is how many are written, readable or not.
 */
export function servicePortFaults(ports: readonly ServicePort[], count = ports.length): PortFault[] {
  const [names, numbers] = [new Set<string>(), new Set<string>()];
  return ports.flatMap(({ name, port, protocol, origin }) => {
    const number = `${port}/${protocol}`;
    const faults = [
      numbers.has(number) ? `The Service has port ${number} already` : undefined,
      count > 1 && !name ? 'Each port of a Service that has several needs a name' : undefined,
      name && names.has(name) ? `The Service has a port ${name} already` : undefined,
      name ? portNameFault(name) : undefined,
    ];
    numbers.add(number);
    if (name) names.add(name);
    return faults.flatMap((message) => (message === undefined ? [] : { message, origin }));
  });
}
