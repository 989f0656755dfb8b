import type { Origin } from '../../network/topology/origin.ts';
import type { Labels } from '../../network/topology/selector.ts';
import type { KubernetesObject } from '../object.ts';
import { labelsOf } from './labels.ts';

export interface WrittenNamespace {
  readonly name: string;
  readonly labels: Labels;
  readonly origin: Origin;
}

export function readNamespace({ name, value, origin }: KubernetesObject): WrittenNamespace {
  return { name, labels: labelsOf(value.get('metadata')), origin };
}
