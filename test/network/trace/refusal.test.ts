import { expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import type { Packet } from '../../../network/linux/packet.ts';
import { refusalOf } from '../../../network/trace/refusal.ts';

const packet = (flags: string): Packet => ({
  source: address('10.0.0.1'),
  destination: address('10.0.0.2'),
  protocol: 'TCP',
  sourcePort: 40000,
  destinationPort: 80,
  flags,
  ttl: 61,
  length: 60,
  dontFragment: true,
});

/* RFC 9293 3.10.7.1, as captured on Linux. */
test.each([
  ['S', 'R.'],
  ['S.', 'R'],
  ['R', undefined],
  ['R.', undefined],
])('TCP [%s] to nobody: RST [%s]', (flags, refusal) => {
  expect(refusalOf(packet(flags))?.flags).toBe(refusal);
});
