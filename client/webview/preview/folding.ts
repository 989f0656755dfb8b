import type { Shown } from '../../features/preview/messages.ts';

/**
 * What is shown after a box that hides what is in it was told to show it, or one that shows it to hide it; `folded` says how
 * it hides it now, undefined where it shows it.
 */
export function refolded({ view, open, closed }: Shown, id: string, folded: string | undefined): Shown {
  const without = (list: readonly string[]) => list.filter((one) => one !== id);
  if (folded === undefined) return { view, open: without(open), closed: [...without(closed), id] };
  return { view, open: [...without(open), id], closed: without(closed) };
}
