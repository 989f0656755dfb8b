import { namespaceNameFault, serviceNameFault } from '../../topology/object-names.ts';
import type { Origin } from '../../topology/origin.ts';
import { servicePortFaults } from '../../topology/service-port-faults.ts';
import type { Namespace, Service } from '../../topology/workload.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, isWritten } from '../support/place.ts';

/** What is said about manifests by their reader, as MANIFEST: a text for the API server is no manifest if it refuses it. */
export const apiRefused: Check = {
  code: 'API-REFUSED',
  severity: 'error',
  summary: 'A name, or a port of a Service, that the API server refuses',
  *run({ topology, stop }) {
    for (const namespace of topology.clusters.flatMap(({ namespaces }) => namespaces)) {
      if (stop()) return;
      for (const fault of faultsOf(namespace)) if (isOurs(fault.origin)) yield diagnostic(this, fault);
    }
  },
};

/** Nobody has written a namespace that a manifest only names. */
const isOurs = (origin: Origin) => isWritten(origin) && origin.reader !== 'yaml';

interface Fault {
  readonly message: string;
  readonly origin: Origin;
}

function faultsOf({ name, origin, services }: Namespace): readonly Fault[] {
  return [...told(namespaceNameFault(name), origin), ...services.flatMap(ofService)];
}

const ofService = ({ name, origin, ports }: Service): readonly Fault[] => [
  ...told(serviceNameFault(name), origin),
  ...servicePortFaults(ports),
];

const told = (message: string | undefined, origin: Origin): readonly Fault[] =>
  message === undefined ? [] : [{ message, origin }];
