import type { Place } from '../../analysis/places.ts';
import { lookupLines } from '../../analysis/trace/lookup.ts';
import {
  encapsulationWords,
  flowWords,
  frameDetails,
  frameWords,
  pathWords,
  percent,
  stepWords,
  waysOf,
} from '../../analysis/trace/words.ts';
import type { Frame, Hop, Lookup, Step, TracePath, TraceResult } from '../../network/trace/result.ts';
import type { Styles } from './colour.ts';
import { placeText, type Show } from './places.ts';

/**
 * A trace for somebody with a terminal and a broken network: the outcome first, then every step in order, each with
 * the rule as the machine prints it and the line of the file that is behind it.
 */
export function traceText(result: TraceResult<Place>, show: Show, styles: Styles): string {
  const { title, addresses } = flowWords(result.flow);
  const head = [
    `${outcome(result.disposition, styles)} ${styles.bold(title)}`,
    ...(addresses ? [`  ${addresses}`] : []),
  ];
  const paths = result.paths.map((path, index) => pathText(path, index, result, show, styles));
  const lookup = result.lookup ? [lookupText(result.lookup, show, styles), styles.bold('connects')] : [];
  const rest = result.remaining > 0 ? [`not shown: ${percent(result.remaining)} of the choices`] : [];
  return [head.join('\n'), ...lookup, ...paths, ...rest].join('\n\n');
}

/** The question to the DNS server is a packet of its own, before the connection's. */
function lookupText(lookup: Lookup<Place>, show: Show, styles: Styles): string {
  const [head = '', ...answers] = lookupLines(lookup);
  return [styles.bold(head), ...answers.map((line) => `  ${line}`), traceText(lookup.trace, show, styles)].join('\n');
}

function outcome(disposition: string, { good, severity }: Styles): string {
  if (disposition === 'DELIVERED' || disposition === 'EXITS_NETWORK') return good(disposition);
  return disposition === 'INSUFFICIENT_INFO' ? severity.warning(disposition) : severity.error(disposition);
}

function pathText(
  path: TracePath<Place>,
  index: number,
  { paths }: TraceResult<Place>,
  show: Show,
  styles: Styles,
): string {
  const which = pathWords(path, index, paths.length);
  const head = which === '' ? [] : [`${outcome(path.disposition, styles)} ${which}`];
  const why = path.reason === undefined ? [] : [`${path.reason}${path.code === undefined ? '' : ` (${path.code})`}`];
  const ways = waysOf(path).map(({ name, hops }) => wayText(name, hops, show, styles));
  return [...head, ...why, ...ways].join('\n');
}

function wayText(name: string, hops: readonly Hop<Place>[], show: Show, styles: Styles): string {
  return [styles.bold(name), ...hops.flatMap((hop) => hopLines(hop, show, styles))].join('\n');
}

function hopLines(hop: Hop<Place>, show: Show, styles: Styles): string[] {
  const width = Math.max(0, ...hop.steps.map((step) => subject(step).length));
  return [
    `  ${styles.bold(hop.namespace)} ${styles.dim(hop.kind)}`,
    ...hop.steps.flatMap((step) => stepLines(step, width, show, styles)),
  ];
}

function stepLines(step: Step<Place>, width: number, show: Show, styles: Styles): string[] {
  const origin = 'origin' in step && step.origin ? `  ${styles.dim(placeText(step.origin, show))}` : '';
  const words = stepWords(step);
  const start = `    ${subject(step).padEnd(width)}  `;
  const frame = 'frame' in step ? step.frame : undefined;
  if (!frame) return [`${start}${words}${origin}`];
  return [
    `${start}${words.padEnd(3)} ${frameWords(frame)}  ${styles.dim(frameDetails(frame))}${origin}`,
    ...wrapped(frame, start.length),
  ];
}

function wrapped({ encapsulation = [] }: Frame, indent: number): string[] {
  return encapsulation.map((one) => `${' '.repeat(indent)}wrapped in ${encapsulationWords(one)}`);
}

/** The device, where a step is about one. */
function subject(step: Step<unknown>): string {
  return step.type === 'receive' || step.type === 'transmit' ? step.device : '';
}
