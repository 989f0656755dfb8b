/// <reference types="node" />
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { root } from '../../../scripts/lib/paths.mjs';
import { loopback } from '../../../scripts/lib/server.mjs';

/**
 * The extension as vscode.dev has it: fetched over HTTP, scanned as a web extension, run in the worker extension host.
 * (An extension of the editor's server could be sent to that host by a setting, but may not start a worker there.)
 */
export interface WebExtension {
  /** A browser context whose windows load the extension, and the suites inside when they are named. */
  context(browser: Browser, testsPath?: string, options?: BrowserContextOptions): Promise<BrowserContext>;
  stop(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.cjs': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** What belongs to the extension, and the suites; nothing else of the checkout is served. */
const served =
  /^\/(package(\.nls[\w.-]*)?\.json|language-configuration\.json|README\.md|(dist|syntaxes|images|l10n)\/.*)$/;

function serveFiles(): Promise<Server> {
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const text = served.test(pathname) ? await readFile(join(root, pathname)).catch(() => undefined) : undefined;
    const type = types[extname(pathname)] ?? 'application/octet-stream';
    response.writeHead(text ? 200 : 404, { 'Access-Control-Allow-Origin': '*', 'Content-Type': type });
    response.end(text);
  });
  return new Promise((resolve) => server.listen(0, loopback, () => resolve(server)));
}

export async function serveWebExtension(): Promise<WebExtension> {
  const server = await serveFiles();
  // VS Code's worker host may load scripts from `localhost`, by that name.
  const authority = `localhost:${(server.address() as AddressInfo).port}`;
  const uri = (path: string) => ({ scheme: 'http', authority, path });
  return {
    async context(browser, testsPath, options) {
      // The workbench's page may connect to its own server only; the extension comes from another one.
      const context = await browser.newContext({ ...options, bypassCSP: true });
      const tests = testsPath ? { extensionTestsPath: uri(testsPath) } : {};
      await context.addInitScript(addDevelopmentOptions, { extensions: [uri('/')], ...tests });
      return context;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Of the page, where the function below runs. */
declare const document: {
  readonly readyState: string;
  getElementById(
    id: string,
  ): { getAttribute(name: string): string; setAttribute(name: string, value: string): void } | null;
  addEventListener(event: 'readystatechange', listener: () => void): void;
};

/** Runs in the page, between its parsing and its scripts: adds to the configuration that the workbench will read. */
function addDevelopmentOptions(more: object): void {
  document.addEventListener('readystatechange', () => {
    const element = document.getElementById('vscode-workbench-web-configuration');
    if (document.readyState !== 'interactive' || !element) return;
    const settings = JSON.parse(element.getAttribute('data-settings'));
    settings.developmentOptions = { ...settings.developmentOptions, ...more };
    element.setAttribute('data-settings', JSON.stringify(settings));
  });
}
