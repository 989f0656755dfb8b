import { parseBoxId } from '../../diagram/content/ids.ts';
import { originOfBox } from '../../diagram/locate.ts';
import { indexById } from '../../network/topology/by-id.ts';
import { NOWHERE, type Origin } from '../../network/topology/origin.ts';
import type { Protocol } from '../../network/topology/ports.ts';
import type { Endpoint, ProbeOptions, Trace } from '../../network/topology/question.ts';
import { type Model, perModel } from '../model.ts';

/** The question that two boxes of a picture stand for; a string says why there is none. */
export function questionBetween(model: Model, from: string, to: string): Trace | string {
  const [source, destination] = [endpointOf(model, from), endpointOf(model, to)];
  if (!source) return `nothing sends a packet from ${nameOf(from)}`;
  if (source.kind === 'service' || source.kind === 'ingress') return `a ${NAMES[source.kind]} sends no packets`;
  if (!destination) return `no packet is sent to ${nameOf(to)}`;
  const key = `${from}\n${to}`;
  const known = asked(model).get(key);
  if (known) return known;
  const probe = probeTo(model, destination);
  const question: Trace = { from: source, to: destination, probe, origin: NOWHERE };
  asked(model).set(key, question);
  return question;
}

const NAMES = { service: 'Service', ingress: 'Ingress' };

/** The model keeps the answer to a question as long as it is the same object. */
const asked = perModel(() => new Map<string, Trace>());

const nameOf = (box: string) => parseBoxId(box).id || parseBoxId(box).kind;

/** Pods of one workload on one node are alike: the first of them answers for all. */
function endpointOf(model: Model, box: string): Endpoint | undefined {
  const { kind, id, node } = parseBoxId(box);
  const origin: Origin = originOfBox(model.topology, box) ?? NOWHERE;
  switch (kind) {
    case 'pods':
      return podEndpoint(model, id, node ?? '', origin);
    case 'node':
    case 'host':
    case 'container':
    case 'segment':
    case 'service':
    case 'ingress':
      return isDeclared(model, kind, id) ? { kind, id, origin } : undefined;
    case 'internet':
      return { kind: 'internet', origin };
    default:
      return undefined;
  }
}

function podEndpoint(model: Model, id: string, node: string, origin: Origin): Endpoint | undefined {
  const { workloads, clusters } = indexById(model.topology);
  const workload = workloads.get(id);
  const cluster = workload && clusters.get(workload.cluster);
  if (!workload || !cluster) return undefined;
  const pods = model.allocate(cluster).podsOn(node);
  const pod = pods.find((one) => one.workload === workload);
  return pod ? { kind: 'pod', workload: id, index: pod.index, origin } : { kind: 'workload', id, origin };
}

function isDeclared(model: Model, kind: 'node' | 'host' | 'container' | 'segment' | 'service' | 'ingress', id: string) {
  const { nodes, hosts, segments, services, ingresses } = indexById(model.topology);
  if (kind === 'container') {
    return model.topology.hosts.some(({ docker }) => docker?.containers.some((one) => one.id === id));
  }
  return { node: nodes, host: hosts, segment: segments, service: services, ingress: ingresses }[kind].has(id);
}

/** What somebody would try: the first port that is offered there, else a ping. */
function probeTo(model: Model, to: Endpoint): ProbeOptions {
  const port = firstPort(model, to);
  return port ? { protocol: port.protocol, port: port.port } : to.kind === 'ingress' ? {} : { protocol: 'ICMP' };
}

function firstPort(
  { topology }: Model,
  to: Endpoint,
): { readonly protocol: Protocol; readonly port: number } | undefined {
  const { workloads, services, hosts } = indexById(topology);
  switch (to.kind) {
    case 'pod':
      return workloads.get(to.workload)?.ports[0];
    case 'workload':
      return workloads.get(to.id)?.ports[0];
    case 'service':
      return services.get(to.id)?.ports[0];
    case 'host':
      return hosts.get(to.id)?.listens[0];
    default:
      return undefined;
  }
}
