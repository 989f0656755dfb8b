import type { Locator, Page } from 'playwright-core';
import { hoverOver } from './hover.ts';
import { untilShown } from './until-shown.ts';

/** Of the page, where the function handed to it runs; the project as a whole knows no DOM. */
declare function getComputedStyle(element: unknown): { readonly color: string };

/** What a person does with the text in a window: reads, finds, changes, points at a word. */
export class TextEditor {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The lines of the editor that has the focus, or of the only one. */
  get lines(): Locator {
    return this.page.locator('.editor-instance .monaco-editor .view-lines').first();
  }

  /** The colours of the words in view, as CSS says them. */
  async colours(text = this.lines): Promise<Set<string>> {
    const words = text.locator('.view-line span span');
    return new Set(await words.evaluateAll((all) => all.map((word) => getComputedStyle(word).color)));
  }

  /** The text of a line in view, counted from 1, of a file that is scrolled to its top. */
  async line(number: number): Promise<string | undefined> {
    const lines = await this.lines
      .locator('.view-line')
      .evaluateAll((all) => all.map((one) => ({ top: one.offsetTop, text: one.textContent })));
    const inOrder = lines.sort((a, b) => a.top - b.top);
    return inOrder[number - 1]?.text?.replaceAll('\u00a0', ' ');
  }

  /** A word of the text, as one token of its colouring. */
  word(text: string): Locator {
    return this.lines.locator('.view-line span span', { hasText: new RegExp(`^\\s*${text}\\s*$`) }).first();
  }

  /** Puts the focus into the text, at a place where a click hits no word. */
  async focus(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+1');
  }

  /** Selects the first occurrence of a text after the top of the file. */
  async select(text: string): Promise<void> {
    const input = this.page.locator('.find-widget.visible textarea.input').first();
    await untilShown(async () => {
      await this.focus();
      await this.page.keyboard.press('ControlOrMeta+Home');
      await this.page.keyboard.press('ControlOrMeta+F');
    }, input);
    await input.fill(text);
    await this.page.locator('.find-widget .matchesCount', { hasText: /^1 of/ }).waitFor();
    await this.page.keyboard.press('Escape');
    await this.page.locator('.find-widget.visible').waitFor({ state: 'detached' });
  }

  /** Brings the first occurrence of a text into the middle of the view. */
  async scrollTo(text: string): Promise<void> {
    await this.select(text);
    await this.page.keyboard.press('ArrowLeft');
  }

  /** Replaces the first occurrence of a text, as if it were typed over it. */
  async replace(text: string, by: string): Promise<void> {
    await this.select(text);
    await this.page.keyboard.insertText(by);
  }

  /**
   * Applies the quick fix whose title contains a text, at the cursor. The menu says "none" when the server is not ready
   * with its answer; a person opens it again.
   */
  async quickFix(title: string): Promise<void> {
    await this.focus();
    const fix = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    for (let tries = 0; tries < 5 && !(await fix.isVisible()); tries++) {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('ControlOrMeta+.');
      await fix.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await fix.click();
  }

  /** Rests the pointer on a word until something is shown about it. */
  hover(word: string): Promise<Locator> {
    return hoverOver(this.page, this.word(word));
  }
}
