import { Cancellation, URI } from 'langium';
import { expect, test } from 'vitest';
import type { Model } from '../../../analysis/model.ts';
import { type IpBlockPods, podAddressesOf, reachabilityOf } from '../../../analysis/reach/reach.ts';
import { Reachability } from '../../../network/reachability/reachability.ts';
import { naivelyAllowed, naivePods } from '../../network/reachability/support/naive.ts';
import { load } from '../../support/analysis.ts';

/*
 * What somebody does to a cluster, as edits of its manifests: policies, pods and namespaces come, change and go. After
 * each, the engine that has followed says what one made for the state says, and what the specification says.
 */

const KNET = `network lan { cidr 172.16.0.0/16 }
cluster c { podCIDR 10.244.0.0/16  cni calico { ipPool p { cidr 10.244.0.0/16 } }
  node n1 { in lan  ip 172.16.0.1 }
  manifests "k8s/**/*.yaml"
}`;

const namespace = (name: string, labels = `{ns: '${name}'}`) =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: '${name}', labels: ${labels}}}`;

const pod = (
  space: string,
  name: string,
  ip: string,
  labels = `{pod: ${name}}`,
  port = '{name: web, containerPort: 80}',
) =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: '${space}', labels: ${labels}}, spec: {nodeName: n1, containers: [{name: c, ports: [${port}]}]}, status: {podIP: ${ip}}}`;

const policy = (spec: string, space = 'x') =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: '${space}'}, spec: {podSelector: {matchLabels: {pod: a}}, ${spec}}}`;

const START: Readonly<Record<string, string>> = Object.fromEntries(
  ['x', 'y', 'z'].flatMap((space, n) => [
    [`${space}.yaml`, namespace(space)],
    [`${space}/a.yaml`, pod(space, 'a', `10.244.0.${10 * n + 10}`)],
    [`${space}/b.yaml`, pod(space, 'b', `10.244.0.${10 * n + 11}`)],
  ]),
);

const FROM_Y = policy('ingress: [{from: [{namespaceSelector: {matchLabels: {team: q}}}], ports: [{port: web}]}]');
const BLOCKS = (block: string) => policy(`policyTypes: [Egress], egress: [{to: [{ipBlock: ${block}}]}]`);

/** Files as an edit leaves them; undefined is one that goes. */
type Edit = Readonly<Record<string, string | undefined>>;

const EDITS: readonly Edit[] = [
  { 'x/p.yaml': FROM_Y },
  { 'y.yaml': namespace('y', "{ns: 'y', team: q}") },
  { 'y/b.yaml': undefined },
  { 'x/a.yaml': pod('x', 'a', '10.244.0.10', '{pod: a}', '{name: web, containerPort: 81, protocol: UDP}') },
  { 'x/a.yaml': pod('x', 'a', '10.244.0.10', '{pod: a}', '{name: web, containerPort: 81}') },
  { 'w.yaml': namespace('w', '{team: q}'), 'w/a.yaml': pod('w', 'a', '10.244.0.40') },
  { 'x/b.yaml': pod('x', 'b', '10.244.0.11', '{pod: a}') },
  { 'x/a.yaml': pod('x', 'a', '10.244.0.10', '{}') },
  { 'y.yaml': namespace('y') },
  { 'w.yaml': undefined, 'w/a.yaml': undefined },
  { 'x/p.yaml': BLOCKS('{cidr: 10.244.0.0/16, except: [10.244.0.20/32]}') },
  { 'x/p.yaml': BLOCKS('{cidr: 10.244.0.20/32}') },
  { 'y/a.yaml': pod('y', 'a', '10.244.0.99') },
  { 'x/p.yaml': undefined, 'y/p.yaml': policy('', 'y') },
  { 'y/p.yaml': policy('ingress: [{}]', 'y') },
  { 'y/p.yaml': policy('ingress: []', 'y') },
  { 'y/p.yaml': undefined },
];

const uri = (path: string) => URI.parse(`file:///w/${path}`);

async function following(visit: (model: Model) => void): Promise<void> {
  const texts = Object.entries(START).map(([path, text]) => [`k8s/${path}`, text]);
  const { analysis, model, files } = await load({ 'main.knet': KNET, ...Object.fromEntries(texts) });
  visit(model);
  for (const edit of EDITS) {
    const paths = Object.keys(edit).map((path) => `k8s/${path}`);
    const deleted = paths.filter((_, i) => Object.values(edit)[i] === undefined);
    for (const [path, text] of Object.entries(edit)) {
      if (text === undefined) files.files.delete(`k8s/${path}`);
      else files.files.set(`k8s/${path}`, text);
    }
    const changed = paths.filter((path) => !deleted.includes(path));
    const change = { changed: changed.map(uri), deleted: deleted.map(uri), roots: [uri('main.knet')] };
    await analysis.update(change, Cancellation.CancellationToken.None);
    visit(analysis.model(model.uri)!);
  }
}

const said = (reach: Reachability) =>
  [...reach.connections()].map((one) => JSON.stringify(one, (key, value) => (key === 'origin' ? undefined : value)));

const SERVICES = [80, 81].flatMap((port) => (['TCP', 'UDP'] as const).map((protocol) => ({ port, protocol })));

/** Pairs that may talk, as the engine and as the specification has it. */
function pairs(model: Model, mode: IpBlockPods): readonly [found: string[], wanted: string[]] {
  const [cluster] = model.topology.clusters;
  const reach = reachabilityOf(model, cluster!.id, mode);
  const pods = naivePods(cluster!).filter(({ workload }) => !workload.implicit);
  const [found, wanted]: [string[], string[]] = [[], []];
  for (const source of pods) {
    for (const destination of pods) {
      for (const service of SERVICES) {
        const words = `${source.workload.id} -> ${destination.workload.id} ${service.port}/${service.protocol}`;
        const [from, to] = [source, destination].map(({ workload: { id } }) => ({ kind: 'workload', id }) as const);
        if (reach.can(from!, to!, service)) found.push(words);
        if (naivelyAllowed({ source, destination, ...service, blocksMatchPods: mode === 'include' }))
          wanted.push(words);
      }
    }
  }
  return [found, wanted];
}

/** How many edits change an answer: where blocks hold no pods, neither an edit of one nor of an address does. */
const CASES = [
  ['include', EDITS.length],
  ['exclude', EDITS.length - 2],
] as const;

test.each(CASES)('after every edit of manifests, blocks that %s pods', async (mode, changes) => {
  const answers: string[] = [];
  await following((model) => {
    const [cluster] = model.topology.clusters;
    const fresh = new Reachability(cluster!, { ipBlockPods: mode, ...podAddressesOf(model, cluster!) });
    expect(said(reachabilityOf(model, cluster!.id, mode))).toEqual(said(fresh));
    const [found, wanted] = pairs(model, mode);
    expect(found).toEqual(wanted);
    answers.push(found.join());
  });
  expect(answers).toHaveLength(EDITS.length + 1);
  expect(answers.filter((one, i) => i > 0 && one !== answers[i - 1])).toHaveLength(changes);
});
