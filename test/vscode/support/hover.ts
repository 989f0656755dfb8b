import type { Locator, Page } from 'playwright-core';
import { untilShown } from './until-shown.ts';

/** How far up (pixels) a hover can be drawn: one that reaches the tabs goes away. */
const highestHover = 52;

/** Rests the pointer on what is drawn there, which may lie under the text (a squiggle does). */
export async function hoverOver(page: Page, target: Locator): Promise<Locator> {
  await target.waitFor();
  const shown = page.locator('.monaco-hover:visible').first();
  // A line that a lens is put above moves away from below the pointer.
  await untilShown(async () => {
    await page.mouse.move(5, 5);
    await restOn(page, target);
  }, shown);
  return shown;
}

async function restOn(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('what the pointer should rest on is not in view');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
}

/** Draws a hover that stands above its word larger, by its edges, until what precedes a text in it can be seen. */
export async function enlargeHover(page: Page, hover: Locator, upTo: string): Promise<void> {
  await dragEdge(page, 'vertical', { x: page.viewportSize()!.width - 24 });
  const [all, end] = [await hover.boundingBox(), await hover.getByText(upTo, { exact: true }).first().boundingBox()];
  if (!all || !end) throw new Error(`the hover lacks "${upTo}"`);
  const top = all.y + all.height - (end.y - all.y);
  await dragEdge(page, 'horizontal', { y: Math.max(top, highestHover) });
  // Away from the edge, which is painted while the pointer rests on it.
  await hover.hover();
}

/** Drags a free edge of the hover; in small steps, for a hover that is pulled out of the editor goes away. */
async function dragEdge(page: Page, edge: 'horizontal' | 'vertical', to: { x?: number; y?: number }): Promise<void> {
  const { mouse } = page;
  const sash = page.locator(`.monaco-resizable-hover .monaco-sash.${edge}:not(.disabled)`);
  const box = await sash.boundingBox();
  if (!box) throw new Error(`the hover has no ${edge} edge to drag`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await mouse.move(x, y, { steps: 10 });
  await mouse.down();
  await mouse.move(to.x ?? x, to.y ?? y, { steps: 25 });
  await mouse.up();
}
