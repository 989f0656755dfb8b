/// <reference types="node" />
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { pageHtml } from '../../../client/features/preview/html.ts';
import type { FromPage, ToPage } from '../../../client/features/preview/messages.ts';
import { TEXTS } from '../../client/player/texts.ts';

/** The preview's page in a browser and no editor around it: what it says is kept, and it is told what a test wants. */
export interface PreviewPage {
  readonly page: Page;
  /** Everything it has said so far of a kind, in order. */
  said<T extends FromPage['type']>(type: T): Promise<Extract<FromPage, { type: T }>[]>;
  tell(message: ToPage): Promise<void>;
  /** What the content security policy or a script has complained of. */
  readonly complaints: readonly string[];
}

const ORIGIN = 'http://preview.test';
const entry = fileURLToPath(new URL('../../../client/webview/preview/main.ts', import.meta.url));

/** Colours as the editor would hand them to a webview. */
const THEME = `body {
  --vscode-editor-background: #1f1f1f; --vscode-editor-foreground: #cccccc; --vscode-font-family: sans-serif;
  --vscode-font-size: 13px; --vscode-charts-blue: #3794ff; --vscode-charts-purple: #b180d7; --vscode-charts-green: #89d185;
  --vscode-charts-orange: #d18616; --vscode-focusBorder: #007fd4; --vscode-editorError-foreground: #f14c4c;
  --vscode-editorWarning-foreground: #cca700; --vscode-editorHoverWidget-background: #252526;
  --vscode-editorHoverWidget-foreground: #cccccc; --vscode-editorHoverWidget-border: #454545;
  --vscode-editorWidget-background: #252526; --vscode-icon-foreground: #c5c5c5; --vscode-inputOption-activeBackground: #245;
  --vscode-textCodeBlock-background: #2b2b2b; --vscode-input-background: #3c3c3c; --vscode-dropdown-background: #3c3c3c;
  --vscode-dropdown-foreground: #f0f0f0; --vscode-input-foreground: #cccccc;
}\n`;

async function files(): Promise<Readonly<Record<string, { readonly body: string; readonly contentType: string }>>> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'iife',
  });
  const of = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))!.text;
  const views = {
    topology: 'Networks and machines',
    addresses: 'Address plan',
    services: 'Services',
    policies: 'Policies',
  };
  const texts = { tools: 'View', zoomIn: 'In', zoomOut: 'Out', fit: 'Fit', pin: 'Pin', export: 'Save', search: 'Find', found: '{0} of {1}', view: 'What', views, player: TEXTS }; // biome-ignore format: names
  const parts = { language: 'en', title: 'Diagram', script: `${ORIGIN}/preview.js`, style: `${ORIGIN}/preview.css` };
  return {
    '/': { body: pageHtml({ ...parts, cspSource: ORIGIN, texts }), contentType: 'text/html' },
    '/preview.js': { body: of('.js'), contentType: 'text/javascript' },
    '/preview.css': { body: THEME + of('.css'), contentType: 'text/css' },
  };
}

/** What VS Code gives to a webview. The project knows no DOM: what runs in the page is named here. */
interface Scope {
  said: FromPage[];
  acquireVsCodeApi(): unknown;
  readonly sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  postMessage(message: unknown, origin: string): void;
}

function editor(): void {
  const scope = globalThis as unknown as Scope;
  scope.said = [];
  scope.acquireVsCodeApi = () => ({
    postMessage: (message: FromPage) => scope.said.push(message),
    getState: () => JSON.parse(scope.sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state: unknown) => scope.sessionStorage.setItem('state', JSON.stringify(state)),
  });
}

export async function openPreviewPage(browser: Browser, size = { width: 1000, height: 800 }): Promise<PreviewPage> {
  const page = await browser.newPage({ viewport: size });
  const served = await files();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(editor);
  await page.route(`${ORIGIN}/**`, (route) => {
    const file = served[new URL(route.request().url()).pathname];
    return file ? route.fulfill(file) : route.fulfill({ status: 204 });
  });
  await page.goto(`${ORIGIN}/`);
  return {
    page,
    complaints,
    async said(type) {
      const all = await page.evaluate(() => (globalThis as unknown as Scope).said);
      return all.filter((one) => one.type === type) as never;
    },
    tell: (message) => page.evaluate((it) => (globalThis as unknown as Scope).postMessage(it, '*'), message as unknown),
  };
}
