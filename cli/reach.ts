import { comparePlaces, problemOf } from '../analysis/diagnostics/problem.ts';
import { holdsObjects, type ManifestsModel, modelOfManifests } from '../analysis/manifests/alone.ts';
import { manifestProblems } from '../analysis/manifests/problems.ts';
import type { Model } from '../analysis/model.ts';
import { type AskedEnd, findAsked } from '../analysis/reach/asked.ts';
import { type IpBlockPods, reachabilityOf } from '../analysis/reach/reach.ts';
import type { Service } from '../network/reachability/port-set.ts';
import { otherPoliciesWords } from '../network/topology/other-policies.ts';
import { type ReachFormat, type ReachRow, writeReach } from './format/reach.ts';
import { explanationReport, explanationText } from './format/reach-explain.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { checkedFiles, shownPath } from './paths.ts';
import { createProject, loadManifests } from './project.ts';

export interface ReachOptions {
  readonly from?: string;
  readonly to?: string;
  readonly explain?: boolean;
  readonly ipblockPods: IpBlockPods;
  readonly format: ReachFormat;
}

/** Who may talk to whom on which ports, in a `.knet` file or in a folder of Kubernetes YAML. */
export async function reach(path: string, options: ReachOptions, io: Io): Promise<number> {
  const model = await modelAt(path, io);
  const [from, to] = [options.from, options.to].map((text) => (text === undefined ? undefined : found(model, text)));
  if (from?.service) throw new UsageError(`a port belongs to --to: "${options.from}" says where connections begin`);
  warn(model, options, io);
  if (options.explain) explainAll(model, from, to, options, io);
  else await list(model, from, to, options, io);
  return EXIT.ok;
}

async function modelAt(path: string, io: Io): Promise<Model> {
  const { knet, manifests } = await checkedFiles([path], io.cwd);
  if (knet.length > 1) throw new UsageError(`${path} holds ${knet.length} models; name one of them`);
  if (knet.length === 1) return (await createProject(io.cwd).load(knet))[0]!;
  const alone = await loadManifests(manifests);
  for (const { uri, reason } of alone.unreadable) io.err(`knet: ${shownPath(uri, io.cwd)} ${reason}\n`);
  if (!holdsObjects(alone)) io.err(`knet: there is no Kubernetes object in ${path}\n`);
  else if (!hasWorkloads(alone)) io.err(`knet: nothing in ${path} has Pods: there is nobody to reach\n`);
  return modelOfManifests(alone);
}

const hasWorkloads = ({ topology }: ManifestsModel) =>
  topology.clusters.some(({ namespaces }) => namespaces.some(({ workloads }) => workloads.length > 0));

function found(model: Model, text: string): AskedEnd {
  const end = findAsked(model, text);
  if ('problem' in end) throw new UsageError(`"${text}" ${end.problem}`);
  return end;
}

function* rowsOf(
  model: Model,
  from: AskedEnd | undefined,
  to: AskedEnd | undefined,
  mode: IpBlockPods,
): Generator<ReachRow> {
  const { clusters } = model.topology;
  for (const cluster of clusters) {
    const ends = { from: endIn(from, cluster.id), to: endIn(to, cluster.id) };
    if ((from && !ends.from) || (to && !ends.to)) continue;
    const name = clusters.length > 1 ? cluster.name : undefined;
    for (const connection of reachabilityOf(model, cluster.id, mode).connections(ends))
      yield { cluster: name, connection };
  }
}

const endIn = (asked: AskedEnd | undefined, cluster: string) =>
  asked?.candidates.find((one) => one.cluster.id === cluster)?.end;

function list(
  model: Model,
  from: AskedEnd | undefined,
  to: AskedEnd | undefined,
  options: ReachOptions,
  io: Io,
): Promise<void> {
  const service = to?.service;
  const rows = () => rowsOf(model, from, to, options.ipblockPods);
  return writeReach(options.format, service ? () => only(rows(), service) : rows, io);
}

