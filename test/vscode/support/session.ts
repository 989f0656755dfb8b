import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openBrowser } from './browser.ts';
import { type Editor, type Folder, startEditor } from './editor.ts';
import { Window, type WindowOptions } from './window.ts';

/** What the tests of a file share, and what the one that runs has to itself. */
export interface Session {
  readonly browser: Browser;
  readonly editor: Editor;
  /** Of this test: VS Code brings back into a folder what was typed in it and not saved. */
  readonly folder: Folder;
  readonly window: Window;
}

/** An editor and a browser for all tests of a file. */
export function shareEditor(): Pick<Session, 'browser' | 'editor'> {
  const shared = {} as { browser: Browser; editor: Editor };
  beforeAll(async () => {
    shared.editor = await startEditor();
    shared.browser = await openBrowser();
  });
  afterAll(async () => {
    await shared.browser?.close();
    await shared.editor?.stop();
  });
  return shared;
}

/** And for each test a window on a file of examples/ that no other test has touched, when the language server is ready. */
export function windowForEach(file: string, options?: WindowOptions): Session {
  const session = shareEditor() as { -readonly [K in keyof Session]: Session[K] };
  beforeEach(async () => {
    session.folder = await session.editor.freshFolder();
    session.window = await Window.open(session.browser, session.folder, file, options);
    await session.window.ready();
  });
  afterEach(() => session.window.close());
  return session;
}
