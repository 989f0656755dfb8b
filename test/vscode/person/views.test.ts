import { beforeEach, expect, test } from 'vitest';
import { windowForEach } from '../support/session.ts';

/** A loaded machine takes its time to draw. */
const PATIENT = { timeout: 60_000 };

const session = windowForEach('ack-flannel.knet', { width: 1600 });

beforeEach(async () => {
  await session.window.openDiagram();
  await box('node:prod/n1').waitFor();
});

const box = (id: string) => session.window.webview().locator(`[data-id="${id}"]`);
const pods = () => session.window.webview().locator('[data-id^="pods:prod/shop/web@"]');
const classOf = (id: string) => box(id).getAttribute('class');

test('another view is chosen by its name', async () => {
  const views = session.window.webview().locator('#view');
  await views.selectOption('services');
  await box('pods:prod/shop/web@').waitFor();
  expect(await box('node:prod/n1').count()).toBe(0);
  await views.selectOption('addresses');
  await session.window.webview().locator('[data-kind="free"]').first().waitFor();
  await views.selectOption('policies');
  await session.window.webview().locator('#note', { hasText: 'No NetworkPolicy' }).waitFor();
});

test('a double click hides what is in a box, and shows it again', async () => {
  expect(await pods().count()).toBe(3);
  await box('node:prod/n1').dblclick({ position: { x: 30, y: 12 } });
  await expect.poll(() => pods().count(), PATIENT).toBe(2);
  expect(await box('node:prod/n1').getAttribute('aria-expanded')).toBe('false');
  await box('node:prod/n1').focus();
  await session.window.page.keyboard.press('x');
  await expect.poll(() => pods().count(), PATIENT).toBe(3);
});

test('a box is found by what is written in it', async () => {
  await session.window.webview().locator('#search').fill('zone-i');
  await expect.poll(() => classOf('segment:shop/zone-i'), PATIENT).toContain('knet-found');
  await session.window.webview().locator('#search').press('Enter');
  expect(await session.window.webview().locator('#found').textContent()).toMatch(/^\d of \d$/);
});

test('the box that the cursor is in stands out', async () => {
  await session.window.text.focus();
  await session.window.page.keyboard.press('Control+g');
  await session.window.page.locator('.quick-input-widget input').fill(':22:8');
  await session.window.page.keyboard.press('Enter');
  await expect.poll(() => classOf('node:prod/n1'), PATIENT).toContain('knet-lit');
});

test('a box with a mistake is marked', async () => {
  await session.window.text.replace(
    'node n1 { in shop/zone-h  ip 192.168.0.11 }',
    'node n1 { in shop/zone-h  ip 192.168.99.11 }',
  );
  await expect.poll(() => box('node:prod/n1').getAttribute('data-mark'), PATIENT).toBe('error');
  expect(await box('node:prod/n1').getAttribute('aria-description')).toContain('192.168.99.11');
  expect(await box('node:prod/n1').locator('.knet-sign-error').count()).toBe(1);
});

test('the pointer on a box shows the card that the editor has of it', async () => {
  // Escape goes to where the focus is: not on a box, whose card would cover others. VS Code may bring back what another test
  // has typed into n1.
  await session.window.webview().locator('#fit').focus();
  await box('node:prod/n2').hover({ position: { x: 40, y: 10 } });
  const card = session.window.webview().locator('#card');
  await card.locator('strong', { hasText: 'node' }).waitFor();
  expect(await card.textContent()).toContain('192.168.0.12');
  await session.window.page.keyboard.press('Escape');
  await expect.poll(() => card.isVisible()).toBe(false);
});
