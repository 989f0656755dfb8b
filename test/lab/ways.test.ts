/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Expectation } from '../../lab/verify/expected.ts';
import type { Answer } from '../../lab/verify/job.ts';
import { observed, tunnelPorts } from '../../lab/verify/observe.ts';
import type { Packet } from '../../lab/verify/packets.ts';
import { playAll } from '../../lab/verify/play.ts';
import type { Question } from '../../lab/verify/questions.ts';
import type { Finding } from '../../lab/verify/report.ts';
import { tagOf } from '../../lab/verify/tag.ts';
import { choose, triesFor } from '../../lab/verify/ways.ts';

/* A question to kube-dns, which two Pods stand behind: what the trace says of both ways, and captures of either one. */
const RECORDED = JSON.parse(readFileSync(new URL('recorded/two-endpoints.json', import.meta.url), 'utf8')) as {
  readonly ways: readonly [Expectation, Expectation];
  readonly answers: readonly [Answer, Answer];
};
const { ways, answers } = RECORDED;
const PORTS = tunnelPorts(ways);
const [near, far] = answers.map((answer) => observed(answer, tagOf(answer.index), PORTS)) as [Seen, Seen];
type Seen = ReturnType<typeof observed>;

describe('what captures show of a packet that may go two ways', () => {
  test.each([
    ['the first way', near, [0]],
    ['the second way', far, [1]],
    ['the first way, a frame sent again', [...near, near[0]!], [0]],
  ])('%s', (_, found, taken) => {
    expect(choose(ways, found, null)).toEqual({ taken });
  });

  test.each<[string, Seen, number]>([
    ['both at once', [...near, ...far], 1],
    ['there by one, back by the other', [...near.slice(0, 4), ...far.slice(8)], 1],
    ['the first way, but for a frame', near.slice(1), 0],
    ['the second way, but for a frame', far.slice(0, -1), 1],
    ['the second way and one frame of the first', [...far, near[3]!], 1],
    ['nothing', [], 0],
  ])('%s: none of them', (_, found, nearest) => {
    const choice = choose(ways, found, null);
    expect(choice).toMatchObject({ nearest });
    expect(choice).not.toHaveProperty('taken');
  });

  test('every frame that is missing or put in from the other way is seen', () => {
    const only = (one: Seen, other: Seen) => one.filter((frame) => !other.some((same) => text(same) === text(frame)));
    const text = (one: Seen[number]) => JSON.stringify([one.netns, one.device, one.direction, one.frame.destination]);
    expect(only(near, far).length).toBeGreaterThan(2);
    for (const frame of only(near, far)) expect(choose(ways, [...far, frame], null)).toHaveProperty('nearest');
    for (const frame of near) {
      const rest = near.filter((one) => one !== frame);
      expect(choose(ways, rest, null)).toHaveProperty('nearest');
    }
  });

  test('two ways that look alike are both taken', () => {
    expect(choose([ways[0], ways[0], ways[1]], near, null)).toEqual({ taken: [0, 1] });
  });

  test("a RST that the prober's kernel says for want of a socket counts only where the trace has one", () => {
    const reset: Seen[number] = { ...near[0]!, frame: { ...near[0]!.frame, protocol: 'TCP', flags: 'R' } };
    const refused = { ...ways[0], sightings: [...ways[0].sightings, reset] };
    expect(choose(ways, [...near, reset], null)).toEqual({ taken: [0] });
    expect(choose([refused], [...near, reset], null)).toEqual({ taken: [0] });
    expect(choose([refused], near, null)).toMatchObject({ nearest: 0, difference: { missing: [expect.any(String)] } });
  });

  test('no frames at all, as said: only if the sender refused', () => {
    const refusing = { ...ways[0], sightings: [] };
    expect(choose([refusing], [], 'Network is unreachable')).toEqual({ taken: [0] });
    expect(choose([refusing], [], null)).toMatchObject({ nearest: 0, reason: expect.stringContaining('refuses') });
  });
});

const QUESTION = { kind: 'expect', line: 1, text: 'a -> b', result: {} } as unknown as Question;
const packet = (extra: Partial<Packet> = {}): Packet => ({
  question: QUESTION,
  complete: true,
  ways: ways.map((expectation) => ({ probability: 0.5, expectation })),
  ...extra,
});

