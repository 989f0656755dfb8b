import type { Place, Playback } from '../../../../server/protocol.ts';
import type { PlayerState } from '../../../features/preview/messages.ts';
import type { PlayerTexts } from '../../../features/preview/texts.ts';
import type { Stage } from '../stage.ts';
import { createBeat } from './beat.ts';
import { listenToControls, playerPart } from './controls.ts';
import { elementOf } from './elements.ts';
import { showHead } from './head.ts';
import { lightStep, lightWay } from './lights.ts';
import { createPacket } from './packet.ts';
import { announcement, stepSheet } from './sheet.ts';
import { at, branchOf, frameAt, isAtEnd, moved, resumed, START } from './state.ts';

export interface Player {
  /** Shows a playback from its start where it is a fresh one, else where it was; none closes the player. */
  show(playback: Playback | undefined, fresh: boolean): void;
  /** After a new picture. */
  redraw(): void;
  /** After the picture is looked at from elsewhere. */
  rescale(): void;
  readonly state: PlayerState | undefined;
}

export interface PlayerWishes {
  reveal(place: Place): void;
  close(): void;
  /** There is something to remember. */
  changed(): void;
}

/** The player of a trace beside the picture. `remembered` is where the page left it. */
export function createPlayer(stage: Stage, remembered: PlayerState | undefined, wishes: PlayerWishes): Player {
  const aside = playerPart('');
  const texts: PlayerTexts = JSON.parse(aside.dataset.texts ?? '{}');
  const packet = createPacket(stage);
  let playback: Playback | undefined;
  let state: PlayerState = remembered ?? START;

  const beat = createBeat(
    () => {
      if (playback) go(moved(playback, state, 'step'));
      return playback !== undefined && !isAtEnd(playback, state);
    },
    () => showPlaying(beat.plays, texts),
  );
  const branch = () => playback && branchOf(playback, state);
  const picture = () => stage.element.querySelector('svg');

  function go(next: PlayerState): void {
    const travels = next.branch === state.branch && Math.abs(next.at - state.at) === 1;
    state = next;
    render(travels);
    const shown = branch();
    if (shown) playerPart('said').textContent = announcement(shown, state.at, texts);
    wishes.changed();
  }

  function render(travels: boolean): void {
    const shown = branch();
    if (!playback || !shown) return;
    const step = shown.stages[state.at];
    showPosition(state.at, shown.stages.length, texts);
    playerPart('stage').replaceChildren(...stepSheet(playback, shown, state.at, texts).map(elementOf));
    for (const way of playerPart('ways').querySelectorAll('button'))
      way.setAttribute('aria-pressed', `${way.dataset.way === step?.way}`);
    lightHere();
    if (step) packet.move(step, frameAt(shown, state.at)?.frame.layers.at(-1)?.depth ?? 0, travels);
    else packet.remove();
  }

  function lightHere(): void {
    const [svg, step] = [picture(), branch()?.stages[state.at]];
    if (svg) lightStep(svg, step?.box, step?.acting);
  }

  function renderAll(): void {
    const svg = picture();
    if (svg) lightWay(svg, branch());
    if (playback) showHead(playback, state, texts);
    go(state);
  }

  function show(next: Playback | undefined, fresh: boolean): void {
    if (fresh || !next) {
      beat.stop();
      packet.remove();
    }
    playback = next;
    state = next && !fresh ? resumed(next, state) : START;
    aside.hidden = !next;
    document.body.classList.toggle('playing', next !== undefined);
    renderAll();
    if (!next) lightHere();
    if (fresh && next) aside.focus();
  }

  /** What somebody does by hand stops what goes on by itself. */
  function byHand(next: (playback: Playback) => PlayerState): void {
    if (beat.plays) beat.stop();
    if (playback) go(next(playback));
  }

  listenToControls({
    move: (move) => byHand((shown) => moved(shown, state, move)),
    seek: (step) => byHand((shown) => at(shown, state, step)),
    choose(chosen) {
      byHand(() => ({ branch: chosen, at: 0 }));
      renderAll();
    },
    toggle() {
      if (beat.plays) return beat.stop();
      if (playback && isAtEnd(playback, state)) go(moved(playback, state, 'first'));
      beat.start();
    },
    reveal() {
      const place = branch()?.stages[state.at]?.origin;
      if (place) wishes.reveal(place);
    },
    close: wishes.close,
  });

  return {
    show,
    redraw() {
      const svg = picture();
      if (!playback || !svg) return;
      lightWay(svg, branch());
      lightHere();
      packet.redraw();
    },
    rescale: packet.rescale,
    get state() {
      return playback && state;
    },
  };
}

function showPosition(step: number, total: number, texts: PlayerTexts): void {
  const words = texts.position.replace('{0}', `${step + 1}`).replace('{1}', `${total}`);
  const seek = playerPart<HTMLInputElement>('seek');
  seek.max = `${Math.max(0, total - 1)}`;
  seek.value = `${step}`;
  seek.setAttribute('aria-valuetext', words);
  playerPart('position').textContent = words;
}

function showPlaying(plays: boolean, texts: PlayerTexts): void {
  const button = playerPart('play');
  const name = plays ? texts.pause : texts.play;
  button.setAttribute('aria-label', name);
  button.title = name;
  button.dataset.playing = `${plays}`;
}
