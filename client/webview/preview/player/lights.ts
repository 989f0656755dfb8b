import type { Branch } from '../../../../server/protocol.ts';
import { boxesIn } from '../boxes.ts';
import { touched } from './state.ts';

/** Lights the way of a branch in the picture and dims the rest; without a branch the picture is as it was. */
export function lightWay(svg: Element, branch: Branch | undefined): void {
  svg.classList.toggle('knet-traced', branch !== undefined);
  const { boxes, edges } = branch ? touched(branch) : { boxes: new Set<string>(), edges: new Set<string>() };
  for (const box of boxesIn(svg)) box.classList.toggle('knet-way', boxes.has(box.dataset.id!));
  for (const edge of svg.querySelectorAll<SVGElement>('[data-edge]'))
    edge.classList.toggle('knet-way', edges.has(edge.dataset.edge!));
}

/** Marks where the packet is, and the Service or Ingress whose rule acts on it. */
export function lightStep(svg: Element, box: string | undefined, acting: string | undefined): void {
  for (const one of boxesIn(svg)) {
    one.classList.toggle('knet-here', one.dataset.id === box);
    one.classList.toggle('knet-acting', one.dataset.id === acting);
  }
}
