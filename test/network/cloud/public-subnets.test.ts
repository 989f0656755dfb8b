import { expect, test } from 'vitest';
import { createNetwork } from '../../../network/machines/network.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { trace } from '../../../network/trace/trace.ts';
import { topologyOf } from '../../support/examples.ts';

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
  const topology = await topologyOf(model(mark, question));
  expect(trace(createNetwork(topology, allocator(topology)), topology.traces[0]!).disposition).toBe(disposition);
});
