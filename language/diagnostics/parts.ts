import { AstUtils, GrammarUtils } from 'langium';
import { PROTOCOLS } from '../fields.ts';
import * as ast from '../generated/ast.ts';
import { portNumber } from '../lowering/ports.ts';
import { originOf } from '../origins.ts';
import { nearest } from '../spelling.ts';
import { isFollowedBySpacedLabel, reportMissing } from './fields.ts';
import { didYouMean, oneOf, question, type Report } from './report.ts';

/** Fields that name other things, and fields with a shape of their own, as far as something is missing in them. */
export function reportParts(report: Report, node: ast.Field): void {
  if (ast.isPortField(node)) reportPorts(report, node);
  else if (ast.isSelectorField(node)) reportSelector(report, node);
  else if (ast.isPeerField(node)) reportPeer(report, node);
  else if (ast.isRouteField(node)) reportRoute(report, node);
  else if (ast.isPathField(node)) reportPath(report, node);
  else if (ast.isCalicoField(node)) reportCalico(report, node);
  else if (ast.isSegmentField(node)) missing(report, node, isEmpty(node.targets), 'the name of a network or subnet');
  else if (ast.isNodeField(node)) missing(report, node, isEmpty(node.targets), 'the name of a node');
  else if (ast.isServiceField(node)) missing(report, node, isEmpty(node.targets), 'the name of a service');
  else if (ast.isPeeringField(node)) missing(report, node, isEmpty(node.targets), 'the name of a network or VPC');
  else if (ast.isGroupField(node)) reportGroups(report, node);
  else if (ast.isImport(node)) missing(report, node, !node.path, 'a path in quotes', 'import');
}

const isEmpty = (list: readonly unknown[] | undefined) => (list ?? []).length === 0;

function missing(report: Report, node: ast.Field, isMissing: boolean, what: string, keyword?: string): void {
  if (isMissing) reportMissing(report, node, what, keyword);
}

function reportGroups(report: Report, node: ast.GroupField): void {
  const isPeer = node.keyword === 'from' || node.keyword === 'to';
  const what = isPeer ? 'a prefix or the name of a security group' : 'the name of a security group';
  missing(report, node, isEmpty(node.targets) && isEmpty(node.values), what);
}

function reportRoute(report: Report, node: ast.RouteField): void {
  missing(report, node, !node.destination, 'a prefix');
  const hasHop = node.blackhole || node.address || node.via;
  missing(
    report,
    node,
    Boolean(node.destination) && !hasHop,
    'via and a next hop, or blackhole,',
    `route ${node.destination}`,
  );
}

function reportPath(report: Report, node: ast.PathField): void {
  missing(report, node, !node.path, 'a path that begins with /');
  missing(report, node, Boolean(node.path) && !node.service, '-> and a service', `path ${node.path}`);
  const service = node.service?.target?.$refText;
  missing(report, node, Boolean(service) && !node.port, ': and a port', service);
}

