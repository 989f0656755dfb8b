import { rangeOf } from '../../analysis/origins.ts';
import { type ExplanationLine, explanationLines } from '../../analysis/reach/explanation.ts';
import { peerWords } from '../../analysis/reach/words.ts';
import type {
  Explanation,
  PolicyReference,
  RuleReference,
  SideExplanation,
} from '../../network/reachability/explain.ts';
import type { Origin } from '../../network/topology/origin.ts';
import { stylesFor } from './colour.ts';
import { jsonPlace, placeText, type Show } from './places.ts';

/** An explanation, with its cluster's name where the model has several. */
export interface Told {
  readonly explanation: Explanation;
  readonly cluster: string | undefined;
}

/** The outcome, and below it what each end's policies say, with the lines of the file. */
export function explanationText({ explanation, cluster }: Told, show: Show, colour: boolean): string {
  const { bold, dim } = stylesFor(colour);
  return explanationLines(explanation, cluster)
    .map(({ depth, text, place }: ExplanationLine) => {
      const where = place ? dim(`  ${placeText(place, show)}`) : '';
      return `${'  '.repeat(depth)}${depth === 0 ? bold(text) : text}${where}\n`;
    })
    .join('');
}

/** The same as data; lines and columns from 1. */
export function explanationReport(told: readonly Told[], show: Show) {
  return { explanations: told.map((one) => reportOf(one, show)) };
}

function reportOf({ explanation, cluster }: Told, show: Show) {
  const { source, destination, service, allowed, isLedTo, egress, ingress } = explanation;
  return {
    source: peerWords(source, cluster),
    destination: peerWords(destination, cluster),
    ...service,
    allowed,
    ...(!isLedTo && { isLedTo }),
    egress: sideOf(egress, show),
    ingress: sideOf(ingress, show),
  };
}

function sideOf({ allowed, isolatedBy, allowedBy, nearest }: SideExplanation, show: Show) {
  const policy = ({ namespace, name, origin }: PolicyReference) => ({
    policy: `${namespace}/${name}`,
    ...placeOf(origin, show),
  });
  const rule = ({ policy: { namespace, name }, number, origin }: RuleReference) => ({
    policy: `${namespace}/${name}`,
    rule: number,
    ...placeOf(origin, show),
  });
  return {
    allowed,
    isolatedBy: isolatedBy.map(policy),
    allowedBy: allowedBy.map(rule),
    ...(nearest && {
      nearest: {
        ...rule(nearest.rule),
        misses: nearest.misses.map(({ part, wanted, origin }) => ({ part, wanted, ...placeOf(origin, show) })),
      },
    }),
  };
}

function placeOf(origin: Origin, show: Show) {
  const place = rangeOf(origin);
  return place ? jsonPlace(place, show) : {};
}
