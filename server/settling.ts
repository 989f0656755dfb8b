import { isOperationCancelled, URI } from 'langium';
import type { Model } from '../analysis/model.ts';
import { Changes } from './changes.ts';
import { pause } from './pause.ts';
import { STATUS, type StatusParams } from './protocol.ts';
import type { Session } from './session.ts';

/** What is done with a settled build; `current` turns false when the text has moved on. */
export type SettledListener = (models: readonly Model[], current: () => boolean) => Promise<void>;

export interface Settling {
  /** Builds what changed as soon as nothing else is being built. A newer change cancels what is under way. */
  schedule(changed: readonly URI[], deleted: readonly URI[]): void;
  onSettled(listener: SettledListener): void;
  /** Resolves when nothing is left to do: for tests, and for a server that is asked to shut down. */
  idle(): Promise<void>;
}

/** A build that takes longer is shown as busy; a shorter one would only make the status item flicker. */
const BUSY_AFTER = 400;

/** Builds texts one after the other; a status that takes long is told to the client. */
export function createSettling(session: Session): Settling {
  const { shared, analysis, connection } = session;
  const changes = new Changes();
  const listeners: SettledListener[] = [];
  let generation = 0;
  let work: Promise<void> = Promise.resolve();

  const roots = () => shared.workspace.TextDocuments.keys().map((uri) => URI.parse(uri));
  const status = (params: StatusParams) => void connection.sendNotification(STATUS, params);

  /** True when the build went through: a cancelled one leaves its texts to the next. */
  async function build(): Promise<boolean> {
    let done = false;
    await shared.workspace.WorkspaceLock.write(async (token) => {
      // Taken before, not struck off afterwards: what changes once more meanwhile is to be read once more.
      const news = changes.take();
      try {
        await analysis.update({ ...news, roots: roots() }, token);
        done = true;
      } finally {
        if (!done) changes.putBack(news);
      }
    });
    return done;
  }

  async function settle(mine: number): Promise<void> {
    const current = () => mine === generation;
    if (!(await build())) return;
    // What was asked while the texts were built is answered first: it came with the edit. Twice, because behind a long
    // piece of work a timer counts from before it and is due at once, ahead of the messages that have come.
    await pause(0);
    await pause(0);
    if (!current()) return;
    const models = roots().flatMap((uri) => analysis.model(uri.toString()) ?? []);
    for (const listener of listeners) if (current()) await listener(models, current);
  }

  async function run(mine: number): Promise<void> {
    session.broken = undefined;
    const busy = setTimeout(() => status({ state: 'busy' }), BUSY_AFTER);
    try {
      await settle(mine);
    } catch (error) {
      if (!isOperationCancelled(error)) session.defect('build', error);
    } finally {
      clearTimeout(busy);
      // A mistake has been told already; the next build that goes well takes it back.
      if (mine === generation && session.broken === undefined) status({ state: 'ready' });
    }
  }

  return {
    schedule(more, gone) {
      changes.hear({ changed: more, deleted: gone });
      generation++;
      const next = run(generation);
      work = Promise.all([work, next]).then(() => undefined);
    },
    onSettled: (listener) => void listeners.push(listener),
    async idle() {
      // What was under way may have ended because something newer was to be done.
      for (let seen: Promise<void> | undefined; seen !== work; ) {
        seen = work;
        await seen;
      }
    },
  };
}
