import { containsPrefix, overlaps } from '../../address/prefix.ts';
import type { PolicyPeer, PolicyRule } from '../../topology/policy.ts';
import type { PortRange } from '../../topology/ports.ts';
import type { Requirement, Selector } from '../../topology/selector.ts';

/*
 * Whether one thing that a policy says holds wherever another does, by what they say alone. Where that cannot be seen the
 * answer is no: a rule is called superfluous only when it surely is.
 */

/** Whether the wide rule admits all that the narrow one admits. */
export function coversRule(wide: PolicyRule, narrow: PolicyRule): boolean {
  return coversAll(wide.peers, narrow.peers, coversPeer) && coversAll(wide.ports, narrow.ports, coversPort);
}

/** Alternatives; none of them is everything. */
function coversAll<T>(wide: readonly T[], narrow: readonly T[], covers: (wide: T, narrow: T) => boolean): boolean {
  if (wide.length === 0) return true;
  return narrow.length > 0 && narrow.every((one) => wide.some((other) => covers(other, one)));
}

/** Both peers are of one namespace's policies. */
function coversPeer(wide: PolicyPeer, narrow: PolicyPeer): boolean {
  if (wide.ipBlock || narrow.ipBlock) return coversBlock(wide.ipBlock, narrow.ipBlock);
  if (!wide.namespaceSelector !== !narrow.namespaceSelector) return false;
  const coversPlace = !wide.namespaceSelector || coversSelector(wide.namespaceSelector, narrow.namespaceSelector!);
  if (!wide.podSelector) return coversPlace && wide.namespaceSelector !== undefined;
  return (
    coversPlace &&
    (narrow.podSelector ? coversSelector(wide.podSelector, narrow.podSelector) : isEverything(wide.podSelector))
  );
}

function coversBlock(wide: PolicyPeer['ipBlock'], narrow: PolicyPeer['ipBlock']): boolean {
  if (!wide || !narrow || !containsPrefix(wide.cidr.value, narrow.cidr.value)) return false;
  return wide.except.every(
    (hole) =>
      !overlaps(hole.value, narrow.cidr.value) ||
      narrow.except.some((other) => containsPrefix(other.value, hole.value)),
  );
}

function isEverything({ requirements }: Selector): boolean {
  return requirements.length === 0;
}

/** Fewer requirements select more. */
export function coversSelector(wide: Selector, narrow: Selector): boolean {
  return wide.requirements.every((one) => narrow.requirements.some((other) => implies(other, one)));
}

/** Whether whatever meets one requirement meets the other. */
function implies(given: Requirement, wanted: Requirement): boolean {
  if (given.key !== wanted.key) return false;
  const isAmong = (some: Requirement, all: Requirement) => some.values.every((value) => all.values.includes(value));
  switch (wanted.operator) {
    case 'Exists':
      return given.operator === 'Exists' || given.operator === 'In';
    case 'DoesNotExist':
      return given.operator === 'DoesNotExist';
    case 'In':
      return given.operator === 'In' && isAmong(given, wanted);
    case 'NotIn':
      if (given.operator === 'DoesNotExist') return true;
      if (given.operator === 'NotIn') return isAmong(wanted, given);
      return given.operator === 'In' && !given.values.some((value) => wanted.values.includes(value));
  }
}

/** A name may stand for any number, so that only the same name or a whole protocol covers it. */
function coversPort(wide: PortRange, narrow: PortRange): boolean {
  if (wide.protocol !== undefined && wide.protocol !== narrow.protocol) return false;
  if (wide.name !== undefined || narrow.name !== undefined) {
    return wide.name === narrow.name || (wide.name === undefined && wide.from === undefined);
  }
  if (wide.from === undefined) return true;
  return narrow.from !== undefined && wide.from <= narrow.from && (narrow.to ?? narrow.from) <= (wide.to ?? wide.from);
}
