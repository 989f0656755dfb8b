import type { Frame, Hop, Step, TracePath } from '../../network/trace/result.ts';
import type { Omissions } from '../export/omissions.ts';
import { type Lab, placeOf } from '../lab.ts';
import type { Sighting } from './frames.ts';

/** One packet that a trace tells of: where it starts, as what, and what captures have to show of it and its answer. */
export interface Expectation {
  readonly netns: string;
  readonly probe: Frame;
  readonly sightings: readonly Sighting[];
  /** Namespaces that it or its answer is in. */
  readonly hops: number;
  /** It waits for a neighbour that does not answer. */
  readonly patient: boolean;
}

/** Why a path cannot be held against the kernel. */
export interface Unverifiable {
  readonly status: 'undecided' | 'unsupported';
  readonly reason: string;
}

type AnyHop = Hop<unknown>;

/** What a path of a trace says that captures in the lab will show. */
export function expectationOf(lab: Lab, omissions: Omissions, path: TracePath<unknown>): Expectation | Unverifiable {
  if (path.disposition === 'INSUFFICIENT_INFO') return { status: 'undecided', reason: path.reason ?? '' };
  const [first] = path.forward;
  const probe = first?.steps[0]?.type === 'originate' ? first.steps[0].frame : undefined;
  const netns = first && placeOf(lab, first)?.netns;
  if (!probe || netns === undefined) return { status: 'unsupported', reason: 'it does not say where it begins' };
  const hops = [...path.forward, ...(path.reply ?? []), ...(path.error ?? [])];
  const sightings: Sighting[] = [];
  for (const hop of hops) {
    const reason = addSightings(lab, omissions, hop, sightings);
    if (reason !== undefined) return { status: 'unsupported', reason };
  }
  const patient = hops.some(({ steps }) => steps.some(isUnanswered));
  return { netns, probe, sightings, hops: hops.length, patient };
}

/** Adds what captures show of a hop, or says why they cannot. */
function addSightings(lab: Lab, omissions: Omissions, hop: AnyHop, sightings: Sighting[]): string | undefined {
  const place = placeOf(lab, hop);
  if (!place) return `there is no one ${hop.kind} ${hop.namespace} in the lab`;
  const cloud = ofCloud(hop);
  if (cloud !== undefined) return cloud;
  const missing = hop.kind === 'segment' ? place.fabric && omissions.fabric : omissions.reason(place.netns, undefined);
  if (missing !== undefined && missing !== false) return missing;
  for (const step of hop.steps) {
    if (step.type === 'ipvs') return 'virtual servers of IPVS are not written into a lab yet';
    const device = 'device' in step ? step.device : routedBy(step);
    const left = device === undefined ? undefined : omissions.reason(place.netns, device);
    if (left !== undefined) return left;
    if (step.type !== 'receive' && step.type !== 'transmit') continue;
    const found = place.device(step.device);
    if (found === undefined) return `${place.netns} has no device ${step.device}`;
    const direction = step.type === 'receive' ? 'in' : 'out';
    sightings.push({ netns: place.netns, device: found, direction, frame: step.frame });
  }
  return undefined;
}

/** What a cloud does beside its machines, which no namespace of a kernel does. */
function ofCloud({ kind, steps }: AnyHop): string | undefined {
  if (steps.some(({ type }) => type === 'proxy')) return 'a lab has no ingress controller';
  const denied = steps.some((step) => step.type === 'drop' && step.disposition === 'DENIED_BY_FILTER');
  return kind === 'segment' && denied ? 'security groups are not written into a lab yet' : undefined;
}

/** A look-up of a neighbour that found none. */
function isUnanswered(step: Step<unknown>): boolean {
  return step.type === 'neighbour' && step.mac === undefined;
}

/** The device that a route names: one that the lab lacks leads nowhere there. */
function routedBy(step: Step<unknown>): string | undefined {
  return step.type === 'route' ? /\bdev (\S+)/.exec(step.rule ?? '')?.[1] : undefined;
}
