import { button, escapeHtml, icon } from './markup.ts';
import type { PlayerTexts } from './texts.ts';

/** The player beside the picture, empty: the page fills it when there is a trace to play. */
export function playerHtml(texts: PlayerTexts): string {
  return `<aside id="player" tabindex="-1" aria-label="${escapeHtml(texts.player)}" data-texts="${escapeHtml(JSON.stringify(texts))}" hidden>
<header>
<h2 id="player-title"></h2>
${button('player-close', texts.close, ICONS.close)}
</header>
<p id="player-outcome"></p>
<select id="player-branch" aria-label="${escapeHtml(texts.branch)}"></select>
<div id="player-ways" role="group" aria-label="${escapeHtml(texts.groups)}"></div>
<div id="player-keys" role="toolbar" aria-label="${escapeHtml(texts.keys)}">
${button('player-first', texts.first, ICONS.first)}
${button('player-back', texts.back, ICONS.back)}
${button('player-play', texts.play, ICONS.play).replace(' type=', ' data-playing="false" type=')}
${button('player-step', texts.step, ICONS.step)}
${button('player-last', texts.last, ICONS.last)}
<input id="player-seek" type="range" min="0" max="0" value="0" step="1" aria-label="${escapeHtml(texts.seek)}">
<output id="player-position" for="player-seek"></output>
</div>
<div id="player-stage"></div>
<p id="player-said" role="status"></p>
</aside>`;
}

const ICONS = {
  close: icon('M4 4l8 8M12 4l-8 8'),
  first: icon('M4 3.5v9M12.5 3.5L7 8l5.5 4.5z'),
  back: icon('M11 3.5L5 8l6 4.5z'),
  play: `${icon('M5 3l8 5-8 5z')}${icon('M5.5 3.5v9M10.5 3.5v9')}`,
  step: icon('M5 3.5L11 8l-6 4.5z'),
  last: icon('M12 3.5v9M3.5 3.5L9 8l-5.5 4.5z'),
};
