import { describe, expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import { vxlanPacket } from '../../../network/linux/encapsulation.ts';
import { LookupTable } from '../../../network/linux/lookup.ts';
import { derivedHex, derivedMac, macOfAddress } from '../../../network/linux/mac.ts';
import { fitToLink, takesFrame } from '../../../network/linux/mtu.ts';
import { ICMP, icmpErrorPacket, type Packet } from '../../../network/linux/packet.ts';

const packet = (length: number, dontFragment = false): Packet => {
  const ends = { source: address('10.244.0.10'), destination: address('10.244.1.10') };
  return { ...ends, protocol: 'ICMP', ttl: 64, length, dontFragment };
};

describe('a packet and a link', () => {
  test('fits to the byte', () => expect(fitToLink(packet(1450, true), 1450)).toEqual({ fits: true }));
  test('with DF does not fit by one byte', () => expect(fitToLink(packet(1451, true), 1450)).toEqual({ fits: false }));
  test('is cut at multiples of eight bytes', () => {
    // 1430 bytes of payload fit; 1424 is the next multiple of eight below.
    expect(fitToLink(packet(1451), 1450)).toMatchObject({
      fragments: 2,
      packet: { fragmentLength: 1444, length: 1451 },
    });
    expect(fitToLink(packet(4000), 1500)).toMatchObject({ fragments: 3, packet: { fragmentLength: 1500 } });
  });
  test('that was cut is not cut again', () => {
    expect(fitToLink({ ...packet(1451), fragmentLength: 1444 }, 1450)).toEqual({ fits: true });
  });
  test.each([
    [1500, true],
    [1504, true],
    [1505, false],
  ])('a veth of MTU 1500 takes %i bytes: %s', (length, taken) => expect(takesFrame(1500, packet(length))).toBe(taken));
});

test.each([
  [84, '172.16.130.244', '172.16.130.140', 134],
  [60, '172.16.130.244', '172.16.130.140', 110],
  [1450, '172.16.130.244', '172.16.130.140', 1500],
  [84, 'fd00::1', 'fd00::2', 154],
])('%i bytes in VXLAN from %s to %s are %i', (length, local, remote, outer) => {
  const frame = { source: '', destination: '', packet: packet(length, true) };
  const tunnel = vxlanPacket(frame, address(local), address(remote), 1, 8472);
  expect(tunnel).toMatchObject({ length: outer, ttl: 64, dontFragment: false, protocol: 'UDP', destinationPort: 8472 });
});

test.each([
  [60, 88],
  [84, 112],
  [1500, 576],
])('an ICMP error about %i bytes has %i', (length, total) => {
  const error = icmpErrorPacket(packet(length), ICMP.timeExceeded, address('10.244.0.1'));
  expect(error).toMatchObject({ length: total, ttl: 64, destination: address('10.244.0.10') });
});

describe('MAC addresses', () => {
  test('of an address', () => expect(macOfAddress('0a:58', address('10.244.0.1'))).toBe('0a:58:0a:f4:00:01'));
  test('derived ones are stable, unicast and locally administered', () => {
    const macs = Array.from({ length: 5000 }, (_, i) => derivedMac(`vtep demo/node-${i}`));
    expect(new Set(macs).size).toBe(5000);
    for (const mac of macs) {
      expect(mac).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
      expect(Number.parseInt(mac.slice(0, 2), 16) & 3).toBe(2);
    }
    expect(derivedMac('vtep demo/node-1')).toBe(macs[1]);
  });
  test('eight hexadecimal digits of a name', () => expect(derivedHex('demo/default/a')).toMatch(/^[0-9a-f]{8}$/));
});

test('a table answers from its sources, and what is set or deleted covers them', () => {
  const table = new LookupTable<string, { mac: string; port: string }>((entry) => entry.mac);
  const entries = [
    { mac: 'a', port: '1' },
    { mac: 'b', port: '2' },
  ];
  table.use({ get: (mac) => entries.find((entry) => entry.mac === mac), all: () => entries });
  table.set({ mac: 'a', port: '9' });
  table.delete('b');
  expect([table.get('a')?.port, table.get('b'), table.get('c')]).toEqual(['9', undefined, undefined]);
  expect([...table.all()]).toEqual([{ mac: 'a', port: '9' }]);
  table.set({ mac: 'b', port: '3' });
  expect(table.get('b')?.port).toBe('3');
});
