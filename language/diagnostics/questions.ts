import { isWithin, PROBE_BOUNDS } from '../../network/topology/question.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { reportProtocol } from './ports.ts';
import type { Report } from './report.ts';

/** A `trace` or `expect` that is not finished. Words that follow on its line are then no diagnostics of their own. */
export function reportQuestion(report: Report, node: ast.Question): void {
  const problem = ast.isExpect(node) ? expectProblem(node) : traceProblem(node);
  if (problem) {
    report.add('SYNTAX', originOf(node), problem);
    report.markLine(node.$cstNode?.end ?? 0);
    return;
  }
  for (const end of [node.from, node.to]) if (end) reportEnd(report, end);
  for (const option of node.options ?? []) reportOption(report, option);
}

function traceProblem(node: ast.Question): string | undefined {
  if (!node.from) return 'a trace says from where and to where: trace A -> B';
  return node.to ? undefined : 'a trace says where to: expected -> and where to';
}

function expectProblem(node: ast.Expect): string | undefined {
  if (!node.from) return 'an expectation says what can reach what: expect A can reach B';
  if (!node.verb) return 'expected can reach or cannot reach';
  if (!node.to) return `expected what ${node.verb} reach`;
  const text = node.$cstNode?.text ?? '';
  return /\b(can|cannot)\s+reach\b/.test(text) ? undefined : `expected reach after ${node.verb}`;
}

function reportEnd(report: Report, end: ast.Endpoint): void {
  if (/^\[[^\]]*$/.test(end.$cstNode?.text ?? '')) report.add('SYNTAX', originOf(end), 'expected ] after the address');
  if (end.protocol !== 'ICMP') reportProtocol(report, end);
  else report.add('SYNTAX', originOf(end, 'protocol'), 'ICMP has no ports: write ICMP behind the name');
  if (/^\d+$/.test(end.port ?? '') && (Number(end.port) < 1 || Number(end.port) > 65535))
    report.add('SYNTAX', originOf(end, 'port'), `${end.port} is no port: ports are 1 to 65535`);
  if (/\bat$/.test(end.$cstNode?.text ?? '') && !end.url)
    report.add('SYNTAX', originOf(end), 'expected a URL such as https://example.com/ after at');
}

const NEEDED: Readonly<Record<string, string>> = {
  size: 'a number of bytes',
  ttl: 'a number',
  with: 'encapsulation',
  without: 'NAT or encapsulation',
};

function reportBounds(report: Report, option: ast.ProbeOption): void {
  const { keyword, value } = option;
  if (value === undefined || (keyword !== 'size' && keyword !== 'ttl')) return;
  const bounds = PROBE_BOUNDS[keyword];
  if (isWithin(bounds, Number(value))) return;
  const message = `${value} is no ${bounds.what}: it is ${bounds.least} to ${bounds.most}`;
  report.add('SYNTAX', originOf(option, 'value'), message);
}

function reportOption(report: Report, option: ast.ProbeOption): void {
  const { keyword } = option;
  reportBounds(report, option);
  const needed = NEEDED[keyword];
  if (needed && !option.value) report.add('SYNTAX', originOf(option), `expected ${needed} after ${keyword}`);
  if (keyword === 'by' && !option.policy)
    report.add('SYNTAX', originOf(option), 'expected networkPolicy and its name after by');
  if (keyword === 'from' && !option.node && !option.source)
    report.add('SYNTAX', originOf(option), 'expected an address, the name of a machine, or node after from source');
  if (keyword === 'with' && option.value === 'NAT')
    report.add('SYNTAX', originOf(option), 'only without NAT can be stated');
}
