import { holdsObjects, type ManifestsModel, modelOfManifests } from '../analysis/manifests/alone.ts';
import type { Model } from '../analysis/model.ts';
import { type AskedEnd, findAsked, peerOf } from '../analysis/reach/asked.ts';
import { type IpBlockPods, reachabilityOf } from '../analysis/reach/reach.ts';
import type { Service } from '../network/reachability/port-set.ts';
import { type Peer, peerName } from '../network/reachability/result.ts';
import { doubts } from './doubts.ts';
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
  for (const text of doubts(model, options.ipblockPods, io.cwd)) io.err(text);
  if (options.explain) explainAll(model, from, to, options, io);
  else await list(model, from, to, options, io);
  return EXIT.ok;
}

async function modelAt(path: string, io: Io): Promise<Model> {
  const { knet, manifests } = await checkedFiles([path], io.cwd);
  if (knet.length > 1) throw new UsageError(`${path} holds ${knet.length} models; name one of them`);
  if (knet.length === 1) {
    const [model] = await createProject(io.cwd).load(knet);
    if (model!.topology.clusters.length === 0)
      io.err(`knet: there is no cluster in ${path}: there is nobody to reach\n`);
    return model!;
  }
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
    const [sources, destinations] = [from, to].map((one) => one && candidatesIn(one, cluster.id));
    if (sources?.length === 0 || destinations?.length === 0) continue;
    const name = clusters.length > 1 ? cluster.name : undefined;
    const ends = { from: onlyOne(sources), to: onlyOne(destinations) };
    for (const connection of reachabilityOf(model, cluster.id, mode).connections(ends))
      if (isOneOf(sources, connection.source) && isOneOf(destinations, connection.destination))
        yield { cluster: name, connection };
  }
}

const candidatesIn = ({ candidates }: AskedEnd, cluster: string) =>
  candidates.filter((one) => one.cluster.id === cluster);

/** Pods of one name that differ are asked for together, by looking at all connections. */
const onlyOne = (candidates: AskedEnd['candidates'] | undefined) =>
  candidates?.length === 1 ? candidates[0]!.end : undefined;

const isOneOf = (candidates: AskedEnd['candidates'] | undefined, peer: Peer) =>
  candidates === undefined ||
  candidates.length === 1 ||
  candidates.some(({ workload }) => workload && `${workload.namespace}/${peerOf(workload)}` === peerName(peer));

function list(
  model: Model,
  from: AskedEnd | undefined,
  to: AskedEnd | undefined,
  options: ReachOptions,
  io: Io,
): Promise<void> {
  const service = to?.service;
  if (service?.protocol === 'ICMP')
    throw new UsageError('connections have ports, and ICMP has none: ask with --explain');
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
    const sources = candidatesIn(from, cluster.id).map((one) => one.end);
    const engine = reachabilityOf(model, cluster.id, options.ipblockPods);
    const services = to.service
      ? [to.service]
      : (workload?.ports ?? []).map(({ protocol, port }) => ({ protocol, port }));
    const pairs = services.flatMap((service) => sources.map((source) => [source, service] as const));
    return pairs.flatMap(([source, service]) => {
      const explanation = engine.explain(source, end, service);
      return explanation ? [{ explanation, cluster: several ? cluster.name : undefined }] : [];
    });
  });
  if (told.length === 0) throw new UsageError('say on which port, as in --to default/web:80/TCP');
  const show = (uri: string) => shownPath(uri, io.cwd);
  // Pods of one name that differ may be told the same.
  const distinct = new Map(told.map((one) => [JSON.stringify(explanationReport([one], show)), one]));
  if (format === 'json') io.out(`${JSON.stringify(explanationReport([...distinct.values()], show), null, 2)}\n`);
  else io.out([...distinct.values()].map((one) => explanationText(one, show, io.colour)).join('\n'));
}
