import { expect, test } from 'vitest';
import { read } from '../../docs/reader.ts';

const MACHINES = `network lan { cidr 10.0.0.0/24 }
host a { in lan }
host b { in lan  listen http 80/TCP }
`;

test.each([
  ['a number that no port has is told by the reader alone', 'trace a -> b:99999', ['SYNTAX']],
  ['a name that no port has', 'trace a -> b:https', ['TRACE-NO-END']],
  ['a port that nothing listens on is an answer', 'trace a -> b:81', []],
])('%s', async (_what, question, codes) => {
  const { problems } = await read(MACHINES + question);
  expect(problems.map(({ code }) => code)).toEqual(codes);
});
