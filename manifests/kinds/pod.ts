import type { Sourced } from '../../network/topology/origin.ts';
import type { ContainerPort } from '../../network/topology/workload.ts';
import type { Value } from '../text/value.ts';
import { PROTOCOLS } from './policy-ports.ts';
import { choice, portNumber } from './reading.ts';

/** What a pod, or the template of one, says about the network. */
export interface PodParts {
  readonly hostNetwork: boolean;
  readonly ports: readonly ContainerPort[];
  /** Name of the node that it was put on. */
  readonly nodeName?: Sourced<string>;
}

/** Reads the `spec` of a pod. */
export function podParts(spec: Value | undefined): PodParts {
  const containers = spec?.get('containers')?.items() ?? [];
  const sidecars = (spec?.get('initContainers')?.items() ?? []).filter(isSidecar);
  return {
    hostNetwork: spec?.get('hostNetwork')?.flag() ?? false,
    ports: [...containers, ...sidecars].flatMap(containerPorts),
    nodeName: spec?.get('nodeName')?.sourced(),
  };
}

/** An init container that is always restarted runs beside the others; any other is gone before they start. */
const isSidecar = (container: Value) => container.get('restartPolicy')?.text() === 'Always';

function containerPorts(container: Value): ContainerPort[] {
  const name = container.get('name')?.text();
  return (container.get('ports')?.items() ?? []).flatMap((value) => containerPort(value, name) ?? []);
}

function containerPort(value: Value, container: string | undefined): ContainerPort | undefined {
  const port = portNumber(value.get('containerPort'));
  if (port === undefined) return undefined;
  const hostPort = portNumber(value.get('hostPort'));
  return {
    name: value.get('name')?.text(),
    protocol: choice(value.get('protocol'), PROTOCOLS) ?? 'TCP',
    port,
    hostPort: hostPort === undefined ? undefined : { value: hostPort, origin: value.get('hostPort')!.origin },
    container,
    origin: value.origin,
  };
}
