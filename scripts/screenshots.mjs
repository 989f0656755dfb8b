/**
 * `npm run screenshots`: takes the README's pictures, docs/images/<name>-<dark|light>.png, of the real thing. A picture
 * is taken only when what it should show has been found in the window. `gallery` draws every view of every example.
 */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shots } from '../test/vscode/pictures/shots.ts';
import { openBrowser } from '../test/vscode/support/browser.ts';
import { startEditor } from '../test/vscode/support/editor.ts';
import { Window } from '../test/vscode/support/window.ts';
import { gallery } from './lib/gallery.mjs';
import { root } from './lib/paths.mjs';
import { runScript } from './lib/run.mjs';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const folder = join(root, 'docs', 'images');

/** What would only take room from what a picture is about. */
const tidy = {
  'editor.minimap.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'breadcrumbs.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.fontSize': 13,
  'editor.hover.delay': 100,
};

async function take(shot, kind, browser) {
  const settings = { ...tidy, 'workbench.colorTheme': themes[kind], 'window.autoDetectColorScheme': false };
  const editor = await startEditor({ settings });
  try {
    const { width, height, file, text } = shot;
    if (text) await writeFile(join(editor.folder, file), text);
    const window = await Window.open(browser, editor, file, { width, height, scale: 1.5 });
    await window.ready();
    await window.command('View: Toggle Primary Side Bar Visibility');
    await shot.prepare(window);
    const path = join(folder, `${shot.name}-${kind}.png`);
    await window.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    console.log(`  ${shot.name}-${kind}.png ${Math.ceil((await stat(path)).size / 1000)} KB`);
  } finally {
    await editor.stop();
  }
}

const built = await runScript('build.mjs');
if (built.code !== 0) process.exit(built.code);
await mkdir(folder, { recursive: true });
const wanted = process.argv.slice(2);
const browser = await openBrowser();
try {
  for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    for (const kind of Object.keys(themes)) await take(shot, kind, browser);
  if (wanted.length === 0 || wanted.includes('gallery')) await gallery(browser);
} finally {
  await browser.close();
}
