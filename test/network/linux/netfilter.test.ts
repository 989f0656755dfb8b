import { describe, expect, test } from 'vitest';
import { address, prefix } from '../../../network/address/parse.ts';
import { formatRule, formatTables } from '../../../network/linux/iptables.ts';
import type { HookContext } from '../../../network/linux/match.ts';
import { Netfilter } from '../../../network/linux/netfilter.ts';
import type { Packet } from '../../../network/linux/packet.ts';
import type { Match, Rule, Target } from '../../../network/linux/rule.ts';
import { tablesAt } from '../../../network/linux/table-order.ts';
import { packet } from './packets.ts';

const rule = (target: Target, ...matches: Match[]): Rule => ({ matches, target });
const from = (cidr: string, not?: boolean): Match => ({ kind: 'source', prefix: prefix(cidr), not });
const context = (packet: Packet, rest: Partial<HookContext> = {}): HookContext => ({
  packet,
  state: 'NEW',
  sets: new Map([
    ['pods', { type: 'hash:ip', has: ([end]) => end?.address === address('10.1.0.1'), entries: () => [] }],
  ]),
  addressType: (own) => (own === address('10.0.0.9') ? 'LOCAL' : 'UNICAST'),
  chance: (probability) => probability > 0.5,
  ...rest,
});

describe('chains', () => {
  const netfilter = new Netfilter();
  netfilter.append(
    'nat',
    'POSTROUTING',
    rule({ kind: 'jump', chain: 'MASQ' }),
    rule({ kind: 'ACCEPT' }, from('10.3.0.0/16')),
  );
  netfilter.append('nat', 'MASQ', rule({ kind: 'RETURN' }, { kind: 'mark', value: 0x4000, mask: 0x4000 }));
  netfilter.append('nat', 'MASQ', rule({ kind: 'RETURN' }, from('10.3.0.0/16')));
  netfilter.append('nat', 'MASQ', rule({ kind: 'MASQUERADE', randomFully: true }, from('192.168.0.0/16', true)));
  test.each([
    ['a rule of a chain jumped to decides', packet('10.1.0.1', '8.8.8.8'), 'MASQ MASQUERADE'],
    ['RETURN goes on after the jump', packet('10.3.0.1', '8.8.8.8'), 'POSTROUTING ACCEPT'],
    ['a negated match', packet('192.168.0.1', '8.8.8.8'), undefined],
    ['a mark among other bits', packet('10.1.0.1', '8.8.8.8', { mark: 0x4001 }), undefined],
  ])('%s', (_, packet, verdict) => {
    const found = netfilter.evaluate('nat', 'POSTROUTING', context(packet)).verdict;
    expect(found && `${found.chain} ${found.rule.target.kind}`).toBe(verdict);
  });

  test('MARK goes on, and later rules see the mark', () => {
    const netfilter = new Netfilter();
    const marked: Match = { kind: 'mark', value: 0x4001, mask: 0xffff };
    netfilter.append(
      'mangle',
      'FORWARD',
      rule({ kind: 'MARK', value: 0x4000, mask: 0x4000 }),
      rule({ kind: 'DROP' }, marked),
    );
    const found = netfilter.evaluate('mangle', 'FORWARD', context(packet('10.1.0.1', '10.2.0.1', { mark: 1 })));
    expect([found.packet.mark, found.verdict?.rule.target.kind, found.marks.length]).toEqual([0x4001, 'DROP', 1]);
  });
  test('xor takes a mark away', () => {
    const netfilter = new Netfilter();
    netfilter.append('nat', 'POSTROUTING', rule({ kind: 'MARK', value: 0x4000, mask: 0 }));
    const found = netfilter.evaluate('nat', 'POSTROUTING', context(packet('10.1.0.1', '10.2.0.1', { mark: 0x4001 })));
    expect(found.packet.mark).toBe(1);
  });
  test('a policy is for what falls out, goto does not come back', () => {
    const netfilter = new Netfilter();
    netfilter.setPolicy('filter', 'FORWARD', 'DROP');
    netfilter.append('filter', 'FORWARD', rule({ kind: 'goto', chain: 'X' }), rule({ kind: 'ACCEPT' }));
    netfilter.append('filter', 'X', rule({ kind: 'ACCEPT' }, from('10.9.0.0/16')));
    const found = netfilter.evaluate('filter', 'FORWARD', context(packet('10.1.0.1', '10.2.0.1')));
    expect([found.verdict, found.policy]).toEqual([undefined, 'DROP']);
  });
});

