import type { End } from '../../../../network/reachability/ends.ts';
import { positionOf, type Service } from '../../../../network/reachability/port-set.ts';
import type { Reachability } from '../../../../network/reachability/reachability.ts';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import { type NaiveEnd, naivelyAllowed, naivePods } from './naive.ts';

/* Compares answers of the engine with the naive evaluator's, pair by pair and port by port. */

const NUMBERS = [1, 2, 52, 53, 54, 79, 80, 81, 82, 83, 442, 443, 444, 8079, 8080, 8081, 65534, 65535];

const SERVICES: readonly Service[] = [
  ...(['TCP', 'UDP', 'SCTP'] as const).flatMap((protocol) => NUMBERS.map((port) => ({ protocol, port }))),
  { protocol: 'ICMP' },
];

/** Addresses at, before and behind every border that a random block can have. */
const OUTSIDE = [
  0, 0x08080000, 0x08080003, 0x0808000f, 0x08080010, 0x09000000, 0x0af3ffff, 0x0af40000, 0x0af4000b, 0x0af40040,
  0xffffffff,
];

interface Named {
  readonly name: string;
  readonly end: NaiveEnd;
  readonly asked: End;
  readonly classes: readonly number[];
}

function endsOf(cluster: Cluster, reach: Reachability): Named[] {
  const { table } = reach.matrix;
  const pods = naivePods(cluster).map((end): Named => {
    const { id } = end.workload;
    return { name: id, end, asked: { kind: 'workload', id }, classes: table.classesOf(id) };
  });
  const outside = OUTSIDE.map((address): Named => {
    const found = [...table.externals].find(([, { first, last }]) => first <= address && address <= last)!;
    return { name: `${address}`, end: { address }, asked: { kind: 'address', address }, classes: [found[0]] };
  });
  return [...pods, ...outside];
}

/** Pairs of which one is a pod; what is outside does not pass through the cluster. */
function* pairs(ends: readonly Named[]): Generator<readonly [Named, Named]> {
  for (const source of ends) {
    for (const destination of ends) {
      if (source !== destination && (!('address' in source.end) || !('address' in destination.end)))
        yield [source, destination];
    }
  }
}

const words = (source: Named, destination: Named, service: Service) =>
  `${source.name} -> ${destination.name} ${'port' in service ? `${service.port}/` : ''}${service.protocol}`;

const portOf = (service: Service) => ('port' in service ? service.port : undefined);

/** What the naive evaluator says. */
function wantedOf(source: Named, destination: Named, service: Service, blocksMatchPods: boolean): boolean {
  return naivelyAllowed({
    source: source.end,
    destination: destination.end,
    protocol: service.protocol,
    port: portOf(service),
    blocksMatchPods,
  });
}

/** Where the engine's matrix, or its single questions, say something else; empty when they agree. */
export function differences(
  cluster: Cluster,
  reach: Reachability,
  blocksMatchPods: boolean,
  services = SERVICES,
): string[] {
  const found: string[] = [];
  const ends = endsOf(cluster, reach);
  for (const [source, destination] of pairs(ends)) {
    for (const service of services) {
      const wanted = wantedOf(source, destination, service, blocksMatchPods);
      const cell = source.classes.some((from) =>
        destination.classes.some((to) => reach.matrix.can(from, to, positionOf(service))),
      );
      if (cell !== wanted) found.push(`matrix: ${words(source, destination, service)} is ${cell}`);
    }
  }
  return found;
}

/** The same for `can`, `explain` and `connections`, which go other ways than the matrix. */
export function differencesOfQuestions(cluster: Cluster, reach: Reachability, blocksMatchPods: boolean): string[] {
  const found: string[] = [];
  const listed = new Map<string, readonly { protocol: string; from: number; to: number }[]>();
  for (const { source, destination, ports } of reach.connections()) {
    if (source.kind === 'workload' && destination.kind === 'workload')
      listed.set(`${source.id} ${destination.id}`, ports);
  }
  for (const [source, destination] of pairs(endsOf(cluster, reach))) {
    const ports = listed.get(`${source.name} ${destination.name}`) ?? [];
    for (const service of SERVICES) {
      const port = portOf(service);
      const wanted = wantedOf(source, destination, service, blocksMatchPods);
      const asked = reach.can(source.asked, destination.asked, service);
      if (asked !== wanted) found.push(`can: ${words(source, destination, service)} is ${asked}`);
      const told = reach.explain(source.asked, destination.asked, service)!.allowed;
      if (told !== wanted) found.push(`explain: ${words(source, destination, service)} is ${told}`);
      if (port === undefined || 'address' in source.end || 'address' in destination.end) continue;
      const isListed = ports.some((one) => one.protocol === service.protocol && one.from <= port && port <= one.to);
      if (isListed !== wanted) found.push(`connections: ${words(source, destination, service)} is ${isListed}`);
    }
  }
  return found;
}
