import type { Branch, Layer, Playback, Room, ShownFrame, Stage } from '../../../../server/protocol.ts';
import type { PlayerTexts } from '../../../features/preview/texts.ts';
import { frameAt } from './state.ts';

/*
 * What the player shows of a step, as plain data: `elements.ts` makes elements of it, tests read it as it is.
 */

export interface Piece {
  readonly tag: string;
  readonly className?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly pieces?: readonly Piece[];
}

const piece = (tag: string, className: string, ...pieces: readonly Piece[]): Piece => ({ tag, className, pieces });
const say = (tag: string, className: string, text: string): Piece => ({ tag, className, text });

/** Everything about the step that is shown. */
export function stepSheet(playback: Playback, branch: Branch, at: number, texts: PlayerTexts): Piece[] {
  const stage = branch.stages[at];
  if (!stage) return [say('p', 'reason', branch.reason ?? texts.nothing)];
  const found = frameAt(branch, at);
  return [
    ...(stage.way === 'lookup' || stage.way === 'answer' ? [lookupList(playback)] : []),
    piece('p', 'where', say('strong', '', stage.namespace), say('span', 'kind', stage.kind)),
    ...whatHappens(stage, texts),
    ...(at === branch.stages.length - 1 ? ending(branch, texts) : []),
    ...(stage.room ? [roomSheet(stage.room, texts)] : []),
    ...(found ? [headersSheet(found.frame, found.own, texts)] : []),
  ];
}

const lookupList = ({ lookup = [] }: Playback): Piece =>
  piece('ul', 'lookup', ...lookup.map((line) => say('li', '', line)));

function whatHappens({ words, origin, originName, ends }: Stage, texts: PlayerTexts): Piece[] {
  const what = say('p', ends ? 'words ends' : 'words', words);
  if (!origin || originName === undefined) return [what];
  const name = texts.declared.replace('{0}', () => originName);
  const attributes = { type: 'button', 'data-reveal': '', 'aria-label': name };
  return [what, { tag: 'button', className: 'link', text: originName, attributes }];
}

/** Why the packet got no further, and what would help. */
function ending({ reason, code, repairs }: Branch, texts: PlayerTexts): Piece[] {
  if (reason === undefined) return [];
  return [
    say('p', 'reason', code === undefined ? reason : `${reason} (${code})`),
    ...repairs.map((title) =>
      say(
        'p',
        'repair',
        texts.repair.replace('{0}', () => title),
      ),
    ),
  ];
}

/** How much more would fit. */
function roomSheet({ device, mtu, length }: Room, texts: PlayerTexts): Piece {
  const free = mtu - length;
  const words = (free < 0 ? texts.tooLong : texts.room)
    .replace('{0}', `${length}`)
    .replace('{1}', `${mtu}`)
    .replace('{2}', () => device)
    .replace('{3}', `${Math.abs(free)}`);
  const attributes = { min: '0', max: `${mtu}`, high: `${mtu}`, value: `${length}`, 'aria-label': words };
  return piece('div', free < 0 ? 'room over' : 'room', { tag: 'meter', attributes }, say('span', '', words));
}

/** Headers as boxes in one another, the outermost outside. What changed is marked where the frame is the step's own. */
function headersSheet({ layers, gone }: ShownFrame, own: boolean, texts: PlayerTexts): Piece {
  const inside = layers.reduceRight<Piece | undefined>(
    (inner, layer) => layerSheet(layer, own, inner, texts),
    undefined,
  );
  const removed = own && gone.length > 0 ? [say('p', 'gone', texts.gone.replace('{0}', gone.join(', ')))] : [];
  const pieces = [...(inside ? [inside] : []), ...removed];
  return { tag: 'section', className: 'headers', attributes: { 'aria-label': texts.headers }, pieces };
}

function layerSheet(layer: Layer, own: boolean, inner: Piece | undefined, texts: PlayerTexts): Piece {
  const { name, added, fields } = layer;
  const isNew = own && added === true;
  const head = isNew ? [say('b', '', name), say('mark', '', texts.added)] : [say('b', '', name)];
  const list = piece('dl', '', ...fields.map((field) => fieldSheet(field, own)));
  const pieces = [piece('p', 'name', ...head), list, ...(inner ? [inner] : [])];
  return { tag: 'div', className: isNew ? 'layer added' : 'layer', attributes: { 'data-layer': name }, pieces };
}

function fieldSheet({ name, value, changed }: Layer['fields'][number], own: boolean): Piece {
  const shown = own && changed ? piece('dd', 'changed', say('mark', '', value)) : say('dd', '', value);
  return piece('div', 'field', say('dt', '', name), shown);
}

/** What a screen reader is told at a step: where, what, and what changed. */
export function announcement(branch: Branch, at: number, texts: PlayerTexts): string {
  const stage = branch.stages[at];
  if (!stage) return branch.reason ?? texts.nothing;
  const position = texts.position.replace('{0}', `${at + 1}`).replace('{1}', `${branch.stages.length}`);
  const found = frameAt(branch, at);
  const changes = found?.own ? found.frame.layers.flatMap(changesOf) : [];
  const end = at === branch.stages.length - 1 && branch.reason !== undefined ? [branch.reason] : [];
  return [`${position}, ${texts.ways[stage.way]}`, stage.namespace, stage.words, ...changes, ...end].join('. ');
}

const changesOf = ({ name, added, fields }: Layer): string[] =>
  added ? [`+ ${name}`] : fields.flatMap((field) => (field.changed ? [`${name} ${field.name} ${field.value}`] : []));