describe('matches', () => {
  const ways = { in: 'docker0', out: 'eth0', physIn: 'veth1', physOut: 'veth2' };
  const cases: [Match, Packet, boolean][] = [
    [{ kind: 'protocol', protocol: 'TCP' }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'protocol', protocol: 'UDP' }, packet('10.1.0.1', '10.0.0.9'), false],
    [{ kind: 'dport', from: 80 }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'dport', from: 81, to: 90 }, packet('10.1.0.1', '10.0.0.9'), false],
    [{ kind: 'sport', from: 1024, to: 65535 }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'multiport', side: 'dports', ports: [22, 80] }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'in', device: 'docker0' }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'in', device: 'dock+' }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'out', device: 'docker0', not: true }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'physdev', in: 'veth1', bridged: true }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'addrtype', side: 'dst', type: 'LOCAL' }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'addrtype', side: 'src', type: 'LOCAL' }, packet('10.1.0.1', '10.0.0.9'), false],
    [{ kind: 'set', set: 'pods', directions: ['src'] }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'set', set: 'nobody', directions: ['src'] }, packet('10.1.0.1', '10.0.0.9'), false],
    [{ kind: 'conntrack', states: ['RELATED', 'NEW'] }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'conntrack', states: ['ESTABLISHED'] }, packet('10.1.0.1', '10.0.0.9'), false],
    [{ kind: 'statistic', probability: 0.75 }, packet('10.1.0.1', '10.0.0.9'), true],
    [{ kind: 'statistic', probability: 0.25 }, packet('10.1.0.1', '10.0.0.9'), false],
  ];
  test.each(cases)('%o: %#', (match, packet, expected) => {
    const netfilter = new Netfilter();
    netfilter.append('filter', 'FORWARD', rule({ kind: 'DROP' }, match));
    expect(netfilter.evaluate('filter', 'FORWARD', context(packet, ways)).verdict !== undefined).toBe(expected);
  });
  test('chance is asked only about packets that the rule is for', () => {
    const netfilter = new Netfilter();
    netfilter.append(
      'filter',
      'FORWARD',
      rule({ kind: 'DROP' }, { kind: 'statistic', probability: 0.5 }, from('10.9.0.0/16')),
    );
    const chance = () => {
      throw new Error('asked');
    };
    expect(
      netfilter.evaluate('filter', 'FORWARD', context(packet('10.1.0.1', '10.2.0.1'), { chance })).verdict,
    ).toBeUndefined();
  });
});

describe('print as iptables-save does', () => {
  const cases: [Rule, string][] = [
    [
      { ...rule({ kind: 'MASQUERADE', randomFully: true }, from('10.0.0.0/8', true)), comment: 'why' },
      '-A C ! -s 10.0.0.0/8 -m comment --comment "why" -j MASQUERADE --random-fully',
    ],
    [
      rule(
        { kind: 'DNAT', address: address('172.17.0.2'), port: 80 },
        { kind: 'protocol', protocol: 'TCP' },
        { kind: 'dport', from: 8080 },
        { kind: 'in', device: 'docker0', not: true },
      ),
      '-A C ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
    ],
    [rule({ kind: 'REJECT', with: 'icmp-port-unreachable' }), '-A C -j REJECT --reject-with icmp-port-unreachable'],
    [rule({ kind: 'MARK', value: 0x4000, mask: 0 }), '-A C -j MARK --set-xmark 0x4000/0x0'],
    [
      rule({ kind: 'jump', chain: 'S' }, { kind: 'statistic', probability: 1 / 3 }),
      '-A C -m statistic --mode random --probability 0.33333333349 -j S',
    ],
    [
      rule({ kind: 'ACCEPT' }, { kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'] }),
      '-A C -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ],
    [
      rule({ kind: 'jump', chain: 'DOCKER' }, { kind: 'addrtype', side: 'dst', type: 'LOCAL' }),
      '-A C -m addrtype --dst-type LOCAL -j DOCKER',
    ],
  ];
  test.each(cases)('%#', (rule, text) => expect(formatRule('C', rule)).toBe(text));

  test('a table with its policies', () => {
    const netfilter = new Netfilter();
    netfilter.setPolicy('filter', 'FORWARD', 'DROP');
    netfilter.append('filter', 'MINE', rule({ kind: 'RETURN' }));
    expect(formatTables(netfilter)).toEqual([
      '*filter',
      ':INPUT ACCEPT [0:0]',
      ':FORWARD DROP [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      ':MINE - [0:0]',
      '-A MINE -j RETURN',
      'COMMIT',
    ]);
  });
});

test('hooks ask the tables in the order of the kernel', () => {
  expect(tablesAt('PREROUTING')).toEqual(['raw', 'mangle', 'nat']);
  expect(tablesAt('INPUT')).toEqual(['mangle', 'filter', 'security', 'nat']);
  expect(tablesAt('OUTPUT')).toEqual(['raw', 'mangle', 'nat', 'filter', 'security']);
});
