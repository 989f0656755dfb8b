import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, readAddress } from '../../../client/features/trace/address.ts';

describe('the address of a trace', () => {
  test('is titled by the statement, below its file', () => {
    const source = 'file:///home/me/my%20shop.knet';
    const { scheme, path } = addressOf({ source, question: 'trace default/a -> default/b ICMP' });
    expect(scheme).toBe('knet-trace');
    expect(path.split('/')).toEqual(['', 'my shop.knet', 'trace default\u2215a -> default\u2215b ICMP.knet-trace']);
  });

  test('keeps file and statement, whatever they hold', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (source, question) => {
        expect(readAddress(addressOf({ source, question }).query)).toEqual({ source, question });
      }),
    );
  });

  test.each(['', '{', 'null', '[]', '{"source":1,"question":"x"}', '{"source":"x"}'])(
    'made by somebody else is none: %j',
    (query) => expect(readAddress(query)).toBeUndefined(),
  );
});
