/** How long a hover may keep the keystrokes waiting, in milliseconds. What it has by then it shows, and says so. */
const HOVER_BUDGET = 150;

export interface Budget {
  spent(): boolean;
  /** The line that says that something is left out. */
  readonly note: string;
}

/** A budget that begins to be spent now. */
export function createBudget(milliseconds = HOVER_BUDGET): Budget {
  const end = performance.now() + milliseconds;
  return {
    spent: () => performance.now() > end,
    note: '_Partial: working out the rest would take too long for a hover._',
  };
}
