import type { Origin } from '../../network/topology/origin.ts';
import type { ServicePort } from '../../network/topology/workload.ts';
import type { Value } from '../text/value.ts';
import { PROTOCOLS } from './policy-ports.ts';
import { choice, portNumber, type Reading } from './reading.ts';

/**
 * The ports of a Service. The API server (ValidateService of pkg/apis/core/validation) wants a name for each of several, and
 * no name, and no number of a protocol, twice; one that it would refuse is read all the same.
 */
export function servicePorts(values: readonly Value[], reading: Reading): ServicePort[] {
  const refuse = (message: string, origin: Origin) =>
    reading.report({ code: 'MANIFEST', severity: 'error', message, origin });
  const names = new Set<string>();
  const numbers = new Set<string>();
  return values.flatMap((value) => {
    const read = servicePort(value, refuse);
    if (!read) return [];
    const number = `${read.port}/${read.protocol}`;
    if (numbers.has(number)) refuse(`The Service has port ${number} already`, value.origin);
    if (values.length > 1 && !read.name) refuse('Each port of a Service that has several needs a name', value.origin);
    if (read.name && names.has(read.name)) refuse(`The Service has a port ${read.name} already`, value.origin);
    numbers.add(number);
    if (read.name) names.add(read.name);
    return [read];
  });
}

function servicePort(value: Value, refuse: (message: string, origin: Origin) => void): ServicePort | undefined {
  const written = value.get('port');
  const port = portNumber(written);
  if (port === undefined) {
    const text = written?.text();
    refuse(
      text === undefined ? 'A port of a Service needs its number' : `${text} is no port number`,
      (written ?? value).origin,
    );
    return undefined;
  }
  const target = value.get('targetPort');
  const nodePort = portNumber(value.get('nodePort'));
  const targetPort = portNumber(target) ?? target?.text();
  return {
    name: value.get('name')?.text(),
    protocol: choice(value.get('protocol'), PROTOCOLS) ?? 'TCP',
    port,
    targetPort: targetPort || port,
    targetOrigin: targetPort ? target!.origin : undefined,
    nodePort: nodePort === undefined ? undefined : { value: nodePort, origin: value.get('nodePort')!.origin },
    origin: value.origin,
  };
}
