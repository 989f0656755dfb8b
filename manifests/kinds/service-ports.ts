import type { Origin } from '../../network/topology/origin.ts';
import { servicePortFaults } from '../../network/topology/service-port-faults.ts';
import type { ServicePort } from '../../network/topology/workload.ts';
import type { Value } from '../text/value.ts';
import { PROTOCOLS } from './policy-ports.ts';
import { choice, portNumber, portOrName, type Reading } from './reading.ts';

/** The ports of a Service; what the API server would refuse is told, and read all the same. */
export function servicePorts(values: readonly Value[], reading: Reading): ServicePort[] {
  const refuse = (message: string, origin: Origin) =>
    reading.report({ code: 'MANIFEST', severity: 'error', message, origin });
  const ports = values.flatMap((value) => servicePort(value, refuse) ?? []);
  for (const { message, origin } of servicePortFaults(ports, values.length)) refuse(message, origin);
  return ports;
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
  const targetPort = portOrName(target);
  return {
    name: value.get('name')?.text(),
    protocol: choice(value.get('protocol'), PROTOCOLS) ?? 'TCP',
    port,
    targetPort: targetPort ?? port,
    targetOrigin: targetPort === undefined ? undefined : target!.origin,
    nodePort: nodePort === undefined ? undefined : { value: nodePort, origin: value.get('nodePort')!.origin },
    origin: value.origin,
  };
}
