import { describe, expect, test } from 'vitest';
import { compare } from '../../lab/verify/compare.ts';
import { portsOf, type Sighting } from '../../lab/verify/frames.ts';
import { exitCodeOf, type Finding, type Status } from '../../lab/verify/report.ts';
import type { Frame } from '../../network/trace/result.ts';

const FRAME: Frame = {
  source: '10.244.0.10',
  destination: '10.96.0.10',
  protocol: 'TCP',
  sourcePort: 40000,
  destinationPort: 80,
  flags: 'S',
  ttl: 63,
  length: 60,
  encapsulation: [
    { kind: 'vxlan', source: '192.168.0.1', destination: '192.168.0.2', port: 8472, vni: 1, length: 110, ttl: 64 },
  ],
};
const seen = (frame: Partial<Frame> = {}, place: Partial<Sighting> = {}): Sighting => {
  return { netns: 'node-a', device: 'eth0', direction: 'out', ...place, frame: { ...FRAME, ...frame } };
};
const held = (expected: Sighting[], observed: Sighting[]) => {
  const { missing, extra } = compare(expected, observed, portsOf(expected, 40000));
  return [missing.length, extra.length];
};
const outer = FRAME.encapsulation![0]!;

describe('what is compared', () => {
  test('the same frame, sent from whatever port, once or again', () => {
    expect(held([seen()], [seen({ sourcePort: 51234 }), seen({ sourcePort: 51234 })])).toEqual([0, 0]);
  });
  test.each<[string, Sighting]>([
    ['netns', seen({}, { netns: 'node-b' })],
    ['device', seen({}, { device: 'eth1' })],
    ['direction', seen({}, { direction: 'in' })],
    ['source', seen({ source: '10.244.0.11' })],
    ['destination', seen({ destination: '10.244.1.10' })],
    ['port', seen({ destinationPort: 81 })],
    ['flags', seen({ flags: 'S.' })],
    ['TTL', seen({ ttl: 62 })],
    ['length', seen({ length: 40 })],
    ['no tunnel', seen({ encapsulation: undefined })],
    ['VNI', seen({ encapsulation: [{ ...outer, vni: 2 }] })],
    ['outer destination', seen({ encapsulation: [{ ...outer, destination: '192.168.0.3' }] })],
    ['outer port', seen({ encapsulation: [{ ...outer, port: 4789 }] })],
    ['outer TTL', seen({ encapsulation: [{ ...outer, ttl: 63 }] })],
    ['outer length', seen({ encapsulation: [{ ...outer, length: 111 }] })],
  ])('another %s', (_, other) => {
    expect(held([seen()], [other])).toEqual([1, 1]);
  });
  test('a frame that nobody expects', () => {
    expect(held([seen()], [seen(), seen({ ttl: 1 })])).toEqual([0, 1]);
  });
  test('a frame that does not come', () => {
    expect(held([seen(), seen({ ttl: 1 })], [seen()])).toEqual([1, 0]);
  });
});

describe('the exit code', () => {
  const finding = (status: Status) => ({ status }) as Finding;
  test.each<[readonly Status[], number]>([
    [['verified'], 0],
    [['verified', 'undecided', 'unsupported'], 0],
    [['verified', 'mismatch'], 1],
    [['mismatch', 'undecided'], 1],
    [['undecided', 'unsupported'], 3],
    [[], 3],
  ])('%j: %i', (statuses, code) => {
    expect(exitCodeOf({ findings: statuses.map(finding) })).toBe(code);
  });
  test('what the kernel refuses is a mismatch, no lab at all is none', () => {
    expect(exitCodeOf({ findings: [], failure: { kind: 'refused', reason: '' } })).toBe(1);
    expect(exitCodeOf({ findings: [], failure: { kind: 'not-run', reason: '' } })).toBe(3);
  });
});
