import type { ClusterPlan } from '../../analysis/plan/clusters.ts';
import type { Plan } from '../../analysis/plan/plan.ts';
import type { NetworkPlan, VpcPlan } from '../../analysis/plan/underlay.ts';
import { bandWords, limitWords, networkWords, nodeWords, podRangeWords, vpcWords } from '../../analysis/plan/words.ts';
import type { Styles } from './colour.ts';

/** A line of the tree, in columns that stand below each other among brothers. */
interface Branch {
  readonly cells: readonly string[];
  readonly children?: readonly Branch[];
}

/** Nodes beyond these are counted: their numbers repeat themselves. JSON has all. */
const SHOWN_NODES = 16;

/** The plan as a tree for somebody at a terminal. */
export function planText({ vpcs, networks, clusters }: Plan, styles: Styles): string {
  const trees = [...vpcs.map(vpcTree), ...networks.map(networkTree), ...clusters.map(clusterTree)];
  return trees.map((tree) => treeText(tree, styles)).join('\n');
}

function vpcTree({ id, provider, ranges, subnets }: VpcPlan): Branch {
  const spaces = ranges.map((range) => ({ cells: [range.cidr, vpcWords(range)] }));
  return { cells: [`vpc ${id}`, provider], children: [...spaces, ...subnets.flatMap(networkRows)] };
}

/** A network of its own: one range fits on its line. */
function networkTree(network: NetworkPlan): Branch {
  const [first, ...others] = networkRows(network);
  return { ...first!, children: others };
}

function networkRows({ id, kind, zone, ranges }: NetworkPlan): Branch[] {
  const name = `${kind} ${id.split('/').at(-1)}`;
  if (ranges.length === 0) return [{ cells: [name, 'no range'] }];
  return ranges.map((range) => ({ cells: [name, range.cidr, networkWords(range), ...(zone ? [zone] : [])] }));
}

function clusterTree(cluster: ClusterPlan): Branch {
  return {
    cells: [`cluster ${cluster.id}`, cluster.cni],
    children: [
      ...cluster.podRanges.map((range) => ({
        cells: [range.name ? `ipPool ${range.name}` : 'podCIDR', range.cidr, podRangeWords(range)],
      })),
      ...cluster.services.map((range) => ({
        cells: [
          'serviceCIDR',
          range.cidr,
          `${range.usable} usable, ${range.used} used, ${range.free} more services fit`,
        ],
        children: bandRows(range),
      })),
      {
        cells: ['node ports', portsText(cluster), `${cluster.nodePorts.used} used, ${cluster.nodePorts.free} free`],
        children: bandRows(cluster.nodePorts),
      },
      { cells: ['nodes', String(cluster.nodes.count), nodesText(cluster)], children: nodeRows(cluster) },
      { cells: ['pods', String(cluster.pods.used), limitWords(cluster.pods.more, cluster.pods.limits)] },
    ],
  };
}

function bandRows(range: Pick<ClusterPlan['nodePorts'], 'static' | 'dynamic'>): Branch[] {
  return [{ cells: ['static band', bandWords(range.static)] }, { cells: ['dynamic band', bandWords(range.dynamic)] }];
}

function portsText({ nodePorts }: ClusterPlan): string {
  const from = nodePorts.static.from || nodePorts.dynamic.from;
  return `${from}-${nodePorts.dynamic.to}`;
}

function nodesText({ nodes }: ClusterPlan): string {
  const growth = nodes.growth === 0 ? '' : `${nodes.growth} may come; `;
  return growth + limitWords(nodes.more, nodes.limits);
}

function nodeRows({ eachNode }: ClusterPlan): Branch[] {
  const rows = eachNode.slice(0, SHOWN_NODES).map((node) => ({
    cells: [node.name, ...(node.ranges.length > 0 ? [node.ranges.join(' ')] : []), nodeWords(node)],
  }));
  const hidden = eachNode.length - rows.length;
  return hidden > 0 ? [...rows, { cells: [`and ${hidden} more nodes`] }] : rows;
}

function treeText({ cells, children = [] }: Branch, styles: Styles): string {
  return `${styles.bold(cells[0]!)}  ${cells.slice(1).join('  ')}\n${branchesText(children, '', styles)}`;
}

function branchesText(branches: readonly Branch[], indent: string, styles: Styles): string {
  const widths = columnWidths(branches);
  return branches
    .map(({ cells, children = [] }, index) => {
      const isLast = index === branches.length - 1;
      const row = cells.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
      const below = branchesText(children, `${indent}${isLast ? '  ' : '│ '}`, styles);
      return `${styles.dim(`${indent}${isLast ? '└ ' : '├ '}`)}${row.trimEnd()}\n${below}`;
    })
    .join('');
}

function columnWidths(branches: readonly Branch[]): number[] {
  const columns = Math.max(0, ...branches.map(({ cells }) => cells.length));
  return Array.from({ length: columns }, (_, column) => {
    // The last cell of a line pads nothing.
    const padded = branches.filter(({ cells }) => cells.length > column + 1);
    return Math.max(0, ...padded.map(({ cells }) => cells[column]!.length));
  });
}
