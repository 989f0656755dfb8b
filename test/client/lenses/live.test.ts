import { expect, test } from 'vitest';
import type * as vscode from 'vscode';
import { liveLenses } from '../../../client/features/lenses/live.ts';

const PATIENCE = 50;
const document = {} as vscode.TextDocument;

/** A cancellation token, and how to cancel it. */
function cancellable() {
  const heard = new Set<() => void>();
  const token = {
    isCancellationRequested: false,
    onCancellationRequested(listener: () => void) {
      heard.add(listener);
      return { dispose: () => void heard.delete(listener) };
    },
  };
  const cancel = () => {
    token.isCancellationRequested = true;
    for (const listener of [...heard]) listener();
  };
  return { token: token as vscode.CancellationToken, cancel, heard };
}

const lensOf = (name: string) => ({ name }) as unknown as vscode.CodeLens;

/** The middleware before a server whose answers are given here. */
function editor(patience = PATIENCE, editors = 1) {
  const { provideCodeLenses, resolveCodeLens } = liveLenses(() => editors > 1, patience);
  return {
    provide: (lenses: vscode.CodeLens[] | undefined, of = document, { token } = cancellable()) =>
      Promise.resolve(provideCodeLenses!(of, token, () => lenses)),
    resolve(lens: vscode.CodeLens, { token } = cancellable()) {
      const asked = { done: false, promise: Promise.resolve<unknown>(undefined) };
      asked.promise = Promise.resolve(resolveCodeLens!(lens, token, (one) => one)).then((found) => {
        asked.done = true;
        return found;
      });
      return asked;
    },
  };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

test('what is found out about the newest lenses goes out at once', async () => {
  const { provide, resolve } = editor();
  await provide([lensOf('old')]);
  const newest = lensOf('new');
  await provide([newest]);
  const asked = resolve(newest);
  await soon();
  expect(asked.done).toBe(true);
  expect(await asked.promise).toBe(newest);
});

test('about older ones it waits until the question is taken back', async () => {
  const { provide, resolve } = editor(1e6);
  const old = lensOf('old');
  await provide([old]);
  await provide([lensOf('new')]);
  const { token, cancel, heard } = cancellable();
  const asked = resolve(old, { token, cancel, heard });
  await soon();
  expect(asked.done).toBe(false);
  cancel();
  expect(await asked.promise).toBe(old);
  expect(heard.size).toBe(0);
});

test('or until it has waited long enough: another editor may show the older ones', async () => {
  const { provide, resolve } = editor();
  const old = lensOf('old');
  await provide([old]);
  await provide([lensOf('new')]);
  expect(await resolve(old).promise).toBe(old);
});

test.each([
  ['lenses of another text', async ({ provide }: ReturnType<typeof editor>) => provide([lensOf('other')], {} as never)],
  ['none because the server is busy', async ({ provide }: ReturnType<typeof editor>) => provide(undefined)],
  [
    'lenses that nobody waits for any more',
    async ({ provide }: ReturnType<typeof editor>) => {
      const { token, cancel, heard } = cancellable();
      cancel();
      return provide([lensOf('late')], document, { token, cancel, heard });
    },
  ],
])('%s take nobody’s place', async (_, happen) => {
  const all = editor(1e6);
  const lens = lensOf('shown');
  await all.provide([lens]);
  await happen(all);
  expect(await all.resolve(lens).promise).toBe(lens);
});

test('where two editors show the text, nothing waits', async () => {
  const { provide, resolve } = editor(1e6, 2);
  const old = lensOf('old');
  await provide([old]);
  await provide([lensOf('new')]);
  expect(await resolve(old).promise).toBe(old);
});

test('a question that was taken back already does not wait', async () => {
  const { provide, resolve } = editor(1e6);
  const old = lensOf('old');
  await provide([old]);
  await provide([lensOf('new')]);
  const taken = cancellable();
  taken.cancel();
  expect(await resolve(old, taken).promise).toBe(old);
});
