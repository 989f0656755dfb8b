import { ZOOM_STEP, zoomBy } from './gestures.ts';
import type { Stage } from './stage.ts';

/** What the buttons beside the picture ask for, beyond another look at it. */
export interface ToolWishes {
  pin(): void;
  save(): void;
}

/** `part` finds a button by its id. */
export function listenToTools(part: (id: string) => HTMLElement, stage: Stage, { pin, save }: ToolWishes): void {
  const actions = {
    'zoom-in': () => zoomBy(stage, ZOOM_STEP),
    'zoom-out': () => zoomBy(stage, 1 / ZOOM_STEP),
    fit: () => stage.fit(),
    pin,
    export: save,
  };
  for (const [id, act] of Object.entries(actions)) part(id).addEventListener('click', act);
}
