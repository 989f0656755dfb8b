import { indexById } from '../../topology/by-id.ts';
import type { Trace } from '../../topology/question.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Segment } from '../../topology/underlay.ts';
import type { Ingress } from '../../topology/workload.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, type Found } from '../support/place.ts';
import { ingresses } from './ingress-ref.ts';

export const albSubnets: Check = {
  code: 'ALB-SUBNETS',
  severity: 'error',
  summary: 'An ALB without subnets in two zones, without the certificate or the scheme that a question needs',
  *run({ topology, stop }) {
    for (const ingress of ingresses(topology).filter(isAlb)) {
      if (stop()) return;
      const found = zones(topology, ingress);
      if (found) yield diagnostic(this, found);
    }
    const wanted = topology.expects.filter(({ can }) => can);
    for (const question of [...topology.traces, ...wanted]) {
      for (const found of asked(topology, question)) yield diagnostic(this, found);
    }
  },
};

function isAlb({ class: name }: Ingress): boolean {
  return name === 'alb';
}

function zones(topology: Topology, ingress: Ingress): Found | undefined {
  const subnets = subnetsOf(topology, ingress);
  if (!subnets) return undefined;
  // A subnet that says no zone may be in another one than the rest.
  const known = [...new Set(subnets.flatMap(({ zone }) => zone?.value ?? []))];
  const unknown = subnets.filter(({ zone }) => !zone).length;
  if (known.length + unknown >= 2) return undefined;
  const where = subnets.length === 0 ? 'no subnet' : `subnets in one zone only${known[0] ? `, ${known[0]}` : ''}`;
  const kind = ingress.scheme === 'internet-facing' ? 'public' : 'private';
  const what = `The ALB of ingress ${ingress.namespace}/${ingress.name}`;
  const message =
    ingress.subnets.length > 0
      ? `${what} has ${where}: it needs subnets in two zones`
      : `${what} names no subnets, and among the ${kind} ones of the VPC it finds ${where}: it needs subnets in two zones`;
  const related = subnets.map(({ origin, name }) => ({ origin, message: `subnet ${name}` }));
  return { message, origin: ingress.subnets[0]?.origin ?? ingress.origin, related };
}

/** Those written; else what the controller finds by itself: public ones for the Internet. Undefined where there is no VPC. */
function subnetsOf(topology: Topology, ingress: Ingress): readonly Segment[] | undefined {
  const { segments, clusters } = indexById(topology);
  if (ingress.subnets.length > 0) return ingress.subnets.flatMap(({ value }) => segments.get(value) ?? []);
  const nics = (clusters.get(ingress.cluster)?.nodes ?? []).flatMap((node) => node.nics);
  const vpcs = new Set(nics.flatMap((nic) => segments.get(nic.segment?.value ?? '')?.vpc ?? []));
  if (vpcs.size === 0) return undefined;
  const isPublic = ingress.scheme === 'internet-facing';
  return topology.segments.filter((one) => vpcs.has(one.vpc ?? '') && (one.public ?? false) === isPublic);
}

/** What a question needs of the ALB that it goes through. */
function* asked(topology: Topology, { from, to }: Trace): Generator<Found> {
  const ingress = to.kind === 'ingress' ? indexById(topology).ingresses.get(to.id) : undefined;
  if (to.kind !== 'ingress' || !ingress || !isAlb(ingress)) return;
  const what = `The ALB of ingress ${ingress.namespace}/${ingress.name}`;
  const related = [{ origin: ingress.origin, message: `ingress ${ingress.name}` }];
  const { origin } = to;
  if (to.url?.startsWith('https:') && ingress.certificates.length === 0) {
    yield { message: `${what} has no certificate, so it does not listen for https`, origin, related };
  }
  if (from.kind === 'internet' && ingress.scheme === 'internal') {
    const message = `${what} has addresses of the VPC only: it takes scheme internet-facing to be reached from the Internet`;
    yield { message, origin, related };
  }
}
