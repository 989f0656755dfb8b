import type { Origin } from '../../network/topology/origin.ts';
import type { KubernetesObject } from '../object.ts';

/** The API groups that each kind may be of. */
type Groups = (kind: string) => readonly string[];

/** What is wrong with an object that bears the kind of one that is read, or nearly, and is none: it would be passed over. */
export function misfiled(object: KubernetesObject, groupsOf: Groups, kinds: readonly string[]): Mistake | undefined {
  const { kind, group, apiVersion, value } = object;
  if (!value.get('metadata')?.isMap) return undefined;
  const origin = value.get('kind')?.origin ?? object.origin;
  const meant = kinds.find((one) => one.toLowerCase() === kind.toLowerCase());
  if (meant === undefined) return undefined;
  const groups = groupsOf(meant);
  if (meant !== kind && groups.includes(group))
    return { message: `There is no kind ${kind}: did you mean ${meant}?`, origin, meant };
  const isOfKubernetes = !group.includes('.') || groupsOf('').includes(group);
  if (meant !== kind || groups.includes(group) || !isOfKubernetes) return undefined;
  const home = groups[0] === '' ? 'v1' : `${groups[0]}/v1`;
  if (apiVersion === '') return { message: `This ${kind} says no apiVersion: it is of ${home}`, origin };
  const place = value.get('apiVersion')?.origin ?? origin;
  return { message: `There is no ${kind} in ${apiVersion}: it is of ${home}`, origin: place, meant: home };
}

/** A mistake, with the word to write in its place. */
interface Mistake {
  readonly message: string;
  readonly origin: Origin;
  readonly meant?: string;
}
