import { describe, expect, test } from 'vitest';
import { play } from '../../../analysis/play/asked.ts';
import type { Playback } from '../../../analysis/play/playback.ts';
import { load } from '../../support/analysis.ts';

const MODEL = `network rack-1 { cidr 192.168.10.0/24  gateway 192.168.10.1 }
network rack-2 { cidr 192.168.20.0/24  gateway 192.168.20.1 }
router core { connects rack-1 rack-2 }
cluster c {
  podCIDR 10.244.0.0/16
  cni flannel { backend host-gw }
  node n1 { in rack-1  ip 192.168.10.11 }
  node n2 { in rack-2  ip 192.168.20.11 }
  namespace default {
    pod a { on n1 }
    pod b { on n2  labels app=b  port 80/TCP }
    service b { selector app=b  port 8080 -> 80/TCP }
  }
}
trace default/a -> default/b ICMP
expect default/a cannot reach default/b ICMP
`;

const played = async (asked: Parameters<typeof play>[1], text = MODEL) => {
  const { model } = await load({ 'a.knet': text });
  return play(model, asked);
};
const A = 'pods:c/default/a@c/n1';
const B = 'pods:c/default/b@c/n2';

describe('a statement', () => {
  test('is found on its line, and says where it is', async () => {
    const { title, statement, verdict } = (await played({ line: 14 })) as Playback;
    expect(title).toBe('default/a -> default/b ICMP');
    expect(statement).toEqual({ text: 'trace default/a -> default/b ICMP', line: 14 });
    expect(verdict).toBeUndefined();
  });
  test('is found by its words where the text has moved', async () => {
    const moved = await played({ line: 14, text: 'trace default/a -> default/b ICMP' }, `\n\n${MODEL}`);
    expect((moved as Playback).statement?.line).toBe(16);
  });
  test('that is an expect says whether it holds', async () => {
    expect(((await played({ line: 15 })) as Playback).verdict).toMatch(/^holds/);
  });
  test('that is none is not played', async () => expect(await played({ line: 3 })).toBeUndefined());
});

test('a way that dies says where and why, and what the check offers', async () => {
  const { branches } = (await played({ line: 14 })) as Playback;
  const { stages, disposition, code, reason, repairs } = branches[0]!;
  expect([disposition, code]).toEqual(['NO_ROUTE', 'BACKEND-L2']);
  expect(reason).toContain('10.244.1.');
  expect(repairs).toEqual([expect.stringContaining('DirectRouting')]);
  expect(stages.at(-1)).toMatchObject({ ends: true, box: 'router:core', words: expect.stringContaining('dropped') });
});

describe('two boxes', () => {
  test.each([
    ['a pod and a pod with a port', A, B, 'default/a -> default/b:80/TCP'],
    ['a pod and a Service', A, 'service:c/default/b', 'default/a -> service default/b:8080/TCP'],
    ['machines', 'node:c/n1', 'node:c/n2', 'n1 -> n2 ICMP'],
    ['a network and all pods of a workload', 'segment:rack-1', 'pods:c/default/b@', 'rack-1 -> default/b:80/TCP'],
    ['the Internet', A, 'internet:', 'default/a -> internet ICMP'],
  ])('%s are the ends of a trace', async (_, from, to, title) => {
    expect(((await played({ from, to })) as Playback).title).toBe(title);
  });
  test.each([
    ['router:core', A, 'nothing sends a packet from core'],
    ['service:c/default/b', A, 'a Service sends no packets'],
    [A, 'cluster:c', 'no packet is sent to c'],
    [A, 'node:c/gone', 'no packet is sent to c/gone'],
  ])('%s and %s are none', async (from, to, why) => expect(await played({ from, to })).toBe(why));
});

test('what a tunnel adds is new, what it takes off is named, and what routing changes is marked', async () => {
  const { branches } = (await played({ line: 14 }, MODEL.replace('backend host-gw', 'backend vxlan'))) as Playback;
  const { frames } = branches[0]!;
  const wrapped = frames.find(({ layers }) => layers.length > 3)!;
  expect(wrapped.layers.map(({ name, depth, added }) => [name, depth, added ?? false])).toEqual([
    ['Ethernet', 0, true],
    ['IP', 0, true],
    ['UDP', 0, true],
    ['VXLAN', 0, true],
    ['Ethernet', 1, false],
    ['IP', 1, false],
    ['ICMP', 1, false],
  ]);
  expect(frames.find(({ gone }) => gone.length > 0)?.gone).toEqual(['Ethernet', 'IP', 'UDP', 'VXLAN']);
  const changed = frames.flatMap(({ layers }) =>
    layers.flatMap(({ name, fields }) => fields.flatMap((field) => (field.changed ? [`${name} ${field.name}`] : []))),
  );
  expect(new Set(changed)).toEqual(new Set(['Ethernet source', 'Ethernet destination', 'IP TTL']));
});

test('a device that a frame leaves by says how many bytes are left', async () => {
  const { branches } = (await played({ line: 14 }, MODEL.replace('backend host-gw', 'backend vxlan'))) as Playback;
  const rooms = branches[0]!.stages.flatMap(({ room }) => room ?? []);
  expect(rooms).toContainEqual({ device: 'eth0', mtu: 1450, length: 84 });
  expect(rooms).toContainEqual({ device: 'eth0', mtu: 1500, length: 134 });
});

test('the question to a DNS server comes first', async () => {
  const text = MODEL.replace('backend host-gw', 'backend vxlan').replace(/trace.*/, 'trace default/a -> "b":8080/TCP');
  const { branches, lookup } = (await played({ line: 14 }, text)) as Playback;
  expect(lookup?.[0]).toMatch(/^looks up "b"/);
  const ways = branches[0]!.stages.map(({ way }) => way);
  expect(ways[0]).toBe('lookup');
  expect([...new Set(ways)]).toEqual(['lookup', 'answer', 'request', 'reply']);
  expect(branches.every(({ disposition }) => disposition === 'DELIVERED')).toBe(true);
  expect(branches[0]!.stages.some(({ acting }) => acting === 'service:c/default/b')).toBe(true);
});

test('a question to a DNS server that gets no answer is no request', async () => {
  const text = MODEL.replace(/trace.*/, 'trace default/a -> "b":8080/TCP');
  const { branches } = (await played({ line: 14 }, text)) as Playback;
  const waysIn = branches.map(({ stages, disposition }) => [disposition, ...new Set(stages.map(({ way }) => way))]);
  expect(waysIn).toContainEqual(['NO_ROUTE', 'lookup']);
});
