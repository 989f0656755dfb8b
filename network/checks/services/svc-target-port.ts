import type { ContainerPort, Namespace, Service, ServicePort, Workload } from '../../topology/workload.ts';
import type { Check, Fix, Severity } from '../diagnostic.ts';
import { eachAlone } from '../support/each-alone.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { hasPods, selectedBy } from '../support/selected.ts';
import { listed } from '../support/words.ts';
import { editDistance } from './nearest-labels.ts';
import { serviceWords } from './node-ports.ts';

/** A number that no container declares works all the same, if something listens there; a name leads nowhere. */
export const svcTargetPort: Check = {
  code: 'SVC-TARGET-PORT',
  severity: 'warning',
  summary: 'None of the Pods of a Service has its target port',
  *run({ topology, stop }) {
    const namespaces = topology.clusters.flatMap((cluster) => cluster.namespaces);
    for (const found of astray(namespaces, stop)) yield diagnostic(this, found);
  },
};

const astray = eachAlone(function* (namespace: Namespace): Generator<Found> {
  for (const service of namespace.services) {
    if (service.implicit || service.type === 'ExternalName') continue;
    const workloads = selectedBy(namespace, service).filter(hasPods);
    // Where there are no Pods at all, SVC-NO-ENDPOINT says so.
    if (workloads.length === 0) continue;
    for (const port of service.ports) {
      if (workloads.some((workload) => mayHave(workload, port))) continue;
      yield {
        severity: severityOf(port),
        message: messageOf(service, port, workloads),
        origin: port.targetOrigin ?? port.origin,
        related: workloads.slice(0, 5).map(({ origin, name }) => ({ origin, message: `${name} is selected` })),
        fixes: fixesOf(port, workloads),
      };
    }
  }
});

/** A manifest need not say on which ports a container listens: one that says nothing leaves a number open. */
function mayHave({ ports, portsUnsaid }: Workload, port: ServicePort): boolean {
  if (portsUnsaid) return typeof port.targetPort === 'number';
  return ports.some((one) => isTarget(port, one));
}

function isTarget({ targetPort, protocol }: ServicePort, one: ContainerPort): boolean {
  return one.protocol === protocol && (typeof targetPort === 'number' ? one.port : one.name) === targetPort;
}

function severityOf({ targetPort }: ServicePort): Severity {
  return typeof targetPort === 'number' ? 'warning' : 'error';
}

function messageOf(service: Service, { port, protocol, targetPort }: ServicePort, workloads: readonly Workload[]) {
  const isNumber = typeof targetPort === 'number';
  const target = isNumber ? `${targetPort}/${protocol}` : `the port ${targetPort}`;
  const ports = [...new Set(workloads.flatMap((workload) => workload.ports.map(portWords)))];
  const known = ports.length > 0 ? `they have ${listed(ports)}` : 'they have no ports';
  const verb = workloads.some(({ origin }) => origin.reader === 'yaml') ? 'declares' : 'listens on';
  const none = isNumber ? `which none of them ${verb}` : 'which none of them has';
  return `${serviceWords(service)} leads ${port}/${protocol} to ${target} of its Pods, ${none}: ${known}`;
}

function portWords({ name, port, protocol }: ContainerPort): string {
  return `${name === undefined ? '' : `${name} `}${port}/${protocol}`;
}

function fixesOf(port: ServicePort, workloads: readonly Workload[]): Fix[] {
  const value = nearestTarget(port, workloads);
  if (value === undefined) return [];
  const { origin, targetOrigin } = port;
  return [
    {
      title: `Lead to ${value}`,
      changes: [
        targetOrigin
          ? { kind: 'set', origin: targetOrigin, value }
          : { kind: 'insert', into: origin, field: 'targetPort', value },
      ],
    },
  ];
}

/** The port of the Pods that is spelt most like the one that is not there; a number rather than nothing. */
function nearestTarget({ targetPort, protocol }: ServicePort, workloads: readonly Workload[]): string | undefined {
  const ports = workloads.flatMap((workload) => workload.ports).filter((one) => one.protocol === protocol);
  const names = typeof targetPort === 'string' ? ports.flatMap(({ name }) => name ?? []) : [];
  const candidates = [...new Set(names.length > 0 ? names : ports.map(({ port }) => `${port}`))];
  const distance = (candidate: string) => editDistance(`${targetPort}`, candidate);
  return candidates.sort((a, b) => distance(a) - distance(b))[0];
}
