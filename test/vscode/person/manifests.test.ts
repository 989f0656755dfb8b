/// <reference types="node" />
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UNMATCHED_MODEL, UNMATCHED_POLICY, UNMATCHED_WORKLOADS } from '../suites/unmatched.ts';
import { shareEditor } from '../support/session.ts';
import { Window } from '../support/window.ts';

const shared = shareEditor();
let window: Window;

beforeAll(async () => {
  const folder = join(shared.editor.folder, 'unmatched');
  await mkdir(join(folder, 'k8s'), { recursive: true });
  await writeFile(join(folder, 'main.knet'), UNMATCHED_MODEL);
  await writeFile(join(folder, 'k8s', 'netpol.yaml'), UNMATCHED_POLICY);
  await writeFile(join(folder, 'k8s', 'workloads.yaml'), UNMATCHED_WORKLOADS);
  window = await Window.open(shared.browser, shared.editor, 'unmatched/main.knet');
  await window.ready();
});

afterAll(() => window?.close());

test('peers that are nobody are underlined in YAML; an edit there underlines the policy, and undo clears it', async () => {
  const { page } = window;
  await window.goTo('netpol.yaml');
  const squiggles = page.locator('.monaco-editor .squiggly-warning');
  await squiggles.nth(2).waitFor();
  const problems = await window.problems();
  const rows = problems.filter({ hasText: 'NP-NO-MATCH' });
  expect(await rows.count()).toBe(3);

  await window.text.replace('a-app', 'b-app');
  await rows.filter({ hasText: 'selects app=b-app' }).waitFor();
  await window.text.focus();
  await page.keyboard.press('ControlOrMeta+Z');
  await rows.filter({ hasText: 'selects app=b-app' }).waitFor({ state: 'detached' });
  expect(await rows.count()).toBe(3);
});
