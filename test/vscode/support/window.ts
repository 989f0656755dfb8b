/// <reference types="node" />
import { join } from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { remoteUri, workbenchUrl } from '../../../scripts/lib/workbench.mjs';
import type { Folder } from './editor.ts';
import { TextEditor } from './text-editor.ts';
import { untilShown } from './until-shown.ts';
import type { WebExtension } from './web.ts';

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  /** Pixels of the picture per pixel of the page. */
  readonly scale?: number;
  /** Loads the extension as vscode.dev does; the editor must not have it installed then. */
  readonly web?: WebExtension;
}

/** What a person has before them: VS Code's window on the editor's folder, in a browser profile of its own. */
export class Window {
  readonly page: Page;
  /** The text before them. */
  readonly text: TextEditor;
  /** What the content security policy of the preview has refused so far, as the console says it. */
  readonly refused: string[] = [];
  private readonly context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    this.text = new TextEditor(page);
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text()) && /preview/.test(message.location().url))
        this.refused.push(message.text());
    });
  }

  /** Opens a window, with a file of the folder in it when one is named. */
  static async open(browser: Browser, editor: Folder, file?: string, options: WindowOptions = {}): Promise<Window> {
    const payload = file ? [['openFile', remoteUri(editor.port, join(editor.folder, file))]] : [];
    return Window.at(browser, workbenchUrl(editor.port, { folder: editor.folder, payload }), options);
  }

  /** Opens the window that an address leads to. */
  static async at(browser: Browser, url: string, options: WindowOptions = {}): Promise<Window> {
    const { width = 1400, height = 900, scale = 1, web } = options;
    const how = { viewport: { width, height }, deviceScaleFactor: scale };
    const context = await (web ? web.context(browser, undefined, how) : browser.newContext(how));
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const window = new Window(context, page);
    await page.goto(url);
    await page.locator('.monaco-workbench .part.editor').waitFor();
    return window;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** Waits until the status item says that the language server is ready. */
  async ready(): Promise<void> {
    await this.statusItem('knet: ready').waitFor();
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /**
   * Opens the diagram beside the text, with the button in the editor's title bar. VS Code makes these buttons anew
   * whenever something of the editor's context changes, and a click that falls on the old one is lost: a person clicks
   * again.
   */
  async openDiagram(): Promise<void> {
    const button = this.page.locator('.editor-actions .action-label[aria-label*="iagram"]').first();
    const tab = this.page.locator('.tab', { hasText: 'Diagram of' });
    for (let tries = 0; tries < 3 && !(await tab.isVisible()); tries++) {
      await button.click();
      await tab.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    await this.page.locator('iframe.webview').waitFor({ state: 'attached' });
  }

  /** Opens the trace of a statement by a click on the line above it that has these words, and waits for its text. */
  async openTrace(words: string): Promise<Locator> {
    const lens = this.page.locator('.codelens-decoration a', { hasText: words }).first();
    await untilShown(() => lens.click(), this.page.locator('.tab.active', { hasText: '.knet-trace' }));
    const text = this.page.locator('.monaco-editor[data-uri^="knet-trace:"] .view-lines');
    await text.filter({ hasText: 'request' }).waitFor();
    return text;
  }

  /** Plays the first statement in view by a click on the line above it, and waits for the player. */
  async play(): Promise<void> {
    const lens = this.page.locator('.codelens-decoration a', { hasText: /^play$/ }).first();
    await untilShown(() => lens.click(), this.webview().locator('#player-position'));
  }

  /**
   * Chooses from the menu of something in a webview. A menu that has just opened takes no click yet (VS Code's own menus wait
   * a tenth of a second), and stays open, or goes with what was chosen undone: a person chooses again, until the effect is seen.
   */
  async chooseFromMenu(target: Locator, title: RegExp, effect: Locator): Promise<void> {
    await untilShown(() => this.#chooseFromMenu(target, title), effect);
  }

  async #chooseFromMenu(target: Locator, title: RegExp): Promise<void> {
    const item = this.page.locator('.monaco-menu .action-label', { hasText: title });
    await untilShown(() => target.click({ button: 'right', position: { x: 20, y: 10 } }), item);
    for (let tries = 0; tries < 10 && (await item.isVisible()); tries++) {
      await this.page.waitForTimeout(200);
      await item.click({ timeout: 2000 }).catch(() => undefined);
      await item.waitFor({ state: 'hidden', timeout: 1000 }).catch(() => undefined);
    }
    await item.waitFor({ state: 'hidden', timeout: 5000 });
  }

  /** Runs a command by its title in the command palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input');
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Opens a file of the folder, and puts the cursor at a line and column (from 1) when they are given. */
  async goTo(file: string, line = 1, column = 1): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.page.locator('.quick-input-widget input').fill(`${file}:${line}:${column}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: file }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active', { hasText: file }).waitFor();
  }

  /** The rows of the Problems panel, which this opens. */
  async problems(): Promise<Locator> {
    const panel = this.page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.command('Problems: Focus on Problems View');
    await panel.waitFor();
    return panel.locator('.monaco-list-row');
  }

  /** What a webview shows: VS Code puts the page into a frame within a frame. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }
}
