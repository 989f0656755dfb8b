/// <reference types="node" />
import { relative } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { root } from '../../../scripts/lib/paths.mjs';
import { remoteUri, workbenchUrl } from '../../../scripts/lib/workbench.mjs';
import { openBrowser } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { serveWebExtension } from './web.ts';

/** What the suites say at their end (suites/index.ts). */
export interface Outcome {
  passed: string[];
  failed: { title: string; message: string }[];
  skipped: string[];
}

/** Which extension host runs the extension: Node's, or the web worker's as in vscode.dev. */
export type Form = 'node' | 'web';

const outcomeMark = 'KNET-OUTCOME ';
const limitMs = 180_000;
/** How much of the log is worth reading when a run broke off. */
const lastLines = 40;

/** Runs the bundled mocha suites in an extension host of a real VS Code and answers what they said. */
export async function runInside(form: Form, entry: string): Promise<Outcome> {
  const editor = await startEditor({ installed: false });
  const browser = await openBrowser();
  const web = await serveWebExtension();
  try {
    if (form === 'node') return await outcomeOf(await browser.newContext(), urlWith(editor, entry));
    const context = await web.context(browser, `/${relative(root, entry)}`);
    return await outcomeOf(context, workbenchUrl(editor.port, { folder: editor.folder }));
  } finally {
    await browser.close();
    await web.stop();
    await editor.stop();
  }
}

/** The address that makes the editor load the extension and the suites from this checkout. */
function urlWith({ port, folder }: Editor, entry: string): string {
  const payload = [
    ['extensionDevelopmentPath', remoteUri(port, root)],
    ['extensionTestsPath', remoteUri(port, entry)],
  ];
  return workbenchUrl(port, { folder, payload });
}

async function outcomeOf(context: BrowserContext, url: string): Promise<Outcome> {
  const page = await context.newPage();
  const log: string[] = [];
  const outcome = listen(page, log);
  outcome.catch(() => console.error(log.slice(-lastLines).join('\n')));
  await page.goto(url);
  return outcome;
}

/** Hears what VS Code says to whoever drives it: each line of the log, and the end of the suites. */
function listen(page: Page, log: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no outcome within ${limitMs / 1000} s`)), limitMs);
    let outcome: Outcome | undefined;
    page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      const text = args.map(String).join(' ');
      if (text.startsWith(outcomeMark)) outcome = JSON.parse(text.slice(outcomeMark.length));
      else log.push(`[${type}] ${text}`);
    });
    page.exposeFunction('codeAutomationExit', (code: number) => {
      clearTimeout(timer);
      if (outcome) resolve(outcome);
      else reject(new Error(`the extension host ended with ${code} before the suites did`));
    });
  });
}
