import { NOWHERE, type Sourced } from '../topology/origin.ts';
import type { PolicyPeer } from '../topology/policy.ts';
import type { PortRange } from '../topology/ports.ts';
import type { Selector } from '../topology/selector.ts';
import type { ContainerPort } from '../topology/workload.ts';

/*
 * What an engine keeps over edits, without the places where it was said: a place leads to the whole text that it is in, and
 * with each letter typed into a policy one more of them would stay.
 */

export function unplacedPeer({ podSelector, namespaceSelector, ipBlock }: PolicyPeer): PolicyPeer {
  return {
    ...(podSelector && { podSelector: unplacedSelector(podSelector) }),
    ...(namespaceSelector && { namespaceSelector: unplacedSelector(namespaceSelector) }),
    ...(ipBlock && { ipBlock: { cidr: unplaced(ipBlock.cidr), except: ipBlock.except.map(unplaced) } }),
    origin: NOWHERE,
  };
}

/** A port of a rule, by its number or its name. */
export function unplacedRange({ protocol, from, to, name }: PortRange): PortRange {
  return { protocol, from, to, name, origin: NOWHERE };
}

/** What a rule can see of a container's port. */
export function unplacedPort({ name, protocol, port }: ContainerPort): ContainerPort {
  return { name, protocol, port, origin: NOWHERE };
}

function unplacedSelector({ requirements }: Selector): Selector {
  return {
    requirements: requirements.map(({ key, operator, values }) => ({ key, operator, values, origin: NOWHERE })),
    origin: NOWHERE,
  };
}

const unplaced = <T>({ value }: Sourced<T>): Sourced<T> => ({ value, origin: NOWHERE });
