import { boxesIn } from './boxes.ts';
import type { Stage } from './stage.ts';

/**
 * Finds boxes by what is written in them: while somebody types the first one is brought into view, Enter goes on to the
 * next (with Shift to the one before), Escape goes back to the picture.
 */
export function listenToSearch(stage: Stage, input: HTMLInputElement, output: HTMLOutputElement): void {
  let at = 0;

  function found(): SVGGElement[] {
    const text = input.value.trim().toLowerCase();
    if (text === '') return [];
    return boxesIn(stage.element).filter((box) => (box.getAttribute('aria-label') ?? '').toLowerCase().includes(text));
  }

  function show(): void {
    const boxes = found();
    at = boxes.length === 0 ? 0 : (at + boxes.length) % boxes.length;
    for (const box of stage.element.querySelectorAll('.knet-found')) box.classList.remove('knet-found');
    const box = boxes[at];
    box?.classList.add('knet-found');
    if (box) stage.reveal(box);
    const { text = '' } = output.dataset;
    const none = boxes.length === 0;
    output.value =
      input.value.trim() === ''
        ? ''
        : text.replace('{0}', none ? '0' : String(at + 1)).replace('{1}', String(boxes.length));
  }

  input.addEventListener('input', () => {
    at = 0;
    show();
  });
  input.addEventListener('keydown', (event) => {
    // Combinations are the editor's.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    if (event.key === 'Escape') stage.element.focus();
    if (event.key === 'Enter' && event.ctrlKey) found()[at]?.focus();
    else if (event.key === 'Enter') {
      at += event.shiftKey ? -1 : 1;
      show();
    }
  });
}
