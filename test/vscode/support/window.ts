/// <reference types="node" />
import { join } from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { remoteUri, workbenchUrl } from '../../../scripts/lib/workbench.mjs';
import type { Folder } from './editor.ts';
import type { WebExtension } from './web.ts';

/** Of the page, where the function handed to it runs; the project as a whole knows no DOM. */
declare function getComputedStyle(element: unknown): { readonly color: string };

/** How far up (pixels) a hover can be drawn: one that reaches the tabs goes away. */
const highestHover = 52;

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
  /** What the content security policy of the preview has refused so far, as the console says it. */
  readonly refused: string[] = [];
  private readonly context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
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

  /** The lines of the editor that has the focus, or of the only one. */
  get text(): Locator {
    return this.page.locator('.editor-instance .monaco-editor .view-lines').first();
  }

  /** Waits until the status item says that the language server is ready. */
  async ready(): Promise<void> {
    await this.statusItem('knet: ready').waitFor();
  }

  /** The colours of the words in view, as CSS says them. */
  async colours(text = this.text): Promise<Set<string>> {
    const words = text.locator('.view-line span span');
    return new Set(await words.evaluateAll((all) => all.map((word) => getComputedStyle(word).color)));
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** Puts the focus into the text, at a place where a click hits no word. */
  async focusEditor(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+1');
  }

  /** Selects the first occurrence of a text after the top of the file. */
  async select(text: string): Promise<void> {
    const input = this.page.locator('.find-widget.visible textarea.input').first();
    await this.untilShown(async () => {
      await this.focusEditor();
      await this.page.keyboard.press('ControlOrMeta+Home');
      await this.page.keyboard.press('ControlOrMeta+F');
    }, input);
    await input.fill(text);
    await this.page.locator('.find-widget .matchesCount', { hasText: /^1 of/ }).waitFor();
    await this.page.keyboard.press('Escape');
    await this.page.locator('.find-widget.visible').waitFor({ state: 'detached' });
  }

  /**
   * Applies the quick fix whose title contains a text, at the cursor. The menu says "none" when the server is not ready
   * with its answer; a person opens it again.
   */
  async quickFix(title: string): Promise<void> {
    await this.focusEditor();
    const fix = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    for (let tries = 0; tries < 5 && !(await fix.isVisible()); tries++) {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('ControlOrMeta+.');
      await fix.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await fix.click();
  }

  /** Brings the first occurrence of a text into the middle of the view. */
  async scrollTo(text: string): Promise<void> {
    await this.select(text);
    await this.page.keyboard.press('ArrowLeft');
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
    await this.untilShown(() => lens.click(), this.page.locator('.tab.active', { hasText: '.knet-trace' }));
    const text = this.page.locator('.monaco-editor[data-uri^="knet-trace:"] .view-lines');
    await text.filter({ hasText: 'request' }).waitFor();
    return text;
  }

  /** Replaces the first occurrence of a text, as if it were typed over it. */
  async replace(text: string, by: string): Promise<void> {
    await this.select(text);
    await this.page.keyboard.insertText(by);
  }

  /** The text of a line in view, counted from 1, of a file that is scrolled to its top. */
  async line(number: number): Promise<string | undefined> {
    const lines = await this.text
      .locator('.view-line')
      .evaluateAll((all) => all.map((one) => ({ top: one.offsetTop, text: one.textContent })));
    const inOrder = lines.sort((a, b) => a.top - b.top);
    return inOrder[number - 1]?.text?.replaceAll('\u00a0', ' ');
  }

  /** A word of the text, as one token of its colouring. */
  word(text: string): Locator {
    return this.text.locator('.view-line span span', { hasText: new RegExp(`^\\s*${text}\\s*$`) }).first();
  }

  /** Rests the pointer on a word until something is shown about it. */
  hover(word: string): Promise<Locator> {
    return this.hoverOver(this.word(word));
  }

  /** Rests the pointer on what is drawn there, which may lie under the text (a squiggle does). */
  async hoverOver(target: Locator): Promise<Locator> {
    await target.waitFor();
    const shown = this.page.locator('.monaco-hover:visible').first();
    // A line that a lens is put above moves away from below the pointer.
    await this.untilShown(async () => {
      await this.page.mouse.move(5, 5);
      await this.restOn(target);
    }, shown);
    return shown;
  }

  /**
   * Does something until what it leads to is seen: a key or a click that comes while the window is busy with itself is lost,
   * and a person does it again.
   */
  async untilShown(act: () => Promise<void>, target: Locator): Promise<void> {
    for (let tries = 0; tries < 4; tries++) {
      await act().catch((error) => {
        if (tries === 3) throw error;
      });
      const seen = await target.waitFor({ timeout: 10_000 }).then(
        () => true,
        () => false,
      );
      if (seen) return;
    }
    await target.waitFor();
  }

  /** Plays the first statement in view by a click on the line above it, and waits for the player. */
  async play(): Promise<void> {
    const lens = this.page.locator('.codelens-decoration a', { hasText: /^play$/ }).first();
    await this.untilShown(() => lens.click(), this.webview().locator('#player-position'));
  }

  /**
   * Chooses from the menu of something in a webview. A menu that has just opened takes no click yet (VS Code's own menus wait
   * a tenth of a second), and stays open: a person clicks again.
   */
  async chooseFromMenu(target: Locator, title: RegExp): Promise<void> {
    const item = this.page.locator('.monaco-menu .action-label', { hasText: title });
    await this.untilShown(() => target.click({ button: 'right', position: { x: 20, y: 10 } }), item);
    for (let tries = 0; tries < 10 && (await item.isVisible()); tries++) {
      await this.page.waitForTimeout(200);
      await item.click({ timeout: 2000 }).catch(() => undefined);
      await item.waitFor({ state: 'hidden', timeout: 1000 }).catch(() => undefined);
    }
    await item.waitFor({ state: 'hidden' });
  }

  private async restOn(target: Locator): Promise<void> {
    const box = await target.boundingBox();
    if (!box) throw new Error('what the pointer should rest on is not in view');
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
  }

  /** Draws a hover that stands above its word larger, by its edges, until what precedes a text in it can be seen. */
  async enlargeHover(hover: Locator, upTo: string): Promise<void> {
    await this.dragEdge('vertical', { x: this.page.viewportSize()!.width - 24 });
    const [all, end] = [await hover.boundingBox(), await hover.getByText(upTo, { exact: true }).first().boundingBox()];
    if (!all || !end) throw new Error(`the hover lacks "${upTo}"`);
    const top = all.y + all.height - (end.y - all.y);
    await this.dragEdge('horizontal', { y: Math.max(top, highestHover) });
    // Away from the edge, which is painted while the pointer rests on it.
    await hover.hover();
  }

  /** Drags a free edge of the hover; in small steps, for a hover that is pulled out of the editor goes away. */
  private async dragEdge(edge: 'horizontal' | 'vertical', to: { x?: number; y?: number }): Promise<void> {
    const { mouse } = this.page;
    const sash = this.page.locator(`.monaco-resizable-hover .monaco-sash.${edge}:not(.disabled)`);
    const box = await sash.boundingBox();
    if (!box) throw new Error(`the hover has no ${edge} edge to drag`);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await mouse.move(x, y, { steps: 10 });
    await mouse.down();
    await mouse.move(to.x ?? x, to.y ?? y, { steps: 25 });
    await mouse.up();
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
