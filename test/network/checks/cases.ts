import { expect, test } from 'vitest';
import type { Cluster } from '../../../network/topology/cluster.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import type { Workload } from '../../../network/topology/workload.ts';
import { addresses, cluster, namespace, sourced, topology, workload } from '../topology/builders.ts';
import { diagnose, summary } from './run.ts';

/** A topology, and all of the errors and warnings about it. */
export type Case = [what: string, parts: Partial<Topology>, expected: readonly string[]];

/** A test of each case: nothing is left unsaid, and nothing else is said. */
export function check(cases: readonly Case[]): void {
  test.each([...cases])('%s', (_, parts, expected) => {
    expect(diagnose(topology(parts)).map(summary)).toEqual(expected);
  });
}

/** A topology of one cluster. */
export function one(parts: Partial<Cluster>): Partial<Topology> {
  return { clusters: [cluster(parts)] };
}

/** The namespaces of a cluster with these pods. */
export function pods(...workloads: Workload[]) {
  return [namespace('default', { workloads })];
}

/** A pod with a written address. */
export function at(name: string, ip: string, on?: string): Workload {
  return workload(`default/${name}`, {
    addresses: addresses(ip),
    on: on === undefined ? [] : [sourced(`c/${on}`)],
  });
}
