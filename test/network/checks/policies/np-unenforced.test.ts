import { describe, expect, test } from 'vitest';
import { enforcesPolicies } from '../../../../network/cni/enforces.ts';
import { pluginOf } from '../../../../network/cni/plugins.ts';
import { allocator } from '../../../../network/topology/allocate.ts';
import { topologyOf } from '../../../support/examples.ts';
import { CALICO, found, np, ns, textOf, WEB } from './policy-cases.ts';

describe('NP-UNENFORCED', () => {
  const policy = ns(WEB + np('podSelector {}'));
  test.each([
    ['calico', CALICO, false],
    ['weave', 'weave', false],
    ['flannel', 'flannel', true],
    ['terway eni', 'terway { mode eni }', true],
    ['terway eniip', 'terway { mode eniip }', false],
    ['terway vpc', 'terway { mode vpc }', false],
    ['aws-vpc', 'aws-vpc', true],
    ['aws-vpc, enabled', 'aws-vpc { enableNetworkPolicy true }', false],
  ])('%s', async (_, cni, isSaid) => {
    expect(await found('NP-UNENFORCED', textOf(policy, cni))).toHaveLength(isSaid ? 1 : 0);
    expect(await found('NP-UNENFORCED', textOf(ns(WEB), cni))).toEqual([]);
    const topology = await topologyOf(textOf(policy, cni));
    const [cluster] = topology.clusters;
    const allocation = allocator(topology)(cluster!);
    const view = { cluster: cluster!, allocation, interfaces: () => [], nodeKey: () => '', podKey: () => '' };
    expect(pluginOf(view as unknown as Parameters<typeof pluginOf>[0]).policies !== undefined).toBe(
      enforcesPolicies(cluster!.cni),
    );
  });
  test('once for a cluster, with advice for where it runs', async () => {
    const text = textOf(ns(WEB + np('podSelector {}') + np('podSelector {}', 'q')), 'flannel');
    expect(await found('NP-UNENFORCED', text)).toEqual([
      'flannel, the CNI of cluster c, enforces no NetworkPolicy, so that its 2 NetworkPolicies have no effect: use one that does, such as Calico',
    ]);
    const ack = text.replace('in lan  ip 192.168.10.11', 'in cloud/a  ip 172.16.0.11');
    expect(await found('NP-UNENFORCED', ack)).toEqual([expect.stringMatching(/on ACK use Terway in mode eniip$/)]);
  });
});
