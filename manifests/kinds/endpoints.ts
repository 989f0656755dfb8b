import type { Address } from '../../network/address/address.ts';
import type { Sourced } from '../../network/topology/origin.ts';
import type { KubernetesObject } from '../object.ts';
import { labelsOf } from './labels.ts';
import type { Reading } from './reading.ts';

/** Addresses kept for a Service of the namespace. */
export interface WrittenEndpoints {
  readonly namespace: string;
  readonly service: string;
  readonly addresses: readonly Sourced<Address>[];
}

/** Endpoints of v1: they bear the name of their Service. */
export function readEndpoints({ namespace, name, value }: KubernetesObject, reading: Reading): WrittenEndpoints {
  const addresses = (value.get('subsets')?.items() ?? []).flatMap((subset) => subset.get('addresses')?.items() ?? []);
  return { namespace, service: name, addresses: reading.addresses(addresses.flatMap((one) => one.get('ip') ?? [])) };
}

/** EndpointSlice of discovery.k8s.io/v1: a label names the Service; what is not ready gets no traffic. */
export function readEndpointSlice({ namespace, name, value }: KubernetesObject, reading: Reading): WrittenEndpoints {
  const service = labelsOf(value.get('metadata'))['kubernetes.io/service-name'] ?? name;
  const ready = (value.get('endpoints')?.items() ?? []).filter(
    (one) => one.at('conditions', 'ready')?.flag() !== false,
  );
  const isAddress = value.get('addressType')?.text() !== 'FQDN';
  const addresses = isAddress ? ready.flatMap((one) => one.get('addresses')?.items() ?? []) : [];
  return { namespace, service, addresses: reading.addresses(addresses) };
}
