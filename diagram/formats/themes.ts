export const THEMES = ['light', 'dark', 'high-contrast'] as const;

/** How a picture that stands alone is coloured. */
export type Theme = (typeof THEMES)[number];

/** Values of the picture's custom properties. Light is what the drawing itself falls back to. */
const VALUES: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  light: {},
  dark: {
    '--knet-surface': '#1f1f1f',
    '--knet-text': '#e6e6e6',
    '--knet-muted': '#b4b4b4',
    '--knet-border': '#4d4d4d',
    '--knet-frame': '#909090',
    '--knet-link': '#8b8b8b',
    '--knet-accent-0': '#4daafc',
    '--knet-accent-1': '#b180d7',
    '--knet-accent-2': '#89d185',
    '--knet-accent-3': '#d18616',
    '--knet-tint-frame': '.045',
    '--knet-tint-row': '.16',
    '--knet-tint-pill': '.3',
  },
  'high-contrast': {
    '--knet-surface': '#000000',
    '--knet-text': '#ffffff',
    '--knet-muted': '#ffffff',
    '--knet-border': '#6fc3df',
    '--knet-frame': '#ffffff',
    '--knet-link': '#ffffff',
    '--knet-accent-0': '#3794ff',
    '--knet-accent-1': '#d7a6ff',
    '--knet-accent-2': '#89d185',
    '--knet-accent-3': '#ffa657',
    '--knet-tint-frame': '0',
    '--knet-tint-row': '0',
    '--knet-tint-pill': '0',
    '--knet-line-frame': '1',
    '--knet-line-box': '1',
    '--knet-line-row': '1',
    '--knet-line-edge': '1',
  },
};

/** A custom property with its fallback. Font names stand in the fallback in (escaped) quotes. */
const PROPERTY = /var\((--knet-[\w-]+), ([^()]*)\)/g;

/**
 * The picture as a file of its own: every custom property is replaced by its value, because few programs that show SVG
 * know them, and the background is painted.
 */
export function standAlone(svg: string, theme: Theme): string {
  const values = VALUES[theme];
  const painted = svg.replace(/^<svg[^>]*>/, (head) => `${head}${background(head)}`);
  return `${painted.replace(PROPERTY, (_, name: string, fallback: string) => values[name] ?? fallback)}\n`;
}

function background(head: string): string {
  const [, width = '0', height = '0'] = /width="(\d+)" height="(\d+)"/.exec(head) ?? [];
  return `<rect width="${width}" height="${height}" fill="var(--knet-surface, #ffffff)"/>`;
}
