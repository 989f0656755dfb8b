import * as ast from '../generated/ast.ts';
import { reportIfMissing } from './fields.ts';
import { reportPorts } from './ports.ts';
import type { Report } from './report.ts';
import { reportCalico, reportPeer, reportSelector } from './selectors.ts';

/** Fields that name other things, and fields with a shape of their own, as far as something is missing in them. */
export function reportParts(report: Report, node: ast.Field): void {
  if (ast.isPortField(node)) reportPorts(report, node);
  else if (ast.isSelectorField(node)) reportSelector(report, node);
  else if (ast.isPeerField(node)) reportPeer(report, node);
  else if (ast.isRouteField(node)) reportRoute(report, node);
  else if (ast.isPathField(node)) reportPath(report, node);
  else if (ast.isCalicoField(node)) reportCalico(report, node);
  else if (ast.isSegmentField(node))
    reportIfMissing(report, node, isEmpty(node.targets), 'the name of a network or subnet');
  else if (ast.isNodeField(node)) reportIfMissing(report, node, isEmpty(node.targets), 'the name of a node');
  else if (ast.isServiceField(node)) reportIfMissing(report, node, isEmpty(node.targets), 'the name of a service');
  else if (ast.isPeeringField(node))
    reportIfMissing(report, node, isEmpty(node.targets), 'the name of a network or VPC');
  else if (ast.isGroupField(node)) reportGroups(report, node);
  else if (ast.isImport(node)) reportIfMissing(report, node, !node.path, 'a path in quotes', 'import');
}

const isEmpty = (list: readonly unknown[] | undefined) => (list ?? []).length === 0;

function reportGroups(report: Report, node: ast.GroupField): void {
  const isPeer = node.keyword === 'from' || node.keyword === 'to';
  const what = isPeer ? 'a prefix or the name of a security group' : 'the name of a security group';
  reportIfMissing(report, node, isEmpty(node.targets) && isEmpty(node.values), what);
}

function reportRoute(report: Report, node: ast.RouteField): void {
  reportIfMissing(report, node, !node.destination, 'a prefix');
  const hasHop = node.blackhole || node.address || node.via;
  reportIfMissing(
    report,
    node,
    Boolean(node.destination) && !hasHop,
    'via and a next hop, or blackhole,',
    `route ${node.destination}`,
  );
}

function reportPath(report: Report, node: ast.PathField): void {
  reportIfMissing(report, node, !node.path, 'a path that begins with /');
  reportIfMissing(report, node, Boolean(node.path) && !node.service, '-> and a service', `path ${node.path}`);
  const service = node.service?.target?.$refText;
  reportIfMissing(report, node, Boolean(service) && !node.port, ': and a port', service);
}
