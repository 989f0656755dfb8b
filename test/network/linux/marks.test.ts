import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { address, prefix } from '../../../network/address/parse.ts';
import { addRule } from '../../../network/linux/configure.ts';
import { addressOfMac, macOfAddress } from '../../../network/linux/mac.ts';
import type { HookContext } from '../../../network/linux/match.ts';
import { NetworkNamespace } from '../../../network/linux/namespace.ts';
import { Netfilter } from '../../../network/linux/netfilter.ts';
import type { Match, Target } from '../../../network/linux/rule.ts';

/** A packet that came in by eth0 for 10.0.0.1, which is on the device given. */
function context(on: string, connection: { mark?: number } | undefined, mark?: number): HookContext {
  return {
    packet: {
      source: address('10.0.0.9'),
      destination: address('10.0.0.1'),
      protocol: 'TCP',
      ttl: 64,
      length: 60,
      dontFragment: true,
      mark,
    },
    in: 'eth0',
    state: 'NEW',
    sets: new Map(),
    ...(connection ? { connection } : {}),
    addressType: () => 'LOCAL',
    isOn: (device) => device === on,
    chance: () => true,
  };
}

const set = (value: number, mask: number): Target => ({ kind: 'CONNMARK', action: 'set', value, mask });
const restore = (mask: number): Target => ({ kind: 'CONNMARK', action: 'restore', mask });

function through(target: Target, asked: HookContext, matches: readonly Match[] = []) {
  const netfilter = new Netfilter();
  netfilter.append('mangle', 'PREROUTING', { matches, target });
  return netfilter.evaluate('mangle', 'PREROUTING', asked);
}

describe('CONNMARK', () => {
  test.each([
    ['a bit', 0x80, 0x80, undefined, 0x80],
    ['beside others', 0x80, 0x80, 0x4000, 0x4080],
    ['the whole mark', 0x1, 0xffffffff, 0x4000, 0x1],
  ] as const)('set: %s', (_, value, mask, before, after) => {
    const connection: { mark?: number } = { mark: before };
    through(set(value, mask), context('eth0', connection));
    expect(connection.mark).toBe(after);
  });
  test.each([
    ['onto nothing', 0x80, undefined, 0x80],
    ['beside others', 0x80, 0x4000, 0x4080],
    ['nothing to give back takes away', undefined, 0x4080, 0x4000],
    ['the same again says nothing', 0x80, 0x80, 0x80],
  ] as const)('restore: %s', (_, known, before, after) => {
    const { packet, marks } = through(restore(0x80), context('eth0', { mark: known }, before));
    expect(packet.mark ?? 0).toBe(after);
    expect(marks).toHaveLength(before === after ? 0 : 1);
  });
  test('without a connection nothing happens, and the chain goes on', () => {
    const { verdict, marks } = through(set(1, 1), context('eth0', undefined));
    expect([verdict, marks]).toEqual([undefined, []]);
  });
});

test.each([
  ['eth0', true],
  ['eth1', false],
] as const)('--limit-iface-in: the address is on %s', (on, holds) => {
  const match: Match = { kind: 'addrtype', side: 'dst', type: 'LOCAL', limit: 'in' };
  const { verdict } = through({ kind: 'DROP' }, context(on, undefined), [match]);
  expect(verdict !== undefined).toBe(holds);
});

test('`ip rule add` keeps the order of priorities, equal ones in the order they came', () => {
  const priorities = fc.array(fc.integer({ min: 1, max: 40000 }), { maxLength: 30 });
  fc.assert(
    fc.property(priorities, (all) => {
      const namespace = new NetworkNamespace('node:c/n', 'n', 'node');
      for (const [i, priority] of all.entries()) {
        addRule(namespace, { priority, to: prefix(`10.0.0.${i}/32`), table: 'main' });
      }
      const order = namespace.rules.map(({ priority, to }) => [priority, to ? Number(to.first) : -1] as const);
      expect(order).toEqual([...order].sort((a, b) => a[0] - b[0] || (a[1] < 0 || b[1] < 0 ? 0 : a[1] - b[1])));
      expect(namespace.rules).toHaveLength(all.length + 2);
    }),
  );
});

test('an address is read back out of the MAC that was made of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (own) => {
      expect(addressOfMac('0a:32', macOfAddress('0a:32', own))).toBe(own);
      expect(addressOfMac('0a:33', macOfAddress('0a:32', own))).toBeUndefined();
    }),
  );
});
