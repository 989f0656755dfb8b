import { QUOTAS } from '../../network/cloud/quotas.ts';
import { isKnownSysctl, sysctlsLike } from '../../network/linux/sysctls.ts';
import type * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { nearest } from '../spelling.ts';
import { didYouMean, oneOf, question, type Report } from './report.ts';

/** `sysctl KEY VALUE` and `quota NAME N`: a name that nothing goes by would pass without a word and change nothing. */
export function reportPair(report: Report, node: ast.ValueField): void {
  const [name = '', value] = node.values ?? [];
  if (value === undefined) {
    report.add('SYNTAX', originOf(node), `expected a value after ${node.keyword} ${name}`);
    return;
  }
  if (node.keyword === 'sysctl') reportSysctl(report, node, name);
  else if (!QUOTAS.includes(name)) reportQuota(report, node, name);
  if (!/^\d+$/.test(value)) report.add('SYNTAX', originOf(node, 'values', 1), `${node.keyword}: ${value} is no number`);
}

function reportSysctl(report: Report, node: ast.ValueField, name: string): void {
  if (isKnownSysctl(name)) return;
  const meant = nearest(name, sysctlsLike(name));
  const origin = originOf(node, 'values', 0);
  if (meant === undefined)
    report.warn('UNKNOWN-FIELD', origin, `${name} changes nothing: the model takes no account of it`);
  else
    report.add(
      'UNKNOWN-FIELD',
      origin,
      `no sysctl is called ${name}${question(meant)}`,
      didYouMean(node, 'values', 0, meant),
    );
}

function reportQuota(report: Report, node: ast.ValueField, name: string): void {
  const meant = nearest(name, QUOTAS);
  const known = meant === undefined ? `; known is ${oneOf(QUOTAS)}` : question(meant);
  const fix = didYouMean(node, 'values', 0, meant);
  report.add('UNKNOWN-FIELD', originOf(node, 'values', 0), `no quota is called ${name}${known}`, fix);
}
