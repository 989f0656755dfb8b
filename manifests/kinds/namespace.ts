import { namespaceNameFault } from '../../network/topology/object-names.ts';
import type { Origin } from '../../network/topology/origin.ts';
import type { Labels } from '../../network/topology/selector.ts';
import type { KubernetesObject } from '../object.ts';
import { labelsOf } from './labels.ts';
import type { Reading } from './reading.ts';

export interface WrittenNamespace {
  readonly name: string;
  readonly labels: Labels;
  readonly origin: Origin;
}

/** A Namespace of v1. */
export function readNamespace(object: KubernetesObject, reading: Reading): WrittenNamespace {
  const { name, value, origin } = object;
  reading.named(object, namespaceNameFault);
  return { name, labels: labelsOf(value.get('metadata')), origin };
}
