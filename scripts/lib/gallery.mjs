/**
 * Every view of every example in every theme, as `knet draw` draws it, on one sheet for each view and theme: to be looked
 * at, in out/gallery/. They are no part of the repository.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { VIEWS } from '../../diagram/views/view.ts';
import { knet } from '../../test/support/cli.ts';
import { root } from './paths.mjs';

const backgrounds = { light: '#ffffff', dark: '#1f1f1f', 'high-contrast': '#000000' };

async function drawn(name, view, theme) {
  const { out, code } = await knet(['draw', `examples/${name}`, '--view', view, '--theme', theme]);
  if (code !== 0) throw new Error(`examples/${name} cannot be drawn`);
  return `<figure><img src="data:image/svg+xml,${encodeURIComponent(out)}"><figcaption>${name}</figcaption></figure>`;
}

async function sheet(page, names, view, theme) {
  const pictures = [];
  for (const name of names) pictures.push(await drawn(name, view, theme));
  const style = `body { margin: 16px; background: ${backgrounds[theme]}; color: #888; font: 14px sans-serif; columns: 4 }
    figure { margin: 0 0 20px; break-inside: avoid } img { max-width: 100% }`;
  await page.setContent(`<!doctype html><style>${style}</style>${pictures.join('')}`);
  const path = join(root, 'out', 'gallery', `${view}-${theme}.png`);
  await page.screenshot({ path, fullPage: true });
  console.log(`  ${path}`);
}

export async function gallery(browser) {
  const names = (await readdir(join(root, 'examples'))).filter((name) => name.endsWith('.knet'));
  await mkdir(join(root, 'out', 'gallery'), { recursive: true });
  const page = await browser.newPage({ viewport: { width: 2400, height: 1200 } });
  for (const view of VIEWS) for (const theme of Object.keys(backgrounds)) await sheet(page, names, view, theme);
}
