import type { ImageFormat } from '../../features/preview/messages.ts';
import { svgElement } from './svg.ts';
import type { Extent } from './view.ts';

/** Pixels of the image for each of the picture's, and the longest side that every browser's canvas takes. */
const DENSITY = 2;
const LONGEST = 8192;

/** The picture as a file of its own, in the colours that the page has now: SVG as text, PNG as base64. */
export async function imageOf(svg: SVGSVGElement, size: Extent, format: ImageFormat): Promise<string> {
  const text = standAlone(svg, size);
  return format === 'svg' ? text : png(text, size);
}

/** What the page has written on the picture to show it is no part of it. */
const PAGES_OWN = ['tabindex', 'data-vscode-context', 'data-mark', 'aria-description', 'aria-describedby'];

function standAlone(svg: SVGSVGElement, { width, height }: Extent): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  for (const child of [...copy.children]) if (!child.matches('[data-id], .knet-edges')) child.remove();
  for (const sign of copy.querySelectorAll('.knet-sign')) sign.remove();
  for (const name of PAGES_OWN) for (const one of copy.querySelectorAll(`[${name}]`)) one.removeAttribute(name);
  for (const one of copy.querySelectorAll('[data-id]')) one.classList.remove('knet-lit', 'knet-found', 'knet-from');
  const sizes = { width, height, viewBox: `0 0 ${width} ${height}` };
  for (const [name, value] of Object.entries(sizes)) copy.setAttribute(name, String(value));
  copy.prepend(svgElement('rect', { width, height, fill: 'var(--knet-surface, #ffffff)' }));
  return withValues(new XMLSerializer().serializeToString(copy));
}

/** A custom property with its fallback, as the picture has them. */
const PROPERTY = /var\((--knet-[\w-]+), ([^()]*)\)/g;

/** Few programs that show SVG know custom properties: every one is replaced by what it is here. */
function withValues(text: string): string {
  const values = new Map<string, string>();
  return text.replace(PROPERTY, (_, name: string, fallback: string) => {
    const value = values.get(name) ?? colourOrText(name, fallback);
    values.set(name, value);
    return value;
  });
}

function colourOrText(name: string, fallback: string): string {
  const value = getComputedStyle(document.body).getPropertyValue(name).trim();
  if (value === '') return fallback;
  if (CSS.supports('color', value)) return hexadecimal(value);
  return value.replace(/[&<>"]/g, (one) => `&#${one.codePointAt(0)};`);
}

/** A colour as `#rrggbb`, whichever of CSS's ways it is written in: a canvas knows them all. */
function hexadecimal(colour: string): string {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1, 1];
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[r, g, b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

async function png(text: string, { width, height }: Extent): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  const density = Math.min(DENSITY, LONGEST / Math.max(width, height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * density), Math.round(height * density)];
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^.*?,/, '');
}
