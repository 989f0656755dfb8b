import { describe, expect, test } from 'vitest';
import { belongs } from '../../lab/verify/belongs.ts';
import { checksum, probeBytes } from '../../lab/verify/build.ts';
import { bytesOf } from '../../lab/verify/bytes.ts';
import { decode } from '../../lab/verify/decode.ts';
import { lineOf } from '../../lab/verify/frames.ts';
import { tunnelPorts } from '../../lab/verify/observe.ts';
import { tagOf } from '../../lab/verify/tag.ts';

/* Packets as they were captured on node1 eth0 and p1a eth0 of the lab of examples/kernel-lab.knet; long ones cut. */
const VXLAN = '0800000000000100';
const TO_2 = `e2ab77bf28650800`;
const PAYLOAD = '08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637';
const RECORDED = {
  echo: `450000545bf00000400107be0af4000a0af4010a080086184b0000016b6e65746b000000${PAYLOAD}`,
  'echo in vxlan': `450000861c66000040110060ac1082f4ac10828c8a64211800725e25${VXLAN}0619701655bee2ab77bf28650800450000545bf000003f0108be0af4000a0af4010a080086184b0000016b6e65746b000000${PAYLOAD}`,
  'SYN in vxlan': `4500006e1c7400004011006aac1082f4ac10828cccf32118005a5e0d${VXLAN}0619701655be${TO_2}4500003c376000003f062d610af4000a0af4010a9c4100506b00001000000000a002faf02e710000020405b40402080a000000010000000001030307`,
  'SYN and ACK':
    '4500003c000040003e0625c10af4010a0af4000a00509c4195c948d76b000011a012fb34172a0000020405820402080a4bff85c3000000010103030a',
  'RST of the sender': '4500002800004000400623d50af4000a0af4010a9c4100506b000011000000005004000091420000',
  'RST of the receiver': '45000028000040003e0625d50af4010a0af4000a00519c42000000006b0000215014000091200000',
  'time exceeded': `45c00070799900003f01ea420af401000af4000a0b00f4ff00000000450000545c090000010146a50af4000a0af4010a080085e54b0300016b6e65746b000030${PAYLOAD}`,
  'port unreachable':
    '45c00058c47200003e01a0770af4010a0af4000a03032811000000004500003c0abc00003e115afa0af4000a0af4010a9c440036002817356b6e65746b00004008090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  'first fragment': `450005a45c0d20004001e2500af4000a0af4010a080060f14b0500016b6e65746b000050${PAYLOAD}`,
  'last fragment': '450000245c0d00b24001071f0af4000a0af4010a88898a8b8c8d8e8f9091929394959697',
};
type Name = keyof typeof RECORDED;

const PORTS = tunnelPorts([]);
const read = (name: Name) => decode(bytesOf(RECORDED[name]), PORTS)!;
const line = (name: Name) =>
  lineOf({ netns: 'n', device: 'd', direction: 'in', frame: read(name).frame }, (port) => `${port}`).slice(7);
const OUTER = 'in vxlan 172.16.130.244 > 172.16.130.140:8472 vni 1 ttl 64';

describe('a captured packet', () => {
  test.each<[Name, string]>([
    ['echo', '10.244.0.10 > 10.244.1.10 ICMP echo-request ttl 64 length 84'],
    ['echo in vxlan', `10.244.0.10 > 10.244.1.10 ICMP echo-request ttl 63 length 84 ${OUTER} length 134`],
    ['SYN in vxlan', `10.244.0.10:40001 > 10.244.1.10:80 TCP S ttl 63 length 60 ${OUTER} length 110`],
    ['SYN and ACK', '10.244.1.10:80 > 10.244.0.10:40001 TCP S. ttl 62 length 60'],
    ['RST of the receiver', '10.244.1.10:81 > 10.244.0.10:40002 TCP R. ttl 62 length 40'],
    ['time exceeded', '10.244.1.0 > 10.244.0.10 ICMP type 11 code 0 ttl 63 length 112'],
    ['port unreachable', '10.244.1.10 > 10.244.0.10 ICMP type 3 code 3 ttl 62 length 88'],
    ['first fragment', '10.244.0.10 > 10.244.1.10 ICMP echo-request ttl 64 length 1444'],
  ])('%s', (name, text) => {
    expect(line(name)).toBe(text);
  });

  test('a VXLAN port that nobody named holds a datagram', () => {
    const ports = { vxlan: new Set<number>(), udp: new Set<number>() };
    const { frame } = decode(bytesOf(RECORDED['echo in vxlan']), ports)!;
    expect(frame).toMatchObject({ protocol: 'UDP', destinationPort: 8472, source: '172.16.130.244' });
    expect(frame.encapsulation).toBeUndefined();
  });

  test.each(['', '60', '4500', RECORDED.echo.slice(0, 38)])('%j is none', (hex) => {
    expect(decode(bytesOf(hex), PORTS)).toBeUndefined();
  });

  test.each(Object.keys(RECORDED) as Name[])('%s cut anywhere is read or refused, never a crash', (name) => {
    for (let length = 0; length < RECORDED[name].length; length += 2) {
      const found = decode(bytesOf(RECORDED[name].slice(0, length)), PORTS);
      if (found) belongs(found, tagOf(0), PORTS);
    }
  });
});

describe('whose packet it is', () => {
  test.each<[Name, number]>([
    ['echo', 0],
    ['echo in vxlan', 0],
    ['SYN in vxlan', 1],
    ['SYN and ACK', 1],
    ['RST of the sender', 1],
    ['RST of the receiver', 2],
    ['time exceeded', 3],
    ['port unreachable', 4],
    ['first fragment', 5],
  ])('%s: of probe %i alone', (name, index) => {
    const owners = Array.from({ length: 10 }, (_, probe) => probe).filter((probe) =>
      belongs(read(name), tagOf(probe), PORTS),
    );
    expect(owners).toEqual([index]);
  });

  test('last fragment: of none', () => {
    for (let probe = 0; probe < 10; probe++) expect(belongs(read('last fragment'), tagOf(probe), PORTS)).toBe(false);
  });
});

describe('a probe', () => {
  const base = { source: '10.244.0.10', destination: '10.244.1.10', ttl: 64 };
  test('is what was captured', () => {
    const bytes = probeBytes({ ...base, protocol: 'ICMP', length: 84 }, tagOf(0))!;
    expect(bytes).toEqual(bytesOf(RECORDED.echo).subarray(20));
    expect(checksum(bytes)).toBe(0);
  });
  test.each([
    ['ICMP', 28, 8],
    ['TCP', 40, 20],
    ['TCP', 60, 40],
    ['TCP', 1400, 1380],
    ['UDP', 28, 0],
    ['UDP', 60, 32],
  ] as const)('%s of %i bytes', (protocol, length, behindHeader) => {
    const frame = { ...base, protocol, length, sourcePort: 40000, destinationPort: 80 };
    expect(probeBytes(frame, tagOf(3))).toHaveLength(behindHeader);
  });
  test.each([
    ['ICMP', 27],
    ['TCP', 39],
    ['SCTP', 60],
  ] as const)('%s of %i bytes cannot be sent', (protocol, length) => {
    expect(probeBytes({ ...base, protocol, length }, tagOf(3))).toBeUndefined();
  });
});
