/*
 * Colours are CSS custom properties, so that one picture follows the editor's theme; without a style sheet the
 * fallbacks (a light theme) hold, and the file stands alone. Presentation attributes take them without a `<style>`,
 * which a strict content security policy would refuse.
 */
export const COLOUR = {
  surface: 'var(--knet-surface, #ffffff)',
  text: 'var(--knet-text, #1f2328)',
  muted: 'var(--knet-muted, #59636e)',
  border: 'var(--knet-border, #c5cdd6)',
  frame: 'var(--knet-frame, #59636e)',
  link: 'var(--knet-link, #818b98)',
} as const;

const ACCENTS = ['#0969da', '#8250df', '#1a7f37', '#bc4c00'];

/** The colour of a cluster and of all that belongs to it. */
export const accentColour = (accent: number): string => {
  const index = accent % ACCENTS.length;
  return `var(--knet-accent-${index}, ${ACCENTS[index]})`;
};

/** How strongly areas are tinted: a factor that high contrast sets to 0. */
export const TINT = {
  frame: 'var(--knet-tint-frame, .05)',
  row: 'var(--knet-tint-row, .11)',
  pill: 'var(--knet-tint-pill, .2)',
} as const;

/** How strongly lines in a cluster's colour are drawn; high contrast sets all of them to 1. */
export const LINE = {
  frame: 'var(--knet-line-frame, .55)',
  box: 'var(--knet-line-box, .75)',
  row: 'var(--knet-line-row, .45)',
  edge: 'var(--knet-line-edge, .8)',
} as const;
