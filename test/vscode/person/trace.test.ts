import { expect, test } from 'vitest';
import { windowForEach } from '../support/session.ts';

const session = windowForEach('flannel-vxlan.knet', { width: 1600 });

const LENS = 'DELIVERED · show trace';

test('a click on the line above a statement opens its trace beside, in colours', async () => {
  await session.window.text.scrollTo('trace  default/a');
  const trace = await session.window.openTrace(LENS);
  await trace.getByText('10.244.1.0 is at').or(trace.getByText('Ethernet')).first().waitFor();
  expect(await session.window.text.lines.getByText('namespace').count()).toBeGreaterThan(0);
  expect((await session.window.text.colours(trace)).size).toBeGreaterThanOrEqual(4);
});

test('it follows what is typed', async () => {
  await session.window.text.scrollTo('trace  default/a');
  const trace = await session.window.openTrace(LENS);
  await session.window.text.replace('pod b { on node-b  ip 10.244.2.194', 'pod b { on node-b  ip 10.244.2.77');
  await trace.getByText('10.244.2.77').first().waitFor();
  expect(await trace.getByText('10.244.2.194').count()).toBe(0);
});

test('Enter on a rule leads to where it is declared, and selects nothing', async () => {
  await session.window.text.scrollTo('trace  default/a');
  await session.window.openTrace(LENS);
  await session.window.page.keyboard.press('ControlOrMeta+G');
  await session.window.page.locator('.quick-input-widget input').fill(':10');
  await session.window.page.keyboard.press('Enter');
  await session.window.statusItem(/^Ln 10, Col 1$/).waitFor();
  await session.window.page.keyboard.press('Enter');
  await session.window.statusItem(/^Ln 21, Col 8$/).waitFor();
});

test('a click on a link leads there too', async () => {
  await session.window.text.scrollTo('trace  default/a');
  const trace = await session.window.openTrace(LENS);
  await trace
    .getByText('flannel-vxlan.knet:21:8')
    .first()
    .click({ modifiers: ['ControlOrMeta'] });
  await session.window.statusItem(/^Ln 21, Col 8$/).waitFor();
});

test('the hover over a statement leads to it', async () => {
  await session.window.text.scrollTo('trace  default/a');
  const hover = await session.window.text.hover('trace');
  await hover.getByText('Show every step and header').click();
  await session.window.page.locator('.tab.active', { hasText: '.knet-trace' }).waitFor();
});