// ---------------------------------------------------------------- selectors and peers
function reportSelector(report: Report, node: ast.SelectorField | ast.SelectorPart): void {
  const requirements = node.requirements ?? [];
  if (requirements.length === 0 && !node.all && !isFollowedBySpacedLabel(node)) {
    const field = ast.isSelectorPart(node) ? (node.$container as ast.PeerField) : node;
    reportMissing(report, field, 'a label such as app=web, or {} for all,', node.keyword, originOf(node));
  }
  for (const [i, text] of requirements.entries())
    if (/\(/.test(text) && !/^\S+\s+(not)?in\s*\(\s*[\w.-]+(\s*,\s*[\w.-]+)*\s*\)$|has\([^()\s]+\)$/.test(text))
      report.add(
        'SYNTAX',
        originOf(node, 'requirements', i),
        `${text} is no requirement: write key in (a, b) or has(key)`,
      );
}

function reportPeer(report: Report, node: ast.PeerField): void {
  const parts = node.parts ?? [];
  missing(report, node, parts.length === 0, 'podSelector, namespaceSelector or ipBlock');
  for (const part of parts) reportPart(report, part);
  const blocks = parts.filter(ast.isBlockPart);
  const repeated = parts.find((part, i) => parts.slice(0, i).some((other) => other.keyword === part.keyword));
  if (blocks.length > 0 && blocks.length < parts.length)
    report.add('SYNTAX', originOf(node), `an ipBlock stands alone: give the selectors a ${node.keyword} of their own`);
  else if (repeated)
    report.add('SYNTAX', originOf(repeated), `a second ${repeated.keyword} needs a ${node.keyword} of its own`);
  reportDirection(report, node);
}

function reportPart(report: Report, part: ast.PeerPart): void {
  if (ast.isSelectorPart(part)) reportSelector(report, part);
  else if (ast.isBlockPart(part) && !part.cidr)
    report.add('SYNTAX', originOf(part), 'expected a prefix such as 10.0.0.0/16 after ipBlock');
}

/** `from` belongs to ingress, `to` to egress. */
function reportDirection(report: Report, node: ast.PeerField): void {
  const rule = node.$container;
  if (!ast.isPolicyRule(rule)) return;
  const wanted = rule.keyword === 'egress' ? 'to' : 'from';
  if (node.keyword === wanted) return;
  const fix = didYouMean(node, 'keyword', undefined, wanted);
  report.add('UNKNOWN-FIELD', originOf(node, 'keyword'), `${rule.keyword} has ${wanted}, not ${node.keyword}`, fix);
}

function reportCalico(report: Report, node: ast.CalicoField): void {
  missing(report, node, !node.expression, "a selector such as all() or key == 'value'");
  for (const term of AstUtils.streamAst(node).filter(ast.isCalicoTerm)) {
    const quoted = GrammarUtils.findNodeForProperty(term.$cstNode, 'value')?.text ?? "''";
    if (term.operator && term.value === undefined)
      report.add('SYNTAX', originOf(term), `expected a value in quotes after ${term.operator}`);
    else if (!/^['"]/.test(quoted)) {
      const fix = didYouMean(term, 'value', undefined, `'${quoted}'`);
      report.add('SYNTAX', originOf(term, 'value'), `Calico wants values in quotes: '${quoted}'`, fix);
    }
  }
}

// ---------------------------------------------------------------- ports
function reportPorts(report: Report, node: ast.PortField): void {
  const ports = node.ports ?? [];
  missing(report, node, ports.length === 0, 'a port such as 80/TCP');
  const isPolicy = ast.isPolicyRule(node.$container) || ast.isSecurityGroupRule(node.$container);
  for (const port of ports) reportPort(report, node, port, isPolicy);
}

function reportPort(report: Report, field: ast.PortField, port: ast.Port, isPolicy: boolean): void {
  if (!isPolicy && port.number === undefined)
    report.add('SYNTAX', originOf(port), `expected a number after ${field.keyword} ${port.name ?? ''}`.trimEnd());
  for (const property of ['number', 'nodePort', 'hostPort'] as const) reportNumber(report, port, property);
  if (field.keyword === 'publish' && port.target === undefined)
    report.add('SYNTAX', originOf(port), `expected -> and the container's port after publish ${port.number}`);
  reportProtocol(report, port);
}

function reportNumber(report: Report, port: ast.Port, property: 'number' | 'nodePort' | 'hostPort'): void {
  const text = port[property];
  if (text === undefined) return;
  const [from, to = from] = text.split(/\.\.|-/).map(portNumber);
  if (from === undefined || to === undefined)
    report.add('SYNTAX', originOf(port, property), `${text} is no port: ports are 1 to 65535`);
  else if (to < from) report.add('SYNTAX', originOf(port, property), `${text} ends before it begins`);
}

function reportProtocol(report: Report, port: ast.Port | ast.Endpoint): void {
  const { protocol } = port;
  if (protocol === undefined || PROTOCOLS.some((one) => one === protocol)) return;
  const meant = nearest(protocol.toUpperCase(), PROTOCOLS);
  const message = `${protocol} is none of ${oneOf(PROTOCOLS)}${question(meant)}`;
  report.add('SYNTAX', originOf(port, 'protocol'), message, didYouMean(port, 'protocol', undefined, meant));
}

export { reportProtocol };
