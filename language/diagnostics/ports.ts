import { PROTOCOLS } from '../fields.ts';
import * as ast from '../generated/ast.ts';
import { portNumber } from '../lowering/ports.ts';
import { originOf } from '../origins.ts';
import { nearest } from '../spelling.ts';
import { reportIfMissing } from './fields.ts';
import { didYouMean, oneOf, question, type Report } from './report.ts';

/** Of ports that are missing or that none can be. */
export function reportPorts(report: Report, node: ast.PortField): void {
  const ports = node.ports ?? [];
  reportIfMissing(report, node, ports.length === 0, 'a port such as 80/TCP');
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

/** Of a protocol that is none of those with ports. */
export function reportProtocol(report: Report, port: ast.Port | ast.Endpoint): void {
  const { protocol } = port;
  if (protocol === undefined || PROTOCOLS.some((one) => one === protocol)) return;
  const meant = nearest(protocol.toUpperCase(), PROTOCOLS);
  const message = `${protocol} is none of ${oneOf(PROTOCOLS)}${question(meant)}`;
  report.add('SYNTAX', originOf(port, 'protocol'), message, didYouMean(port, 'protocol', undefined, meant));
}
