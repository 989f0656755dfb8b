import type { Encapsulation, Frame, Hop, Step } from '../../network/trace/result.ts';
import { encapsulationWords, frameWords, stepWords } from './words.ts';

/** One line of the compact table: devices that one frame crosses unchanged, and what led the packet there. */
export interface Row {
  readonly namespace: string;
  readonly devices: readonly string[];
  readonly what: readonly string[];
  /** Empty where it is as in the row above. */
  readonly packet: string;
  readonly ttl: string;
  /** In full where it begins, its kind where it goes on. */
  readonly encapsulation: string;
}

/**
 * The hops as rows. What was decided stands in the row that it led to, what goes without saying is left out, and devices
 * that pass a frame on as it is (a veth and its bridge) share a row: a hop is two or three lines and not twelve.
 */
export function rowsOf(hops: readonly Hop<unknown>[]): Row[] {
  return withoutRepetition(hops.flatMap(crossingsOf));
}

/** A row before its cells are compared with those of the row above. */
interface Crossing {
  readonly namespace: string;
  readonly direction: string;
  readonly devices: string[];
  readonly what: string[];
  readonly frame?: Frame;
}

function crossingsOf({ namespace, kind, steps }: Hop<unknown>): Crossing[] {
  const crossings: Crossing[] = [];
  let led: string[] = [];
  for (const step of steps) {
    const crossing = crossingOf(step, namespace, led);
    if (!crossing) {
      if (!goesWithoutSaying(step)) led.push(briefly(step));
      continue;
    }
    const last = crossings.at(-1);
    if (last && (kind === 'segment' ? isCarried : isPassedOn)(last, crossing)) merge(last, crossing);
    else crossings.push(crossing);
    led = [];
  }
  if (led.length > 0) crossings.push({ namespace, direction: '', devices: [], what: led });
  return crossings;
}

function crossingOf(step: Step<unknown>, namespace: string, led: readonly string[]): Crossing | undefined {
  switch (step.type) {
    case 'receive':
    case 'transmit':
      return {
        namespace,
        direction: step.type,
        devices: [step.device],
        what: [stepWords(step), ...led],
        frame: step.frame,
      };
    case 'originate':
    case 'deliver':
      return { namespace, direction: step.type, devices: [], what: [...led, stepWords(step)], frame: step.frame };
    case 'drop':
      return { namespace, direction: step.type, devices: [], what: [...led, stepWords(step)] };
    default:
      return undefined;
  }
}

/** The tunnel's addresses have a column of their own, and what the kernel adds to a route's line decides nothing. */
function briefly(step: Step<unknown>): string {
  switch (step.type) {
    case 'encapsulate':
      return `wrapped by ${step.device}`;
    case 'decapsulate':
      return `unwrapped by ${step.device}`;
    case 'route':
      return stepWords(step).replace(/ proto \w+ scope.*$/, '');
    case 'netfilter':
    case 'nat':
      return stepWords(step).replace(COMMENT, '').replace(CHAIN, ': ');
    default:
      return stepWords(step);
  }
}

/** What a program says of its rule decides nothing. */
const COMMENT = / -m comment --comment (?:"(?:[^"\\]|\\.)*"|\S+)/g;

/** The chain is named before the rule. */
const CHAIN = /: -A \S+ /;

/** Somebody answered for the next hop, the packet fits, it is one of the machine's own addresses. */
function goesWithoutSaying(step: Step<unknown>): boolean {
  switch (step.type) {
    case 'neighbour':
      return step.mac !== undefined;
    case 'mtu':
      return step.fits;
    case 'route':
      return step.table === 'local';
    case 'bridge':
      return step.flooded !== true;
    default:
      return false;
  }
}

/** The next device in the same direction has the same frame: a bridge's port and the bridge. The end of the way joins too. */
function isPassedOn(last: Crossing, next: Crossing): boolean {
  if (next.direction === 'deliver') return last.direction === 'receive';
  if (next.direction === 'transmit' && last.direction === 'originate') return true;
  const same = last.direction === next.direction && sameFrame(last.frame, next.frame);
  return same && (next.direction === 'receive' || next.what.length === 1);
}

const isCarried = (last: Crossing, next: Crossing) => sameFrame(last.frame, next.frame);

function merge(last: Crossing, next: Crossing): void {
  last.devices.push(...next.devices);
  last.what.push(...next.what.filter((words) => !last.what.includes(words)));
}

function sameFrame(a: Frame | undefined, b: Frame | undefined): boolean {
  return cells(a).join() === cells(b).join();
}

function cells(frame: Frame | undefined): string[] {
  if (!frame) return ['', '', ''];
  return [frameWords(frame), String(frame.ttl), (frame.encapsulation ?? []).map(encapsulationWords).join('; ')];
}

function withoutRepetition(crossings: readonly Crossing[]): Row[] {
  let above: Crossing | undefined;
  return crossings.map((crossing) => {
    const { namespace, devices, what, frame } = crossing;
    const [packet = '', ttl = '', encapsulation = ''] = cells(frame);
    const [packetAbove, , encapsulationAbove] = cells(above?.frame);
    const row: Row = {
      namespace: namespace === above?.namespace ? '' : namespace,
      devices,
      what,
      packet: packet === packetAbove ? '' : packet,
      ttl,
      encapsulation: encapsulation === encapsulationAbove ? kinds(frame?.encapsulation) : encapsulation,
    };
    above = frame ? crossing : { ...crossing, frame: above?.frame };
    return row;
  });
}

const kinds = (encapsulation: readonly Encapsulation[] = []) =>
  encapsulation.map(({ kind }) => kind.toUpperCase()).join(' ');
