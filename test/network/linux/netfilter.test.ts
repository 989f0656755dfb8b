import { describe, expect, test } from 'vitest';
import { address, prefix } from '../../../network/address/parse.ts';
import { Conntrack } from '../../../network/linux/conntrack.ts';
import { formatRule, type Match, Netfilter, type Rule, type Target } from '../../../network/linux/netfilter.ts';
import { ICMP, icmpErrorPacket, type Packet } from '../../../network/linux/packet.ts';

const packet = (source: string, destination: string, rest: Partial<Packet> = {}): Packet => ({
  source: address(source),
  destination: address(destination),
  protocol: 'TCP',
  sourcePort: 40000,
  destinationPort: 80,
  ttl: 64,
  length: 60,
  dontFragment: false,
  ...rest,
});
const rule = (target: Target, ...matches: Match[]): Rule => ({ matches, target });
const from = (cidr: string, not?: boolean): Match => ({ kind: 'source', prefix: prefix(cidr), not });

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
    const found = netfilter.evaluate('nat', 'POSTROUTING', packet);
    expect(found && `${found.chain} ${found.rule.target.kind}`).toBe(verdict);
  });
  test('print as iptables-save does', () => {
    const masquerade = { ...rule({ kind: 'MASQUERADE', randomFully: true }, from('10.0.0.0/8', true)), comment: 'why' };
    expect(formatRule('MASQ', masquerade)).toBe(
      '-A MASQ ! -s 10.0.0.0/8 -m comment --comment "why" -j MASQUERADE --random-fully',
    );
  });
});

describe('conntrack', () => {
  const request = packet('10.244.0.10', '172.16.0.9');
  const translated = packet('172.16.0.1', '172.16.0.9');
  const answer = packet('172.16.0.9', '172.16.0.1', { sourcePort: 80, destinationPort: 40000 });
  const conntrack = new Conntrack();
  conntrack.confirm(request, translated);

  test('gives an answer its destination back', () => {
    const { state, packet } = conntrack.receive(answer);
    expect([state, packet.destination]).toEqual(['ESTABLISHED', request.source]);
  });
  test('knows the next packet of the connection, and its source', () => {
    expect(conntrack.receive(request).state).toBe('ESTABLISHED');
    expect(conntrack.sourceOf(request)?.source).toBe(translated.source);
  });
  test('takes another port for another connection', () => {
    const { state, packet } = conntrack.receive({ ...answer, destinationPort: 40001 });
    expect([state, packet.destination]).toEqual(['NEW', answer.destination]);
  });
  test('sends an ICMP error to who sent the packet that it is about', () => {
    const error = icmpErrorPacket(translated, ICMP.hostUnreachable, address('172.16.0.7'));
    const { state, packet } = conntrack.receive(error);
    expect(state).toBe('RELATED');
    expect(packet.destination).toBe(request.source);
    expect(packet.icmp?.kind === 'error' && packet.icmp.about.source).toBe(request.source);
  });
});
