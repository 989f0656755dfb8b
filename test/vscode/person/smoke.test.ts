import { expect, test } from 'vitest';
import { shareEditor } from '../support/session.ts';
import { Window } from '../support/window.ts';

const shared = shareEditor();

test('a .knet file opens as the language knet, and nothing asks for attention', async () => {
  const window = await Window.open(shared.browser, shared.editor, 'flannel-vxlan.knet');
  await window.statusItem(/^knet$/).waitFor();
  expect(await window.text.lines.textContent()).toContain('network');
  expect(await window.page.locator('.notification-toast').count()).toBe(0);
  expect(await window.page.locator('.monaco-dialog-box').count()).toBe(0);
  await window.close();
});
