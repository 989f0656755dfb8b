import type { Mark } from '../../features/preview/messages.ts';
import { svgElement } from './svg.ts';

/** On a field of 14 by 14: a disc with a cross, a triangle with an exclamation mark. Not by colour alone. */
const SIGNS: Readonly<Record<Mark['severity'], { readonly ground: string; readonly sign: string }>> = {
  error: { ground: 'M7 .5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13', sign: 'M4.8 4.8l4.4 4.4M9.2 4.8L4.8 9.2' },
  warning: { ground: 'M7 .6L13.6 13H.4z', sign: 'M7 4.8v3.8M7 10.6v.6' },
};

/** What stands at a corner of a box with a mistake; decoration, since the box itself says what is wrong. */
export function signOf(box: Element, severity: Mark['severity']): SVGElement | undefined {
  const shape = box.querySelector<SVGRectElement>('.knet-shape');
  if (!shape) return undefined;
  const [x, y] = [shape.x.baseVal.value, shape.y.baseVal.value];
  const [name, transform] = [`knet-sign knet-sign-${severity}`, `translate(${x - 6} ${y - 5})`];
  const group = svgElement('g', { class: name, 'aria-hidden': 'true', transform });
  const { ground, sign } = SIGNS[severity];
  group.append(
    svgElement('path', { d: ground, class: 'knet-sign-ground' }),
    svgElement('path', { d: sign, class: 'knet-sign-line' }),
  );
  return group;
}
