import { describe, expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import { Conntrack } from '../../../network/linux/conntrack.ts';
import { ICMP, icmpErrorPacket, type Packet } from '../../../network/linux/packet.ts';
import { bind, translate } from '../../../network/linux/translation.ts';
import { packet } from './packets.ts';

describe('conntrack', () => {
  const ends = (packet: Packet) => [packet.source, packet.destination, packet.sourcePort, packet.destinationPort];
  /** A connection to a virtual address whose both ends were translated. */
  function translated() {
    const conntrack = new Conntrack();
    const request = packet('10.244.0.10', '10.96.0.1', { destinationPort: 443 });
    const tracked = conntrack.track(request);
    bind(tracked.connection!, 'destination', { address: address('172.16.0.9'), port: 80 });
    bind(tracked.connection!, 'source', { address: address('172.16.0.1') });
    conntrack.confirm(tracked);
    const both = (packet: Packet) => {
      let tracked = conntrack.track(packet);
      for (const end of ['destination', 'source'] as const) tracked = { ...tracked, packet: translate(tracked, end) };
      return tracked;
    };
    return { conntrack, request, both };
  }
  const sent = packet('172.16.0.1', '172.16.0.9');
  const answer = packet('172.16.0.9', '172.16.0.1', { sourcePort: 80, destinationPort: 40000 });

  test('translates what follows', () => {
    const { both, request } = translated();
    expect(ends(both(request).packet)).toEqual(ends(sent));
  });
  test('translates answers back, and knows the connection then', () => {
    const { both, request } = translated();
    expect(both(request).state).toBe('NEW');
    const { state, packet: back } = both(answer);
    expect([state, ...ends(back)]).toEqual(['ESTABLISHED', request.destination, request.source, 443, 40000]);
    expect(both(request).state).toBe('ESTABLISHED');
  });
  test('takes another port for another connection', () => {
    const { both } = translated();
    const other = both({ ...answer, destinationPort: 40001 });
    expect([other.state, other.packet.destination]).toEqual(['NEW', answer.destination]);
  });
  test('translates an ICMP error and what it quotes', () => {
    const { both, request } = translated();
    const { state, packet: error } = both(icmpErrorPacket(sent, ICMP.hostUnreachable, address('172.16.0.7')));
    expect(state).toBe('RELATED');
    // To its sender it looks as if the address it asked for had answered (`nf_nat_icmp_reply_translation`).
    expect([error.source, error.destination]).toEqual([request.destination, request.source]);
    expect(error.icmp?.kind === 'error' && ends(error.icmp.about)).toEqual(ends(request));
  });
  test('leaves the source of an error alone where only the source was translated', () => {
    const conntrack = new Conntrack();
    const tracked = conntrack.track(packet('10.244.0.10', '172.16.0.9'));
    bind(tracked.connection!, 'source', { address: address('172.16.0.1') });
    conntrack.confirm(tracked);
    const error = conntrack.track(icmpErrorPacket(sent, ICMP.timeExceeded, address('172.16.0.7')));
    expect(translate(error, 'source').source).toBe(address('172.16.0.7'));
    expect(translate(error, 'destination').destination).toBe(address('10.244.0.10'));
  });
  test('an error about what it never saw is INVALID', () => {
    const error = icmpErrorPacket(sent, ICMP.timeExceeded, address('172.16.0.7'));
    expect(new Conntrack().track(error)).toMatchObject({ state: 'INVALID', packet: error });
  });
});
