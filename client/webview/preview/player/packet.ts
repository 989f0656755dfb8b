import type { Stage as Step } from '../../../../server/protocol.ts';
import { boxWith, lineWith } from '../boxes.ts';
import type { Stage } from '../stage.ts';
import { svgElement } from '../svg.ts';
import { type Spot, spotOf, spotOn, wayBetween } from './way.ts';

/** Milliseconds from one box to the next. */
const TRAVEL = 450;
/** Points of a curve that are enough for an eye. */
const SAMPLES = 16;

/** The envelope in the picture. */
export interface Packet {
  /** Puts it where a step happens: along the line from where it was, or at once. `tunnels` are drawn around it. */
  move(step: Step, tunnels: number, travels: boolean): void;
  /** Draws it again in a new picture. */
  redraw(): void;
  /** As large in the window as before, after the picture is looked at from elsewhere. */
  rescale(): void;
  remove(): void;
}

/** An envelope that is not in the picture yet. */
export function createPacket(stage: Stage): Packet {
  const group = svgElement('g', { class: 'knet-packet', 'aria-hidden': 'true' });
  let at: Spot | undefined;
  let step: Step | undefined;
  let running = 0;

  const svg = () => stage.element.querySelector('svg');
  const place = (spot: Spot) => {
    at = spot;
    group.setAttribute('transform', `translate(${spot.x} ${spot.y}) scale(${sizeIn(svg())})`);
  };
  const target = () => (step?.box === undefined ? undefined : boxSpot(stage, step.box));

  return {
    move(next, tunnels, travels) {
      cancelAnimationFrame(running);
      step = next;
      const to = target();
      if (!to) return group.remove();
      svg()?.append(group);
      draw(group, tunnels, next.ends === true);
      const still = !travels || matchMedia('(prefers-reduced-motion: reduce)').matches || !at;
      stage.revealAt({ ...to, width: 0, height: 0 });
      if (still || !at) return place(to);
      const way = wayBetween(at, to, next.edge === undefined ? [] : lineOf(stage, next.edge));
      const start = performance.now();
      const frame = (now: number) => {
        const share = (now - start) / TRAVEL;
        place(spotOn(way, share));
        if (share < 1) running = requestAnimationFrame(frame);
      };
      running = requestAnimationFrame(frame);
    },
    redraw() {
      const spot = target();
      if (!spot) return group.remove();
      cancelAnimationFrame(running);
      // Above what a new picture has brought.
      svg()?.append(group);
      place(spot);
    },
    rescale() {
      if (at) place(at);
    },
    remove() {
      cancelAnimationFrame(running);
      group.remove();
      at = undefined;
      step = undefined;
    },
  };
}

/** An envelope; a sheet around it for each tunnel that it is in, and a cross where its way ends. */
function draw(group: Element, tunnels: number, ends: boolean): void {
  const sheets = Array.from({ length: tunnels }, (_, index) => {
    const more = 4 * (tunnels - index);
    const size = { width: 20 + 2 * more, height: 14 + 2 * more };
    return svgElement('rect', { x: -10 - more, y: -7 - more, ...size, rx: 4, class: 'sheet' });
  });
  const envelope = svgElement('rect', { x: -10, y: -7, width: 20, height: 14, rx: 2, class: 'envelope' });
  const sign = ends ? 'M-5 -5L5 5M5 -5L-5 5' : 'M-9 -5.5L0 1.5L9 -5.5';
  group.replaceChildren(...sheets, envelope, svgElement('path', { d: sign, class: 'sign' }));
  group.classList.toggle('ends', ends);
}

function boxSpot(stage: Stage, id: string): Spot | undefined {
  const box = boxWith(stage.element, id);
  const shape = box?.querySelector<SVGGraphicsElement>('.knet-shape');
  return box && shape ? spotOf(shape.getBBox(), box.getAttribute('aria-expanded') === 'true') : undefined;
}

function lineOf(stage: Stage, edge: string): Spot[] {
  const path = lineWith(stage.element, edge)?.querySelector('path');
  if (!path) return [];
  const length = path.getTotalLength();
  return Array.from({ length: SAMPLES + 1 }, (_, index) => {
    const { x, y } = path.getPointAtLength((length * index) / SAMPLES);
    return { x, y };
  });
}

/** As large in the window however far off the picture is, within reason. */
function sizeIn(svg: SVGSVGElement | null): number {
  const scale = svg ? svg.clientWidth / Math.max(1, svg.viewBox.baseVal.width) : 1;
  return Math.min(3, Math.max(0.5, 1 / Math.max(0.01, scale)));
}
