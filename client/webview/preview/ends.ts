import type { End } from '../../features/preview/messages.ts';
import { boxesIn, boxWith } from './boxes.ts';
import type { Stage } from './stage.ts';

export interface EndTexts {
  readonly from: string;
  readonly noSource: string;
}

/** Two boxes that somebody chooses, one after the other, as the ends of a trace. */
export interface Ends {
  choose(end: End, box: string): void;
  /** After a new picture. */
  redraw(): void;
  /** What is to be done next; empty when nothing is. */
  readonly hint: string;
}

/** `say` shows a note, an empty one takes it away and leaves the hint; `trace` is asked for when both ends are known. */
export function createEnds(
  stage: Stage,
  texts: EndTexts,
  say: (note: string) => void,
  trace: (from: string, to: string) => void,
): Ends {
  /** As long as its box is drawn. */
  let source: string | undefined;

  function redraw(): void {
    if (source !== undefined && !boxWith(stage.element, source)) source = undefined;
    for (const box of boxesIn(stage.element)) {
      box.classList.toggle('knet-from', box.dataset.id === source);
      // VS Code hands this to the commands of the box's menu.
      const context = { webviewSection: 'box', box: box.dataset.id, preventDefaultContextMenuItems: true };
      box.setAttribute('data-vscode-context', JSON.stringify(context));
    }
  }

  const labelOf = (id: string) => boxWith(stage.element, id)?.getAttribute('aria-label') ?? id;

  const hint = () => (source === undefined ? '' : texts.from.replace('{0}', () => labelOf(source!)));

  return {
    redraw,
    get hint() {
      return hint();
    },
    choose(end, box) {
      if (end === 'from') {
        source = box;
        say(hint());
      } else if (source === undefined) say(texts.noSource);
      else {
        const from = source;
        source = undefined;
        say('');
        trace(from, box);
      }
      redraw();
    },
  };
}
