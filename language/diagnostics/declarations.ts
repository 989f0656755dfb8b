import { BACKENDS, CNI_KINDS, DNS_IMPLEMENTATIONS, KUBE_PROXY_MODES } from '../fields.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { nearest } from '../spelling.ts';
import { didYouMean, oneOf, question, type Report } from './report.ts';

/** Blocks that need no name because there is one of them, or because it may be left out. */
const UNNAMED: ReadonlySet<string> = new Set([
  ast.Docker.$type,
  ast.BgpConfiguration.$type,
  ast.PolicyRule.$type,
  ast.SecurityGroupRule.$type,
  ast.InternetGateway.$type,
  ast.ContainerNetwork.$type,
  ast.Extend.$type,
]);

/** `pod default/a { … }`: where a thing is declared says what it belongs to. */
function reportSlash(report: Report, node: ast.Declaration): void {
  if (!node.name?.includes('/')) return;
  const plain = node.name.split('/').at(-1)!;
  const fix = didYouMean(node, 'name', undefined, plain);
  report.add('SYNTAX', originOf(node), `a declared name has no "/": write ${plain}`, fix);
}

/** Fields whose name is a choice rather than a name. */
const CHOICES: Readonly<Record<string, { readonly what: string; readonly values: readonly string[] }>> = {
  [ast.Cni.$type]: { what: 'network plugin', values: CNI_KINDS },
  [ast.KubeProxy.$type]: { what: 'mode of kube-proxy', values: KUBE_PROXY_MODES },
  [ast.Dns.$type]: { what: 'DNS server', values: DNS_IMPLEMENTATIONS },
  [ast.Backend.$type]: { what: 'backend of flannel', values: BACKENDS },
};

/** A declaration without its name, or with a kind that does not exist. */
export function reportHead(report: Report, node: ast.Declaration): void {
  reportSlash(report, node);
  if (ast.isNodeGroup(node)) reportGroupSize(report, node);
  const choice = CHOICES[node.$type];
  if (choice) reportChoice(report, node, choice.what, choice.values);
  else if (ast.isExtend(node) && !node.target)
    report.add('SYNTAX', originOf(node), 'expected a cluster’s name after extend cluster');
  else if (ast.isContainerNetwork(node)) reportContainerNetwork(report, node);
  else if (!node.name && !UNNAMED.has(node.$type) && !report.isMarked(node.$cstNode?.offset ?? 0))
    report.add('SYNTAX', originOf(node), `expected a name after ${node.keyword}`);
}

/** `nodes w 5..2`: it would have five nodes, and never fewer. */
function reportGroupSize(report: Report, node: ast.NodeGroup): void {
  const [, least, most] = /^(\d+)(?:\.\.|-)(\d+)$/.exec(node.range ?? '') ?? [];
  if (least === undefined || most === undefined || Number(least) <= Number(most)) return;
  const right = `${most}..${least}`;
  const message = `a group of ${node.range} nodes: the least number stands first, ${right}`;
  report.add('SYNTAX', originOf(node, 'range'), message, didYouMean(node, 'range', undefined, right));
}

function reportChoice(report: Report, node: ast.Declaration, what: string, values: readonly string[]): void {
  if (!node.name) {
    report.add('SYNTAX', originOf(node), `expected ${oneOf(values)} after ${node.keyword}`);
    return;
  }
  if (values.includes(node.name)) return;
  const meant = nearest(node.name, values);
  const hint = question(meant) || `: known are ${oneOf(values)}`;
  const message = `${node.name} is no ${what} that knet models${hint}`;
  report.add('SYNTAX', originOf(node), message, didYouMean(node, 'name', undefined, meant));
}

function reportContainerNetwork(report: Report, node: ast.ContainerNetwork): void {
  const { mode } = node;
  if (!mode && !node.bridge)
    report.add(
      'SYNTAX',
      originOf(node),
      'expected bridge, host, none, container:NAME, macvlan, overlay NAME or a bridge after network',
    );
  if (mode === 'container' && !node.container)
    report.add('SYNTAX', originOf(node), 'expected : and the name of a container after network container');
  if (mode && mode !== 'macvlan' && (node.fields ?? []).length > 0)
    report.add('SYNTAX', originOf(node), `only network macvlan has a block, not network ${mode}`);
  if (mode === 'overlay' && !node.overlay)
    report.add('SYNTAX', originOf(node), 'expected the name of an overlay after network overlay');
}
