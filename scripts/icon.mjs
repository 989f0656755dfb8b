/** Draws images/icon.png (the marketplace takes no SVG) from images/icon.svg: `node scripts/icon.mjs`, after a change. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './lib/paths.mjs';

const size = 128;
const svg = await readFile(join(root, 'images', 'icon.svg'), 'utf8');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: size, height: size } });
await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
await page.screenshot({ path: join(root, 'images', 'icon.png'), omitBackground: true });
await browser.close();
