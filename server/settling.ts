import { isOperationCancelled, URI } from 'langium';
import type { Model } from '../analysis/model.ts';
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
  const changed = new Map<string, URI>();
  const deleted = new Map<string, URI>();
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
      const change = { changed: takeAll(changed), deleted: takeAll(deleted), roots: roots() };
      try {
        await analysis.update(change, token);
        done = true;
      } finally {
        if (!done) putBack(change.changed, change.deleted);
      }
    });
    return done;
  }

  /** What was heard of a file last counts. */
  function note(uri: URI, is: Map<string, URI>, isNot: Map<string, URI>): void {
    is.set(uri.toString(), uri);
    isNot.delete(uri.toString());
  }

  function putBack(more: readonly URI[], gone: readonly URI[]): void {
    const isNews = (uri: URI) => !changed.has(uri.toString()) && !deleted.has(uri.toString());
    for (const uri of more.filter(isNews)) note(uri, changed, deleted);
    for (const uri of gone.filter(isNews)) note(uri, deleted, changed);
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
      for (const uri of gone) note(uri, deleted, changed);
      for (const uri of more) note(uri, changed, deleted);
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

function takeAll(uris: Map<string, URI>): URI[] {
  const all = [...uris.values()];
  uris.clear();
  return all;
}
