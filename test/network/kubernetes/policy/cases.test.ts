import { describe, expect, test } from 'vitest';
import type { Network } from '../../../../network/machines/network.ts';
import { NOWHERE } from '../../../../network/topology/origin.ts';
import type { Endpoint } from '../../../../network/topology/question.ts';
import type { Step, TracePath } from '../../../../network/trace/result.ts';
import { trace } from '../../../../network/trace/trace.ts';
import { topologyOf } from '../../../support/examples.ts';
import { CASES, type Check, type State } from './cases.ts';
import { enforce, isDenied, PAIRS, textOf } from './cluster.ts';
import { naive } from './naive.ts';

const end = (pod: string): Endpoint => ({ kind: 'workload', id: `lab/${pod}`, origin: NOWHERE });

function pathOf(network: Network, from: string, to: string, { port = 80, protocol = 'TCP' }: Check): TracePath {
  const result = trace(network, { from: end(from), to: end(to), probe: { protocol, port }, origin: NOWHERE });
  expect(result.paths).toHaveLength(1);
  return result.paths[0]!;
}

/** Names of the policies that isolate the end at which the packet is denied, the source's first. */
function isolating(network: Network, from: string, to: string, { port = 80, protocol = 'TCP' }: Check): string {
  const [cluster] = network.topology.clusters;
  const allocation = network.allocate(cluster!);
  const [source, destination] = [from, to].map((pod) => {
    const workload = cluster!.namespaces.flatMap(({ workloads }) => workloads).find(({ id }) => id === `lab/${pod}`)!;
    return { workload, address: allocation.pods(workload)[0]!.addresses[0]! };
  });
  const asked = (['Egress', 'Ingress'] as const).map((direction) =>
    naive(cluster!, direction, source!, destination!, { protocol, destinationPort: port }),
  );
  return asked.find(({ allowed }) => !allowed)?.isolating.join(', ') ?? '';
}

const policyStep = (path: TracePath): Step | undefined =>
  path.forward.flatMap(({ steps }) => steps).findLast(({ type }) => type === 'policy');

async function holds(state: State) {
  const network = enforce(await topologyOf(textOf(state)));
  expect(
    network.topology.clusters[0]!.namespaces.flatMap(({ policies }) => policies).filter((one) => one.broken),
  ).toEqual([]);
  for (const check of state.checks) {
    const found = PAIRS.map(([from, to]) => [from, to, pathOf(network, from, to, check)] as const);
    const denied = found.filter(([, , path]) => path.disposition === 'DENIED_BY_POLICY');
    const wanted = PAIRS.filter(([from, to]) => isDenied(check, from, to));
    expect(denied.map(([from, to]) => `${from} -> ${to}`)).toEqual(wanted.map(([from, to]) => `${from} -> ${to}`));
    for (const [from, to, path] of found) {
      if (path.disposition !== 'DENIED_BY_POLICY') expect(path.disposition).toBe('DELIVERED');
      else {
        const policy = isolating(network, from, to, check);
        expect(policyStep(path)).toMatchObject({ verdict: 'deny', policy });
        expect(path.reason).toContain(policy);
      }
    }
  }
}

describe('the cases of the end-to-end tests', () => {
  test('are all there', () =>
    expect(CASES.map(([numbers]) => numbers)).toEqual(Array.from({ length: 48 }, (_, i) => `${i + 1}`)));
  for (const [numbers, what, ...states] of CASES) {
    test.each(states.map((state, index) => [index + 1, state] as const))(`${numbers}. ${what} (%i)`, (_, state) =>
      holds(state),
    );
  }
});