/** Plays against a kernel that answers by a function of the number of the packet. */
function played(one: Packet, kernel: (index: number) => Answer['frames']): readonly Finding[] {
  const game = playAll([one], PORTS);
  let step = game.next();
  while (!step.done) {
    const { index } = step.value;
    step = game.next({ index, error: null, frames: kernel(index) });
  }
  return step.value;
}

/** The frames of one of the recordings with another packet's mark in them. */
function marked(way: 0 | 1, index: number): Answer['frames'] {
  const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const [was, is] = [tagOf(answers[way].index), tagOf(index)];
  return answers[way].frames.map(([netns, device, direction, bytes]) => {
    const text = bytes.replace(hex(was.request), hex(is.request)).replace(hex(was.reply), hex(is.reply));
    return [netns, device, direction, text] as const;
  });
}

const statuses = (findings: readonly Finding[]) => findings.map(({ status, chance }) => [status, chance?.taken]);

describe('a packet that may go two ways is sent', () => {
  test('until both were taken', () => {
    const findings = played(packet(), (index) => marked(index < 3 ? 0 : 1, index));
    expect(statuses(findings)).toEqual([
      ['verified', 3],
      ['verified', 1],
    ]);
    expect(findings[0]!.chance).toEqual({ sent: 4, taken: 3 });
  });

  test('often, and a way that is never taken is told as such', () => {
    const findings = played(packet(), (index) => marked(1, index));
    expect(statuses(findings)).toEqual([
      ['untaken', 0],
      ['verified', 40],
    ]);
  });

  test('and a mismatch as soon as it goes neither, whatever it did before', () => {
    const findings = played(packet(), (index) => (index < 5 ? marked(0, index) : marked(1, index).slice(1)));
    expect(statuses(findings)).toEqual([
      ['verified', 5],
      ['mismatch', 0],
    ]);
    expect(findings[1]!.difference!.missing).toHaveLength(1);
  });

  test('and unsupported where it may have gone a way that cannot be looked at', () => {
    const hidden = { probability: 0.5, expectation: { status: 'unsupported', reason: 'no tunnel' } as const };
    const half = packet({ ways: [{ probability: 0.5, expectation: ways[0] }, hidden] });
    expect(statuses(played(half, (index) => marked(1, index)))).toEqual([
      ['unsupported', undefined],
      ['unsupported', undefined],
    ]);
    expect(statuses(played(half, (index) => marked(index < 4 ? 1 : 0, index)))[0]).toEqual(['verified', undefined]);
  });

  test('and so where the trace does not show all ways', () => {
    const cut = packet({ complete: false, ways: [{ probability: 0.1, expectation: ways[0] }] });
    expect(statuses(played(cut, (index) => marked(1, index)))).toEqual([['unsupported', undefined]]);
  });
});

describe('a packet whose ICMP error does not come', () => {
  const [sighting] = ways[0].sightings;
  const error = { ...sighting!, frame: { ...sighting!.frame, protocol: 'ICMP', icmp: 'type 3 code 0' } as const };
  const told: Expectation = { ...ways[0], sightings: [...ways[0].sightings, error] };
  const pausesOf = (frames: (index: number) => Answer['frames']) => {
    const game = playAll([packet({ ways: [{ probability: 1, expectation: told }] })], PORTS);
    const pauses: number[] = [];
    let step = game.next();
    for (; !step.done; step = game.next({ index: step.value.index, error: null, frames: frames(step.value.index) })) {
      pauses.push(step.value.after);
    }
    return { pauses, statuses: step.value.map(({ status }) => status) };
  };

  test('is sent again after a while, once, since the kernel limits such errors', () => {
    const { pauses, statuses: found } = pausesOf((index) => marked(0, index));
    expect(pauses).toEqual([0, expect.toSatisfy((pause: number) => pause > 1)]);
    expect(found).toEqual(['mismatch']);
  });

  test('is a mismatch at once where more differs', () => {
    const { pauses, statuses: found } = pausesOf((index) => marked(0, index).slice(1));
    expect(pauses).toEqual([0]);
    expect(found).toEqual(['mismatch']);
  });
});

test.each([
  [[1], 1],
  [[0.5, 0.5], 40],
  [[0.05, 0.05], 40],
  [[0.25, 0.5, 0.25], 80],
  [Array.from({ length: 64 }, () => 1 / 64), 200],
])('%j: at most %i packets', (probabilities, most) => {
  expect(triesFor(probabilities)).toBe(most);
});
