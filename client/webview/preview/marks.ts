import type { Mark } from '../../features/preview/messages.ts';
import { boxesIn } from './boxes.ts';
import { signOf } from './sign.ts';

/** What a new picture has to be told again. */
export interface Marked {
  lit: readonly string[];
  marks: readonly Mark[];
}

/** Lights the boxes of where the cursor is. */
export function light(stage: Element, marked: Marked, boxes: readonly string[]): void {
  marked.lit = boxes;
  for (const box of stage.querySelectorAll('.knet-lit')) box.classList.remove('knet-lit');
  for (const name of boxes) for (const box of boxesOf(stage, name)) box.classList.add('knet-lit');
}

/** Marks the boxes about which something is said; a screen reader says what. */
export function mark(stage: Element, marked: Marked, marks: readonly Mark[]): void {
  marked.marks = marks;
  for (const box of stage.querySelectorAll('[data-mark]')) {
    box.removeAttribute('data-mark');
    box.removeAttribute('aria-description');
  }
  for (const sign of stage.querySelectorAll('.knet-sign')) sign.remove();
  for (const { box: name, severity, message } of marks) {
    for (const box of boxesOf(stage, name)) {
      box.setAttribute('data-mark', severity);
      box.setAttribute('aria-description', message);
      box.append(...[signOf(box, severity) ?? []].flat());
    }
  }
}

/** The box with that id, those whose ids begin so where it ends in an `@`, and ranges of it in an address plan. */
function boxesOf(stage: Element, name: string): Element[] {
  const isOne = (id = '') => id === name || id.startsWith(`${name} `) || (name.endsWith('@') && id.startsWith(name));
  return boxesIn(stage).filter((box) => isOne(box.dataset.id));
}
