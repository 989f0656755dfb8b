import { describe, expect, test } from 'vitest';
import { at, frameAt, isAtEnd, moved, resumed, touched, waysOf } from '../../../client/webview/preview/player/state.ts';
import type { Branch, Playback, Stage } from '../../../server/protocol.ts';

const stage = (way: Stage['way'], more: Partial<Stage> = {}): Stage => ({
  way,
  namespace: 'n',
  kind: 'node',
  words: 'in',
  ...more,
});

const branch = (...stages: readonly Stage[]): Branch => ({
  name: '',
  disposition: 'DELIVERED',
  repairs: [],
  stages,
  frames: [{ layers: [], gone: [] }],
});

const three = branch(
  stage('request', { box: 'a', frame: 0, seen: true }),
  stage('request', { box: 'b', edge: 'a b', acting: 'service:s', frame: 0 }),
  stage('reply', { box: 'a' }),
);
const playback = (...branches: readonly Branch[]): Playback => ({
  title: '',
  disposition: 'DELIVERED',
  branches,
  outside: false,
});

describe('moves', () => {
  const shown = playback(three);
  test.each([
    ['step', 0, 1],
    ['step', 2, 2],
    ['back', 2, 1],
    ['back', 0, 0],
    ['first', 2, 0],
    ['last', 0, 2],
  ] as const)('%s from %i leads to %i', (move, from, to) =>
    expect(moved(shown, { branch: 0, at: from }, move)).toEqual({ branch: 0, at: to }),
  );

  test('never lead beyond an end, in an empty playback neither', () => {
    expect(at(shown, { branch: 0, at: 0 }, 99).at).toBe(2);
    expect(at(playback(), { branch: 0, at: 0 }, 5).at).toBe(0);
    expect(moved(playback(branch()), { branch: 0, at: 0 }, 'last').at).toBe(0);
  });

  test('end at the last step', () => {
    expect([0, 1, 2].map((step) => isAtEnd(shown, { branch: 0, at: step }))).toEqual([false, false, true]);
  });
});

test('a playback of a changed text goes on where it was, as far as it goes', () => {
  expect(resumed(playback(three, three), { branch: 1, at: 2 })).toEqual({ branch: 1, at: 2 });
  expect(resumed(playback(three), { branch: 1, at: 2 })).toEqual({ branch: 0, at: 0 });
  expect(resumed(playback(branch(stage('request'))), { branch: 0, at: 2 })).toEqual({ branch: 0, at: 0 });
});

test('the ways begin where they begin', () =>
  expect(waysOf(three)).toEqual([
    { way: 'request', first: 0 },
    { way: 'reply', first: 2 },
  ]));

test('a step without a frame of its own shows the last one, as not its own', () => {
  expect([0, 1, 2].map((step) => frameAt(three, step)?.own)).toEqual([true, false, undefined]);
});

test('a branch touches its boxes, its lines and the Services that act', () => {
  const { boxes, edges } = touched(three);
  expect([...boxes]).toEqual(['a', 'b', 'service:s']);
  expect([...edges]).toEqual(['a b']);
});
