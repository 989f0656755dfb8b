import { expect, test } from 'vitest';
import type { End } from '../../../network/reachability/ends.ts';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { topologyOf } from '../../support/examples.ts';

/* Three policies that isolate default/db, none of which allows default/web on 80/TCP. */
const TEXT = `cluster c { podCIDR 10.244.0.0/16
  namespace default {
    pod db { labels app=db  port sql 5432/TCP }
    pod web { labels app=web tier=fe }
    networkPolicy far { podSelector app=db  ingress { from namespaceSelector team=x podSelector app=api tier=be  port 5432/TCP } }
    networkPolicy near { podSelector app=db  ingress { from podSelector app=other }  ingress { from podSelector tier=fe  port sql } }
    networkPolicy block { podSelector app=db  ingress { from ipBlock 192.0.2.0/24 } }
    pod api { labels app=api  port 80/TCP  port 90/TCP }
    networkPolicy api { podSelector app=api  ingress { port 90/TCP }  ingress { from podSelector app=other  port 80/TCP } }
  }
  namespace other { pod web { labels tier=fe } }
}`;

const workload = (name: string): End => ({ kind: 'workload', id: `c/${name}` });

async function explained(from: End, to: End, port: number) {
  const reach = new Reachability((await topologyOf(TEXT)).clusters[0]!, { ipBlockPods: 'include' });
  const told = reach.explain(from, to, { protocol: 'TCP', port })!;
  const { nearest, isolatedBy, allowedBy } = told.ingress;
  return {
    allowed: told.allowed,
    open: told.egress.isolatedBy.length === 0,
    isolatedBy: isolatedBy.map(({ name }) => name),
    allowedBy: allowedBy.map(({ policy, number }) => `${policy.name} ${number}`),
    nearest: nearest && `${nearest.rule.policy.name} ${nearest.rule.number}`,
    misses: nearest?.misses.map(({ part, wanted }) => `${part} ${wanted}`),
  };
}

const all = { open: true, isolatedBy: ['far', 'near', 'block'] };

test('the rule that allows is named', async () => {
  const told = await explained(workload('default/web'), workload('default/db'), 5432);
  expect(told).toEqual({ ...all, allowed: true, allowedBy: ['near 2'], nearest: undefined, misses: undefined });
});

test.each([
  ['another port', workload('default/web'), 80, 'near 1', ['podSelector app=other']],
  ['another namespace', workload('other/web'), 5432, 'near 2', ['namespace default']],
  ['an address', { kind: 'address', address: 0x08080808 } as End, 80, 'block 1', ['ipBlock 192.0.2.0/24']],
])('%s: the nearest rule, and what it asks for', async (_, from, port, nearest, misses) => {
  const told = await explained(from, workload('default/db'), port as number);
  expect(told).toEqual({ ...all, allowed: false, allowedBy: [], nearest, misses });
});

test('of two rules that miss as little, the one for the port is named', async () => {
  const told = await explained(workload('default/web'), workload('default/api'), 80);
  expect(told).toMatchObject({ allowed: false, nearest: 'api 2', misses: ['podSelector app=other'] });
});

test('an end that is not there', async () => {
  const reach = new Reachability((await topologyOf(TEXT)).clusters[0]!, { ipBlockPods: 'include' });
  expect(reach.explain(workload('default/db'), workload('default/no'), { protocol: 'ICMP' })).toBeUndefined();
});

test('what the nearest rule asks for is told where that rule stands, and not another one of equal peers', async () => {
  const alike = (rest: string) => `podSelector app=b  ingress { from podSelector app=x ${rest} }`;
  const text = `cluster c { podCIDR 10.244.0.0/16
  namespace default {
    pod b { labels app=b }
    pod c { labels app=c }
    networkPolicy one { ${alike('port 81/TCP')} }
    networkPolicy two { ${alike('')} }
  }
}`;
  const [one] = (await topologyOf(text)).clusters;
  const reach = new Reachability(one!, { ipBlockPods: 'include' });
  const { nearest } = reach.explain(workload('default/c'), workload('default/b'), {
    protocol: 'TCP',
    port: 80,
  })!.ingress;
  const { policies } = one!.namespaces.find(({ name }) => name === 'default')!;
  const [first, second] = policies.map(({ ingress }) => ingress[0]!.peers[0]!.podSelector!.requirements[0]!.origin);
  expect(nearest!.rule.policy.name).toBe('two');
  expect(nearest!.misses[0]!.origin).toBe(second);
  expect(first).not.toBe(second);
});