/** Connections on one port; a whole connection is told, since the rest of its ports says why. */
function* only(rows: Iterable<ReachRow>, service: Service): Generator<ReachRow> {
  for (const row of rows) {
    const holds = ({ protocol, from, to }: { protocol: string; from: number; to: number }) =>
      protocol === service.protocol && 'port' in service && from <= service.port && service.port <= to;
    if (row.connection.ports.some(holds)) yield row;
  }
}

function explainAll(
  model: Model,
  from: AskedEnd | undefined,
  to: AskedEnd | undefined,
  options: ReachOptions,
  io: Io,
): void {
  if (!from || !to) throw new UsageError('--explain needs both --from and --to');
  const format = options.format;
  if (format !== 'table' && format !== 'json') throw new UsageError('--explain is printed as table or json');
  const several = model.topology.clusters.length > 1;
  const told = to.candidates.flatMap(({ cluster, end, workload }) => {
    const source = endIn(from, cluster.id);
    const engine = reachabilityOf(model, cluster.id, options.ipblockPods);
    const services = to.service
      ? [to.service]
      : (workload?.ports ?? []).map(({ protocol, port }) => ({ protocol, port }));
    return services.flatMap((service) => {
      const explanation = source && engine.explain(source, end, service);
      return explanation ? [{ explanation, cluster: several ? cluster.name : undefined }] : [];
    });
  });
  if (told.length === 0) throw new UsageError('say on which port, as in --to default/web:80/TCP');
  const show = (uri: string) => shownPath(uri, io.cwd);
  if (format === 'json') io.out(`${JSON.stringify(explanationReport(told, show), null, 2)}\n`);
  else io.out(told.map((one) => explanationText(one, show, io.colour)).join('\n'));
}

/** What the answer cannot know. */
function warn(model: Model, { ipblockPods }: ReachOptions, io: Io): void {
  const policies = model.topology.clusters.flatMap(({ namespaces }) => namespaces.flatMap((one) => one.policies));
  const broken = policies.filter((one) => one.broken).map(({ namespace, name }) => `${namespace}/${name}`);
  if (broken.length > 0) io.err(`not in it: policies that cannot be read decide nothing: ${broken.join(', ')}\n`);
  for (const text of otherPoliciesTexts(model)) io.err(text);
  const unread = unreadText(model, io.cwd);
  if (unread !== undefined) io.err(unread);
  if (ipblockPods === 'exclude') return;
  const hasBlocks = policies.some(({ ingress, egress }) =>
    [...ingress, ...egress].some(({ peers }) => peers.some(({ ipBlock }) => ipBlock)),
  );
  const unplaced = model.topology.clusters
    .filter(({ nodes }) => nodes.length === 0)
    .flatMap(({ namespaces }) => namespaces.flatMap(({ workloads }) => workloads))
    .filter(({ addresses }) => addresses.length === 0).length;
  if (hasBlocks && unplaced > 0)
    io.err(`not in it: whether an ipBlock holds the pods of ${unplaced} workloads, whose addresses nobody says\n`);
}

/** Policies of other APIs decide with those of Kubernetes: without them an answer is one half of the truth. */
function otherPoliciesTexts({ topology: { clusters } }: Model): string[] {
  return clusters.flatMap((cluster) => {
    const words = otherPoliciesWords(cluster);
    const where = clusters.length > 1 ? ` in cluster ${cluster.name}` : '';
    return words === undefined ? [] : [`this may not hold${where}: ${words} decide too, and knet does not read them\n`];
  });
}

/**
 * Mistakes of manifests are told by `knet check`. Not each leaves something out: much of what the API server refuses is
 * read all the same.
 */
function unreadText(model: Model, cwd: string): string | undefined {
  const mistakes = manifestProblems(model).filter(({ severity }) => severity === 'error');
  const [first] = mistakes.map((one) => problemOf(one, model.uri)).sort(comparePlaces);
  if (!first) return undefined;
  const place = `${shownPath(first.uri, cwd)}:${first.range.start.line + 1}`;
  const count = mistakes.length === 1 ? `a mistake at ${place}` : `${mistakes.length} mistakes, the first at ${place}`;
  return `the manifests have ${count} (knet check tells of each); what cannot be read is not in it\n`;
}
