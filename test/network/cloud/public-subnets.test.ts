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
