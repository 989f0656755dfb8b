import { expect, test } from 'vitest';
import { createBudget } from '../../../analysis/hover/budget.ts';
import { effectLines, reachedByLines } from '../../../analysis/hover/cards/reach.ts';
import { createManifestsModel } from '../../../analysis/model.ts';
import { topologyOf } from '../../support/examples.ts';

const TEXT = `cluster c { podCIDR 10.244.0.0/16
  namespace default {
    pod web { labels app=web  port 80/TCP }
    pod a { labels app=a }
    pod b { labels app=b }
    networkPolicy deny { podSelector app=web  policyTypes Ingress }
    networkPolicy allow { podSelector app=web  ingress { from podSelector app=a  port 80/TCP } }
    networkPolicy nobody { podSelector app=none  policyTypes Ingress }
    networkPolicy out { podSelector app=b  policyTypes Egress  egress { to podSelector app=a  port 53/UDP } }
  }
}`;

async function hovered() {
  const model = createManifestsModel('memory:/a.knet', [], await topologyOf(TEXT));
  const cluster = model.topology.clusters[0]!;
  const namespace = cluster.namespaces.find(({ name }) => name === 'default')!;
  const workload = (name: string) => namespace.workloads.find((one) => one.name === name)!;
  const policy = (name: string) => namespace.policies.find((one) => one.name === name)!;
  return { model, cluster, workload, policy };
}

test('a pod tells who may reach it', async () => {
  const { model, cluster, workload } = await hovered();
  const told = (name: string) => reachedByLines(model, cluster, workload(name), createBudget(10_000)).join('\n');
  expect(told('web')).toBe('- may be reached by: `default/a[Pod]` (TCP 80)');
  expect(told('a')).toBe('- ingress: open: no NetworkPolicy isolates it');
});

test('a policy tells who gains and who loses', async () => {
  const { model, cluster, policy } = await hovered();
  const told = (name: string) => effectLines(model, cluster, policy(name), createBudget(10_000));
  expect(told('allow')).toEqual(['- gains by it: `default/a[Pod]` -> `default/web[Pod]` (TCP 80)']);
  expect(told('deny')).toEqual(['- changes: no connection']);
  expect(told('nobody')).toEqual(['- changes: no connection']);
  expect(told('out')[0]).toContain(
    '- loses by it: `default/b[Pod]` -> `default/a[Pod]` (TCP all UDP 1-52,54-65535 SCTP all)',
  );
});

test('what the time does not allow is left out, and said so', async () => {
  const { model, cluster, workload, policy } = await hovered();
  const spent = createBudget(-1);
  expect(reachedByLines(model, cluster, workload('web'), spent)).toEqual([spent.note]);
  expect(effectLines(model, cluster, policy('out'), spent)).toEqual([spent.note]);
});
