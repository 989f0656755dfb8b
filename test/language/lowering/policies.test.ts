import { describe, expect, test } from 'vitest';
import type { Policy } from '../../../network/topology/policy.ts';
import { namespaceOf } from './model.ts';

describe('policies', () => {
  const policyOf = async (fields: string): Promise<Policy> =>
    (await namespaceOf(`networkPolicy p { ${fields} }`)).policies[0]!;

  test.each([
    ['podSelector {}', ['Ingress']],
    ['podSelector {} ingress { }', ['Ingress']],
    ['podSelector {} egress { }', ['Ingress', 'Egress']],
    ['podSelector {} policyTypes Egress', ['Egress']],
    ['podSelector {} policyTypes Egress ingress { }', ['Egress']],
  ])('%s isolates', async (fields, expected) => {
    const policy = await policyOf(fields);
    expect(policy.policyTypes).toEqual(expected);
    expect(policy.broken).toBe(false);
  });

  test('selectors of one from are one peer, two froms are two', async () => {
    const { ingress } = await policyOf(
      'podSelector {} ingress { from namespaceSelector a=b podSelector c=d from ipBlock 10.0.0.0/8 except 10.1.0.0/16 port http port 80..90/TCP UDP }',
    );
    expect(ingress[0]!.peers).toMatchObject([
      { namespaceSelector: { requirements: [{ key: 'a' }] }, podSelector: { requirements: [{ key: 'c' }] } },
      { ipBlock: { except: [{ value: { length: 16 } }] } },
    ]);
    expect(ingress[0]!.ports).toMatchObject([
      { name: 'http' },
      { protocol: 'TCP', from: 80, to: 90 },
      { protocol: 'UDP' },
    ]);
  });

  test.each([
    'podSelektor app=web ingress { from podSelector a=b }',
    'podSelector app=web ingres { from podSelector a=b }',
    'podSelector app=web policyTyps Ingress Egress',
    'podSelector app=web policyTypes Ingres',
    'podSelector app=web policyTypes',
    'podSelector app=web ingress { form podSelector a=b }',
    'podSelector app=web ingress { from podSelecto a=b }',
    'podSelector app=web ingress { from podSelector }',
    'podSelector app=web ingress { from }',
    'podSelector app=web ingress { from podSelector a = b }',
    'podSelector app=web ingress { from podSelector a in () }',
    'podSelector app=web ingress { from ipBlock 10.0.0.300/8 }',
    'podSelector app=web ingress { from ipBlock 10.0.0.0/8 except 10.1 }',
    'podSelector app=web ingress { from ipBlock 10.0.0.0/8 podSelector a=b }',
    'podSelector app=web ingress { to podSelector a=b }',
    'podSelector app=web ingress { from podSelector a=b prt 80/TCP }',
    'podSelector app=web ingress { from podSelector a=b port }',
    'podSelector app=web ingress { from podSelector a=b port 80/TPC }',
    'podSelector app=web ingress { from podSelector a=b port 99999 }',
    'podSelector app=web ingress  from podSelector a=b }',
  ])('%s is broken and opens nothing', async (fields) => {
    const policy = await policyOf(fields);
    expect(policy.broken).toBe(true);
    const peers = policy.ingress.flatMap((rule) => rule.peers);
    expect(peers.every((peer) => peer.podSelector ?? peer.namespaceSelector ?? peer.ipBlock)).toBe(true);
  });

  test('a misspelt networkPolicy is still a policy, and broken', async () => {
    const { policies } = await namespaceOf('netwrkPolicy p { podSelector app=web }');
    expect(policies).toMatchObject([{ id: 'c/n/p', broken: true }]);
  });

  test('a policy without a name is broken', async () => {
    expect((await namespaceOf('networkPolicy { podSelector {} }')).policies).toMatchObject([{ broken: true }]);
  });
});
