import { expect, test } from 'vitest';
import { prefix } from '../../../network/address/parse.ts';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { NOWHERE } from '../../../network/topology/origin.ts';
import type { Policy } from '../../../network/topology/policy.ts';
import type { Namespace } from '../../../network/topology/workload.ts';
import { cluster, pod, said } from '../../support/topology.ts';

const ALIKE = { namespace: 'n', labels: { app: 'client' } };
const four = { ...pod('c/n/four', ''), ...ALIKE, addresses: [said(0x0af40001)] };
const six = { ...pod('c/n/six', ''), ...ALIKE, addresses: [said((0xfd00n << 112n) + 1n)] };
const target = { ...pod('c/n/target', ''), namespace: 'n', labels: { app: 'target' }, addresses: [said(0x0af40009)] };

/** Lets in whom the block holds. */
function policy(cidr: string): Policy {
  return {
    id: 'c/n/p',
    name: 'p',
    origin: NOWHERE,
    cluster: 'c',
    namespace: 'n',
    podSelector: {
      requirements: [{ key: 'app', operator: 'In', values: ['target'], origin: NOWHERE }],
      origin: NOWHERE,
    },
    policyTypes: ['Ingress'],
    ingress: [
      { peers: [{ ipBlock: { cidr: said(prefix(cidr)), except: [] }, origin: NOWHERE }], ports: [], origin: NOWHERE },
    ],
    egress: [],
    broken: false,
  };
}

function namesOf(cidr: string): string[] {
  const namespace: Namespace = {
    id: 'c/n',
    name: 'n',
    origin: NOWHERE,
    cluster: 'c',
    labels: {},
    workloads: [four, six, target],
    services: [],
    ingresses: [],
    policies: [policy(cidr)],
  };
  const { matrix } = new Reachability(
    cluster('c', { kind: 'none', origin: NOWHERE }, [], [], { namespaces: [namespace] }),
    { ipBlockPods: 'include' },
  );
  const [destination] = matrix.table.classesOf(target.id);
  return [four, six]
    .filter(({ id }) => matrix.table.classesOf(id).some((source) => matrix.can(source, destination!, 80)))
    .map(({ name }) => name);
}

test('pods that differ only in the family of their address are told apart by blocks of all addresses', () => {
  expect(namesOf('0.0.0.0/0')).toEqual(['four']);
  expect(namesOf('::/0')).toEqual(['six']);
});
