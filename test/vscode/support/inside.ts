/// <reference types="node" />
import { root } from '../../../scripts/lib/paths.mjs';
import { remoteUri, workbenchUrl } from '../../../scripts/lib/workbench.mjs';
import { openBrowser } from './browser.ts';
import { startEditor } from './editor.ts';

/** What the suites say at their end (suites/index.ts). */
export interface Outcome {
  passed: string[];
  failed: { title: string; message: string }[];
  skipped: string[];
}

/** Which extension host runs the extension: Node's, or the web worker's as in vscode.dev. */
export type Form = 'node' | 'web';

const outcomeMark = 'KNET-OUTCOME ';
/** Makes VS Code run the extension, and with it the suites, where vscode.dev has to. */
const inWorker = { 'remote.extensionKind': { 'knet.knet': ['web'] } };

/** How much of the log is worth reading when a run broke off. */
const lastLines = 40;
const limitMs = 180_000;

/** Runs the bundled mocha suites in an extension host of a real VS Code and answers what they said. */
export async function runInside(form: Form, entry: string): Promise<Outcome> {
  const log: string[] = [];
  const editor = await startEditor({ installed: false, settings: form === 'web' ? inWorker : {} });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const ended = deferred<Outcome>();
    let outcome: Outcome | undefined;
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      const text = args.map(String).join(' ');
      if (text.startsWith(outcomeMark)) outcome = JSON.parse(text.slice(outcomeMark.length));
      else log.push(`[${type}] ${text}`);
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => {
      if (outcome) ended.resolve(outcome);
      else ended.reject(new Error(`the extension host ended with ${code} before the suites did`));
    });
    const timer = setTimeout(() => ended.reject(new Error(`no outcome within ${limitMs / 1000} s`)), limitMs);
    await page.goto(workbenchUrl(editor.port, { folder: editor.folder, payload: payload(editor.port, entry) }));
    return await ended.promise.finally(() => clearTimeout(timer));
  } catch (error) {
    console.error(log.slice(-lastLines).join('\n'));
    throw error;
  } finally {
    await browser.close();
    await editor.stop();
  }
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function payload(port: number, entry: string): string[][] {
  return [
    ['extensionDevelopmentPath', remoteUri(port, root)],
    ['extensionTestsPath', remoteUri(port, entry)],
  ];
}
