import type { IRecognitionException, IToken } from 'chevrotain';
import type { Report } from './report.ts';

/** What the parser stumbled over, at most once a line and not where something else has been said. */
export function reportParserErrors(report: Report): void {
  for (const error of report.document.parseResult.parserErrors) {
    const token = placeOf(error);
    if (!token) continue;
    const offset = token.startOffset;
    if (!report.isMarked(offset))
      report.addAt('SYNTAX', offset, token.endOffset! + 1 - offset, messageOf(error, token));
    report.markLine(offset);
  }
}

/** The token that does not fit; at the end of the file the last one that did. */
function placeOf(error: IRecognitionException): IToken | undefined {
  const previous = (error as { previousToken?: IToken }).previousToken;
  return [error.token, previous].find((token) => token !== undefined && isReal(token));
}

const isReal = (token: IToken) =>
  Number.isFinite(token.startOffset) && Number.isFinite(token.endOffset) && token.image !== '';

function messageOf(error: IRecognitionException, token: IToken): string {
  const expected = expectedIn(error);
  const previous = (error as { previousToken?: IToken }).previousToken;
  const after = previous && isReal(previous) && previous !== token ? ` after ${previous.image}` : '';
  if (expected) return `expected ${expected}${after}`;
  return token === previous ? `something is missing after ${token.image}` : `${token.image} cannot stand here${after}`;
}

/** What the innermost rule is about; rules that merely hold fields say nothing of use. */
const EXPECTED: Readonly<Record<string, string>> = {
  Endpoint: 'a pod, a service, an address or another end of the way',
  SourceEndpoint: 'an address or the name of a machine, or node',
  SegmentRef: 'the name of a network or subnet',
  NodeRef: 'the name of a node',
  PlainNodeRef: 'the name of a node',
  GroupRef: 'the name of a security group',
  NamedGroupRef: 'the name of a security group',
  PeerRef: 'the name of a network or VPC',
  ServiceRef: 'the name of a service',
  HopRef: 'the name of a gateway or machine',
  RefName: 'a name',
  CalicoUnary: "a selector such as all(), has(key) or key == 'value'",
  CalicoTerm: "a selector such as all(), has(key) or key == 'value'",
  CalicoExpression: "a selector such as all(), has(key) or key == 'value'",
  Extend: 'cluster and its name',
};

function expectedIn(error: IRecognitionException): string | undefined {
  const rules = error.context.ruleStack.map((rule) => rule.replace(/\u200B$/, ''));
  const innermost = rules.at(-1) ?? '';
  const sign = /token of type '([^\w']+)'/.exec(error.message)?.[1];
  if (sign !== undefined && sign !== '}' && sign !== '{') return sign;
  return EXPECTED[innermost];
}
