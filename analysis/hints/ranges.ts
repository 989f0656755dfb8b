import * as ast from '../../language/generated/ast.ts';
import { readLiteral } from '../../network/address/parse.ts';
import { formatPrefix, prefixOf } from '../../network/address/prefix.ts';
import { indexById } from '../../network/topology/by-id.ts';
import { clusterAround, idOf } from '../completion/cursor.ts';
import type { Model } from '../model.ts';
import { type PodRangePlan, podRanges } from '../plan/pod-ranges.ts';
import { nodePlan } from '../plan/pods.ts';
import { serviceRanges } from '../plan/services.ts';
import { networkSpaces, vpcSpaces } from '../plan/underlay.ts';
import { networkWords, nodeWords, podRangeWords, vpcWords } from '../plan/words.ts';
import { count, type Hint } from './hint.ts';

/** The words of one value; `cidr` says of which, in canonical form. */
type Words = Omit<Hint, 'at'> & { readonly cidr?: string };

/** How much a range holds and how much of it is taken, for each value of the field that is a range. */
export function rangeWords(model: Model, field: ast.ValueField): readonly (Words | undefined)[] {
  if (!['cidr', 'podCIDR', 'serviceCIDR'].includes(field.keyword)) return [];
  const words = wordsOf(model, field);
  return field.values.map((value) => {
    const cidr = canonical(value);
    return cidr === undefined ? undefined : words.find((one) => (one.cidr ?? cidr) === cidr);
  });
}

function canonical(text: string): string | undefined {
  const literal = readLiteral(text);
  if ('error' in literal || literal.length === undefined) return undefined;
  return formatPrefix(prefixOf(literal.address, literal.length));
}

function wordsOf(model: Model, { keyword, $container: block }: ast.ValueField): readonly Words[] {
  if (keyword === 'cidr') return ofBlock(model, block);
  if (keyword === 'serviceCIDR') return ofServices(model, block);
  return ast.isNode(block) ? ofNode(model, block) : ofPods(model, block);
}

function ofBlock(model: Model, block: unknown): readonly Words[] {
  const { segments, vpcs } = indexById(model.topology);
  if (ast.isNetwork(block) || ast.isSubnet(block)) {
    const segment = segments.get(idOf(block));
    const spaces = segment ? networkSpaces(model, segment) : [];
    return spaces.map((space) => ({
      cidr: space.cidr,
      text: `${count(space.usable)} usable, ${count(space.used)} used`,
      more: networkWords(space),
    }));
  }
  if (ast.isVpc(block)) {
    const vpc = vpcs.get(idOf(block));
    const spaces = vpc ? vpcSpaces(model, vpc) : [];
    return spaces.map((space) => ({
      cidr: space.cidr,
      text: `${count(space.used)} of ${count(space.size)} in subnets`,
      more: vpcWords(space),
    }));
  }
  return ast.isIpPool(block) ? ofPool(model, block) : [];
}

/** Where there are IPPools, these say what is taken of the Pod range. */
function ofPods(model: Model, block: ast.Field['$container']): readonly Words[] {
  return podPlans(model, block)
    .filter(({ name }) => name === undefined)
    .map(podWords);
}

function ofPool(model: Model, block: ast.IpPool): readonly Words[] {
  return podPlans(model, block)
    .filter(({ name }) => name === block.name)
    .map(podWords);
}

function podPlans({ topology, allocate }: Model, block: ast.Field['$container']): readonly PodRangePlan[] {
  const cluster = clusterAround(topology, block);
  return cluster ? podRanges(cluster, allocate(cluster)) : [];
}

function podWords(plan: PodRangePlan): Words {
  const { nodeRanges, size, used } = plan;
  const text = nodeRanges
    ? `${count(nodeRanges.total)} node ranges of /${nodeRanges.length}, ${count(nodeRanges.used)} used`
    : `${count(size)} addresses, ${count(used)} used`;
  return { cidr: plan.cidr, text, more: podRangeWords(plan) };
}

function ofServices({ topology, allocate }: Model, block: ast.Field['$container']): readonly Words[] {
  const cluster = clusterAround(topology, block);
  const plans = cluster ? serviceRanges(cluster, allocate(cluster)) : [];
  return plans.map(({ cidr, usable, used, free }) => ({
    cidr,
    text: `${count(usable)} usable, ${count(used)} used`,
    more: `${free} more Services fit`,
  }));
}

function ofNode({ topology, allocate }: Model, block: ast.Node): readonly Words[] {
  const { nodes, clusters } = indexById(topology);
  const node = nodes.get(idOf(block));
  const cluster = node && clusters.get(node.cluster);
  if (!cluster) return [];
  const plan = nodePlan(cluster, node, allocate(cluster));
  return [{ text: `${count(plan.counted)} of ${count(plan.room)} pods`, more: nodeWords(plan) }];
}
