import type { Frame, Hop, Lookup, TracePath, TraceResult } from '../../network/trace/result.ts';
import type { Place } from '../places.ts';
import { headersOf, type Macs, remember } from './headers.ts';
import { lookupLines } from './lookup.ts';
import { Sheet, type TraceDocument } from './sheet.ts';
import { flowWords, pathWords, percent, stepPhrase, waysOf } from './words.ts';

export interface TraceHead {
  /** The `trace` or `expect` as it is written, and where. */
  readonly question?: string;
  readonly place?: Place;
  /** Of an `expect`: `holds`, or that it fails and why. */
  readonly verdict?: string;
  /** How a file is called in the text. */
  readonly show: (uri: string) => string;
}

/** Every step of every way of a packet, with all headers of every frame. */
export function traceDocument(
  result: TraceResult<Place>,
  { question, place, verdict, show }: TraceHead,
): TraceDocument {
  const sheet = new Sheet(show);
  const { title, addresses } = flowWords(result.flow);
  sheet.line(0, `${result.disposition} ${title}`);
  if (addresses !== undefined) sheet.line(0, addresses);
  if (verdict !== undefined) sheet.line(0, verdict);
  if (question !== undefined) sheet.line(0, question, place);
  if (result.lookup) writeLookup(sheet, result.lookup);
  for (const [index, path] of result.paths.entries()) writePath(sheet, path, index, result.paths.length);
  if (result.remaining > 0) {
    sheet.blank();
    sheet.line(0, `not shown: ${percent(result.remaining)} of the choices`);
  }
  return sheet.document();
}

/** The question to the DNS server is a packet of its own, before the connection's. */
function writeLookup(sheet: Sheet, lookup: Lookup<Place>): void {
  sheet.blank();
  for (const [index, line] of lookupLines(lookup).entries()) sheet.line(index === 0 ? 0 : 1, line);
  const { paths } = lookup.trace;
  for (const [index, path] of paths.entries()) writePath(sheet, path, index, paths.length);
  sheet.blank();
  sheet.line(0, 'connects');
}

function writePath(sheet: Sheet, path: TracePath<Place>, index: number, total: number): void {
  const which = pathWords(path, index, total);
  if (which !== '' || path.reason !== undefined) sheet.blank();
  if (which !== '') sheet.line(0, `${path.disposition} ${which}`);
  if (path.reason !== undefined) sheet.line(0, `${path.reason}${path.code === undefined ? '' : ` (${path.code})`}`);
  for (const { name, hops } of waysOf(path)) {
    sheet.blank();
    sheet.line(0, name);
    const inner: (Macs | undefined)[] = [];
    for (const hop of hops) writeHop(sheet, hop, inner);
  }
}

function writeHop(sheet: Sheet, { namespace, kind, steps }: Hop<Place>, inner: (Macs | undefined)[]): void {
  sheet.line(1, `${namespace} (${kind})`);
  for (const step of steps) {
    sheet.line(2, stepPhrase(step), 'origin' in step ? step.origin : undefined);
    if ('frame' in step && step.frame) writeFrame(sheet, step.frame, inner);
    if (step.type === 'route') for (const route of step.losing ?? []) sheet.line(4, `rather than ${route}`);
  }
}

/** The Ethernet header in a tunnel is that of the frame which the tunnel's device was given: `inner` remembers it. */
function writeFrame(sheet: Sheet, frame: Frame, inner: (Macs | undefined)[]): void {
  for (const { name, words, depth } of headersOf(frame, inner))
    sheet.line(4 + depth, `${name.padEnd(NAME_WIDTH)} ${words}`.trimEnd());
  remember(inner, frame);
}

/** As wide as `Ethernet`. */
const NAME_WIDTH = 8;
