import type { Stations } from '../../diagram/views/trace.ts';
import type { Frame, Hop, Step } from '../../network/trace/result.ts';
import type { Place } from '../places.ts';
import { stepPhrase } from '../trace/words.ts';
import type { MtuOf } from './devices.ts';
import { FrameReader } from './frames.ts';
import type { Room, ShownFrame, Stage, Way } from './playback.ts';

/** What the stages of a trace are made of, beside the trace. */
export interface Stagecraft {
  readonly stations: Stations;
  readonly mtuOf: MtuOf;
  /** How a place of a file is called. */
  readonly nameOf: (place: Place) => string;
  /** The box of the Service or Ingress that is declared at a place. */
  readonly actingAt: (place: Place) => string | undefined;
}

/** Writes the ways of one branch, step by step. */
export class StageWriter {
  readonly stages: Stage[] = [];
  readonly frames: ShownFrame[] = [];
  readonly #craft: Stagecraft;
  #box: string | undefined;

  constructor(craft: Stagecraft) {
    this.#craft = craft;
  }

  way(way: Way, hops: readonly Hop<Place>[] | undefined): void {
    const reader = new FrameReader();
    const start = this.frames.length;
    for (const hop of hops ?? []) for (const step of hop.steps) this.#step(way, hop, step, reader, start);
  }

  #step(way: Way, hop: Hop<Place>, step: Step<Place>, reader: FrameReader, start: number): void {
    const own = 'frame' in step ? step.frame : undefined;
    if (own) this.frames.push(reader.read(own));
    const last = this.frames.length - 1;
    this.stages.push({
      way,
      namespace: hop.namespace,
      kind: hop.kind,
      ...this.#placed(hop),
      words: stepPhrase(step),
      ...this.#declared(step),
      ...(step.type === 'drop' && { ends: true as const }),
      ...(last >= start && { frame: last }),
      ...(own && { seen: true as const }),
      ...withRoom(this.#roomOf(hop, step, own)),
    });
  }

  #placed(hop: Hop<Place>): Pick<Stage, 'box' | 'edge'> {
    const { stations } = this.#craft;
    const box = stations.boxOf(hop);
    const before = this.#box;
    this.#box = box ?? before;
    if (box === undefined) return {};
    const edge = before !== undefined && before !== box ? stations.edgeBetween(before, box) : undefined;
    return { box, ...(edge !== undefined && { edge }) };
  }

  #declared(step: Step<Place>): Pick<Stage, 'origin' | 'originName' | 'acting'> {
    const origin = 'origin' in step ? step.origin : undefined;
    if (!origin) return {};
    const acting = this.#craft.actingAt(origin);
    return { origin, originName: this.#craft.nameOf(origin), ...(acting !== undefined && { acting }) };
  }

  #roomOf(hop: Hop<Place>, step: Step<Place>, frame: Frame | undefined): Room | undefined {
    if (step.type === 'mtu') return { device: step.device, mtu: step.mtu, length: step.length };
    if (!frame || !('device' in step)) return undefined;
    const mtu = this.#craft.mtuOf(hop, step.device);
    return mtu === undefined ? undefined : { device: step.device, mtu, length: bytesOf(frame) };
  }
}

/** Of the outermost IP packet: an MTU counts no Ethernet header. */
const bytesOf = ({ encapsulation, length }: Frame) => encapsulation?.[0]?.length ?? length;

const withRoom = (room: Room | undefined) => (room ? { room } : {});
