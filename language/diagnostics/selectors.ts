import { AstUtils, GrammarUtils } from 'langium';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { isFollowedBySpacedLabel, reportIfMissing, reportMissing } from './fields.ts';
import { didYouMean, type Report } from './report.ts';

/** Of a selector without a label, and of requirements that cannot be read. */
export function reportSelector(report: Report, node: ast.SelectorField | ast.SelectorPart): void {
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

/** Of a peer without parts, with parts that do not go together, or in the wrong direction. */
export function reportPeer(report: Report, node: ast.PeerField): void {
  const parts = node.parts ?? [];
  reportIfMissing(report, node, parts.length === 0, 'podSelector, namespaceSelector or ipBlock');
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

/** Of an expression in Calico's language without terms, values or quotes. */
export function reportCalico(report: Report, node: ast.CalicoField): void {
  reportIfMissing(report, node, !node.expression, "a selector such as all() or key == 'value'");
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
