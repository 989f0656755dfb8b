import type { Cluster } from '../cluster.ts';
import type { Service } from '../workload.ts';

/**
 * Node ports by service id, one for each of its ports. Written ones as they are; all others the next free of the
 * dynamic band (30086 on in the default range), then of the static one; undefined when the range is exhausted.
 * Source: kubernetes.io/docs/concepts/services-networking/service/#avoid-nodeport-collisions.
 */
export function nodePorts(cluster: Cluster): ReadonlyMap<string, readonly (number | undefined)[]> {
  const services = cluster.namespaces.flatMap((namespace) => namespace.services).filter(hasNodePorts);
  const written = services.flatMap((service) => service.ports.map((port) => port.nodePort?.value));
  const next = dynamicPorts(cluster.serviceNodePortRange, new Set(written));
  return new Map(
    services.map((service) => [
      service.id,
      service.ports.map((port) => port.nodePort?.value ?? next.next().value ?? undefined),
    ]),
  );
}

/** Whether the API server gives the Service node ports. */
export function hasNodePorts(service: Service): boolean {
  return service.type === 'NodePort' || service.type === 'LoadBalancer';
}

/** How many ports from the first on are kept for those who write one: min(max(16, size/32), 128); none of a tiny range. */
export function staticPortBand({ from, to }: Cluster['serviceNodePortRange']): number {
  const size = to - from + 1;
  return size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(size / 32)), 128);
}

function* dynamicPorts(range: Cluster['serviceNodePortRange'], taken: ReadonlySet<number | undefined>) {
  const dynamic = range.from + staticPortBand(range);
  for (let port = dynamic; port <= range.to; port++) if (!taken.has(port)) yield port;
  for (let port = range.from; port < dynamic; port++) if (!taken.has(port)) yield port;
}
