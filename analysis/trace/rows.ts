import type { Frame, Hop, Step } from '../../network/trace/result.ts';
import { encapsulationWords, frameWords, stepWords } from './words.ts';

/** One line of the compact table: what a capture on one device shows, and what led the packet there. */
export interface Row {
  readonly namespace: string;
  readonly device: string;
  readonly what: readonly string[];
  readonly packet: string;
  readonly ttl: string;
  readonly encapsulation: string;
}

/**
 * The hops as rows, one for each device that the packet crosses. What was decided on the way there (a route, a
 * neighbour, a chain) stands in the row that it led to, so that a hop is two or three lines and not twelve.
 */
export function rowsOf(hops: readonly Hop<unknown>[]): Row[] {
  return hops.flatMap((hop) => hopRows(hop));
}

function hopRows(hop: Hop<unknown>): Row[] {
  const rows: Row[] = [];
  let led: string[] = [];
  for (const step of hop.steps) {
    if (isLeading(step)) {
      led.push(stepWords(step));
      continue;
    }
    rows.push(row(hop.namespace, step, led));
    led = [];
  }
  if (led.length > 0) rows.push({ ...EMPTY, namespace: hop.namespace, what: led });
  return rows.map((each, index) => (index === 0 ? each : { ...each, namespace: '' }));
}

type Crossing = Extract<Step<unknown>, { type: 'originate' | 'receive' | 'transmit' | 'deliver' | 'drop' }>;

function isLeading(step: Step<unknown>): step is Exclude<Step<unknown>, Crossing> {
  return !['originate', 'receive', 'transmit', 'deliver', 'drop'].includes(step.type);
}

const EMPTY: Row = { namespace: '', device: '', what: [], packet: '', ttl: '', encapsulation: '' };

function row(namespace: string, step: Crossing, led: readonly string[]): Row {
  const frame = step.type === 'drop' ? undefined : step.frame;
  const device = step.type === 'receive' || step.type === 'transmit' ? step.device : '';
  const what = [...led, stepWords(step)];
  return { ...EMPTY, namespace, device, what, ...(frame ? frameCells(frame) : {}) };
}

function frameCells(frame: Frame): Pick<Row, 'packet' | 'ttl' | 'encapsulation'> {
  return {
    packet: frameWords(frame),
    ttl: String(frame.ttl),
    encapsulation: (frame.encapsulation ?? []).map(encapsulationWords).join('; '),
  };
}
