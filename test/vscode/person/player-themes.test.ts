/// <reference types="node" />
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../support/cli.ts';
import { openBrowser } from '../support/browser.ts';
import { namelessControls, paleDrawing, paleTexts } from '../support/contrast.ts';
import { type Editor, startEditor } from '../support/editor.ts';
import { Window } from '../support/window.ts';

/** A trace that dies, with a check that offers a repair. */
const FILE = 'no-route-host-gw.knet';
const PATIENT = { timeout: 60_000 };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

describe.each(['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'])(
  'the player in %s',
  (theme) => {
    let editor: Editor;
    let window: Window;

    beforeAll(async () => {
      editor = await startEditor({
        settings: { 'workbench.colorTheme': theme, 'window.autoDetectColorScheme': false },
      });
      await copyFile(join(root, 'test', 'fixtures', 'dispositions', FILE), join(editor.folder, FILE));
      window = await Window.open(browser, editor, FILE, { width: 1700 });
      await window.ready();
      await window.text.scrollTo('trace');
      await window.play();
      await window.webview().locator('#player-position').waitFor(PATIENT);
    });
    afterAll(async () => {
      await window?.close();
      await editor?.stop();
    });

    test('can be read at every step, says why the packet dies and what would help', async () => {
      const player = window.webview().locator('#player');
      const [, total] = /of (\d+)/.exec((await player.locator('#player-position').textContent())!)!;
      for (let step = 1; step <= Number(total); step++) {
        await expect.poll(() => player.locator('#player-position').textContent()).toBe(`${step} of ${total}`);
        expect(await paleTexts(player), `step ${step}`).toEqual([]);
        await player.press('n');
      }
      expect(await player.evaluate(namelessControls)).toEqual([]);
      await player.locator('.reason', { hasText: 'BACKEND-L2' }).waitFor();
      await player.locator('.repair', { hasText: 'DirectRouting' }).waitFor();
      await window.webview().locator('.knet-packet.ends').waitFor();
    });

    test('leaves the labels off the way readable', async () => {
      expect(await paleDrawing(window.webview().locator('#stage svg').first())).toEqual([]);
    });
  },
);
