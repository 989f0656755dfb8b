/** A drawing of 16 by 16 pixels, in the colour of the text around it. */
export const icon = (path: string): string =>
  `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${path}" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"/></svg>`;

/** A button that shows a drawing and has a name. */
export const button = (id: string, text: string, sign: string): string =>
  `<button id="${id}" type="button" title="${escapeHtml(text)}" aria-label="${escapeHtml(text)}">${sign}</button>`;

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one]!);
