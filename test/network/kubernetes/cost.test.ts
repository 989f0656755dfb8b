import { expect, test } from 'vitest';
import { createNetwork } from '../../../network/machines/create.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import type { Service } from '../../../network/topology/workload.ts';
import { trace } from '../../../network/trace/trace.ts';
import { topologyOf } from '../../support/examples.ts';
import { workOf } from '../../support/work.ts';
import { clusterWith, endOf, MODES, type Mode } from './cases.ts';

/** There are node ports for no more than 2,768 Services. */
const WITH_NODE_PORTS = 2_000;

const copies = (service: Service, count: number) =>
  Array.from({ length: count }, (_, i): Service => {
    const type = i < WITH_NODE_PORTS ? 'NodePort' : 'ClusterIP';
    return { ...service, id: `${service.id}-${i}`, name: `${service.name}-${i}`, type };
  });

/** A model with so many more of its one Service. */
function withMore(topology: Topology, count: number): Topology {
  const clusters = topology.clusters.map((cluster) => ({
    ...cluster,
    namespaces: cluster.namespaces.map((namespace) => ({
      ...namespace,
      services: namespace.services.flatMap((one) => (one.implicit ? [one] : [one, ...copies(one, count)])),
    })),
  }));
  return { ...topology, clusters };
}

/** The work of a trace to a Service beside so many, after the first trace, which indexes them. */
async function cost(mode: Mode, count: number): Promise<number> {
  const services = 'service web { selector app=web  port 80/TCP -> http }';
  const questions = ['default/far -> service default/web:80'];
  const topology = withMore(await topologyOf(clusterWith({ mode, services, questions })), count);
  const network = createNetwork(topology, allocator(topology));
  const follow = () => trace(network, topology.traces[0]!);
  expect(follow().paths.map(endOf)).toEqual(Array(2).fill(expect.stringContaining('0.5 DELIVERED default/w')));
  return Math.min(workOf(follow), workOf(follow), workOf(follow));
}

test.each(MODES)('%s: ten thousand Services cost a trace no more than ten do', async (mode) => {
  expect(await cost(mode, 10_000)).toBeLessThan(1.25 * (await cost(mode, 10)));
});
