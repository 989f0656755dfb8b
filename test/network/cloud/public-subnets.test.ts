import { expect, test } from 'vitest';
import { tracesOf } from '../../support/models.ts';

const model = (mark: string, question: string) => `
vpc main {
  provider aws
  cidr 10.0.0.0/16
  subnet front { cidr 10.0.0.0/24  zone a ${mark} }
  subnet back { cidr 10.0.1.0/24  zone a }
  internetGateway igw
}
host a { in main/front  ip 10.0.0.10  publicIP 52.1.1.1 }
host b { in main/back  ip 10.0.1.10  publicIP 52.1.1.2 }
trace ${question}`;

test.each([
  ['public', 'a -> internet:443/TCP', 'EXITS_NETWORK'],
  ['public', 'b -> internet:443/TCP', 'NO_ROUTE'],
  ['', 'b -> internet:443/TCP', 'EXITS_NETWORK'],
])('where the first subnet is marked "%s", %s: %s', async (mark, question, disposition) => {
  const results = await tracesOf(model(mark, question));
  expect(results.map((one) => one.disposition)).toEqual([disposition]);
});

test('a public address that no gateway translates leads nowhere that is known', async () => {
  const results = await tracesOf(`
network lan { cidr 192.168.10.0/24  gateway 192.168.10.1 }
host gate { in lan  ip 192.168.10.1 }
host a { in lan  ip 192.168.10.10  publicIP 203.0.113.10 }
trace internet -> a ICMP`);
  expect(results.map((one) => one.disposition)).toEqual(['INSUFFICIENT_INFO']);
});

test('the inner addresses of who has a public one are nobody’s on the Internet', async () => {
  const results = await tracesOf(`
network lan { cidr 192.168.10.0/24  gateway 192.168.10.1 }
host a { in lan  ip 192.168.10.10  publicIP 52.1.1.1 }
trace internet -> 192.168.10.1 ICMP`);
  expect(results.map((one) => one.disposition)).toEqual(['NO_ROUTE']);
});
