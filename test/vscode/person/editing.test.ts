import { expect, test } from 'vitest';
import { windowForEach } from '../support/session.ts';

const session = windowForEach('flannel-vxlan.knet');

test('a wrong prefix is underlined, listed as a problem and repaired from the light bulb', async () => {
  const { page } = session.window;
  await session.window.text.replace('10.244.0.0/16', '10.244.0.5/16');
  await page.locator('.monaco-editor .squiggly-error').first().waitFor();

  const problems = await session.window.problems();
  const problem = problems.filter({ hasText: 'CIDR-SYNTAX' }).filter({ hasText: '10.244.0.0/16' });
  await problem.waitFor();

  await problem.dblclick();
  await session.window.statusItem(/^Ln 6,/).waitFor();
  await session.window.text.quickFix('10.244.0.0/16');

  await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
  expect(await session.window.text.line(6)).toMatch(/^ {2}podCIDR {5}10\.244\.0\.0\/16/);
});

test('the next free range is chosen from the list, and hints tell what it holds', async () => {
  const { page } = session.window;
  await session.window.text.select('cluster demo');
  await page.keyboard.press('Home');
  await page.keyboard.insertText('network office { cidr  }\n');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ControlOrMeta+Space');
  const first = page.locator('.suggest-widget.visible .monaco-list-row').first();
  await first.filter({ hasText: '192.168.0.0/24' }).waitFor();
  await page.keyboard.press('Enter');
  await session.window.text.lines.getByText('network office { cidr 192.168.0.0/24').waitFor();
  await session.window.text.lines.getByText('254 usable, 0 used').first().waitFor();
});

test("a hover over a trace tells the packet's way", async () => {
  const hover = await session.window.text.hover('trace');
  await hover.getByText('DELIVERED').first().waitFor();
  const text = await hover.textContent();
  for (const part of ['flannel.1', 'cni0', 'node-a', 'node-b']) expect(text).toContain(part);
});
