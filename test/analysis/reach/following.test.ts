import { Cancellation, URI } from 'langium';
import { expect, test } from 'vitest';
import type { Model } from '../../../analysis/model.ts';
import { effectOf } from '../../../analysis/reach/effect.ts';
import { type IpBlockPods, podAddressesOf, reachabilityOf } from '../../../analysis/reach/reach.ts';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { load } from '../../support/analysis.ts';

/* One engine follows a file from text to text, and says of each what one made for it says. */

const TEXT = `network lan { cidr 10.0.0.0/24 }
cluster prod {
  podCIDR 10.244.0.0/16
  cni flannel
  node n1 { in lan  ip 10.0.0.11 }
  node n2 { in lan  ip 10.0.0.12 }
  namespace shop {
    labels team=shop
    pod web { on n1  labels app=web }
    pod db { on n2  labels app=db  port 5432/TCP }
    pod job { on n2  labels app=job }
    networkPolicy db-in {
      podSelector app=db
      ingress { from podSelector app=web   port 5432/TCP }
    }
    networkPolicy web-out {
      podSelector app=web
      egress { to ipBlock 10.244.0.0/24 }
    }
  }
}
`;

/** Each is made in the text as the one before left it. */
const EDITS: readonly (readonly [from: string, to: string])[] = [
  ['from podSelector app=web', 'from podSelector app=job'],
  ['app=job   port 5432/TCP', 'app=job   port 5433/TCP'],
  ['labels app=job', 'labels app=web'],
  ['labels team=shop', 'labels team=other'],
  ['ipBlock 10.244.0.0/24', 'ipBlock 10.244.1.0/24'],
  ['podCIDR 10.244.0.0/16', 'podCIDR 10.245.0.0/16'],
  ['ipBlock 10.244.1.0/24', 'ipBlock 10.245.1.0/24'],
  ['pod db { on n2', 'pod db { on n1'],
  ['node n2 { in lan  ip 10.0.0.12', 'node n2 { in lan  ip 10.0.0.13'],
  ['cidr 10.0.0.0/24', 'cidr 10.0.0.0/25'],
  ['networkPolicy db-in {', 'networkPolicy db-inward {'],
];

const uri = URI.parse('file:///w/main.knet');

function said(reach: Reachability): string[] {
  return [...reach.connections()].map(({ source, destination, ports }) =>
    JSON.stringify([source, destination, ports], (key, value) => (key === 'origin' ? undefined : value)),
  );
}

function fresh(model: Model, ipBlockPods: IpBlockPods): Reachability {
  const cluster = model.topology.clusters[0]!;
  return new Reachability(cluster, { ipBlockPods, ...podAddressesOf(model, cluster) });
}

async function following(visit: (model: Model) => void): Promise<Model[]> {
  const { analysis, model, files } = await load({ 'main.knet': TEXT });
  const models = [model];
  visit(model);
  let text = TEXT;
  for (const [from, to] of EDITS) {
    expect(text).toContain(from);
    text = text.replace(from, to);
    files.files.set('main.knet', text);
    await analysis.update({ changed: [uri], deleted: [], roots: [uri] }, Cancellation.CancellationToken.None);
    models.push(analysis.model(model.uri)!);
    visit(models.at(-1)!);
  }
  return models;
}

test.each(['include', 'exclude'] as const)('after every edit, blocks that %s pods', async (mode) => {
  const answers = new Set<string>();
  const models = await following((model) => {
    const now = said(reachabilityOf(model, 'prod', mode));
    expect(now).toEqual(said(fresh(model, mode)));
    answers.add(now.join());
  });
  expect(new Set(models).size).toBe(EDITS.length + 1);
  expect(answers.size).toBeGreaterThan(4);
});

test('a policy that is edited leaves the engine, other machines make another one', async () => {
  const engines: Reachability[] = [];
  await following((model) => engines.push(reachabilityOf(model, 'prod')));
  const [first] = engines;
  expect(engines.slice(0, 9).map((one) => one === first)).toEqual(Array(9).fill(true));
  expect(engines.at(-1)).not.toBe(first);
});

test('a model of an earlier text is answered as before', async () => {
  const answers: string[][] = [];
  const models = await following((model) => answers.push(said(reachabilityOf(model, 'prod'))));
  expect(models.map((model) => said(reachabilityOf(model, 'prod')))).toEqual(answers);
});

test('what a policy does leaves the engine where it was', async () => {
  await following((model) => {
    const [cluster] = model.topology.clusters;
    const before = said(reachabilityOf(model, 'prod'));
    for (const policy of cluster!.namespaces.flatMap(({ policies }) => policies)) {
      expect(effectOf(model, cluster!, policy, () => false).complete).toBe(true);
    }
    expect(said(reachabilityOf(model, 'prod'))).toEqual(before);
  });
});
