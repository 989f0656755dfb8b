import { button, escapeHtml, icon } from './markup.ts';
import type { View } from './messages.ts';
import { playerHtml } from './player-html.ts';
import type { PlayerTexts } from './texts.ts';

/** What the page is made of. URIs as the webview knows them; texts in the reader's language. */
export interface PageParts {
  readonly language: string;
  readonly title: string;
  readonly script: string;
  readonly style: string;
  /** The webview's own origin, for the style sheet. */
  readonly cspSource: string;
  readonly texts: PageTexts;
}

export interface PageTexts {
  readonly tools: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly pin: string;
  readonly export: string;
  readonly search: string;
  /** How many were found, `{0}` the one that is shown and `{1}` all. */
  readonly found: string;
  readonly view: string;
  readonly views: Readonly<Record<View, string>>;
  readonly player: PlayerTexts;
}

/** The page. Nothing remote (an image is one of its own), no inline style, and the one script is named by a nonce that nobody can guess. */
export function pageHtml({ language, title, script, style, cspSource, texts }: PageParts): string {
  const nonce = createNonce();
  const csp = `default-src 'none'; style-src ${cspSource}; img-src data:; script-src 'nonce-${nonce}'`;
  const views = Object.entries(texts.views).map(
    ([value, text]) => `<option value="${value}">${escapeHtml(text)}</option>`,
  );
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(csp)}">
<link rel="stylesheet" href="${escapeHtml(style)}">
<title>${escapeHtml(title)}</title>
</head>
<body>
<main id="stage" tabindex="-1" aria-label="${escapeHtml(title)}"></main>
<p id="note" role="status" hidden></p>
<div id="card" role="tooltip" hidden></div>
<div id="look" role="search">
<select id="view" aria-label="${escapeHtml(texts.view)}" title="${escapeHtml(texts.view)}">${views.join('')}</select>
<input id="search" type="search" aria-label="${escapeHtml(texts.search)}" placeholder="${escapeHtml(texts.search)}">
<output id="found" for="search" data-text="${escapeHtml(texts.found)}"></output>
</div>
<div id="tools" role="toolbar" aria-label="${escapeHtml(texts.tools)}">
${button('zoom-out', texts.zoomOut, ICONS.minus)}
${button('zoom-in', texts.zoomIn, ICONS.plus)}
${button('fit', texts.fit, ICONS.fit)}
${button('pin', texts.pin, ICONS.pin)}
${button('export', texts.export, ICONS.export)}
</div>
${playerHtml(texts.player)}
<script nonce="${nonce}" src="${escapeHtml(script)}"></script>
</body>
</html>`;
}

const ICONS = {
  minus: icon('M3.5 8h9'),
  plus: icon('M3.5 8h9M8 3.5v9'),
  pin: icon('M5.5 2.5h5M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v4.5'),
  export: icon('M8 2.5v7.5M5 7l3 3 3-3M2.5 11v2.5h11V11'),
  fit: icon('M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10'),
};

/** 128 random bits as hexadecimal digits. */
function createNonce(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
