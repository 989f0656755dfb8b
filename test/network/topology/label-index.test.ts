import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabelIndex } from '../../../network/topology/label-index.ts';
import { matches, type Selector } from '../../../network/topology/selector.ts';
import { deployment, origin } from './builders.ts';

const label = fc.constantFrom('a', 'b', 'c');
const labels = fc.dictionary(label, label, { maxKeys: 3 });
const selector: fc.Arbitrary<Selector> = fc
  .array(
    fc.record({
      key: label,
      operator: fc.constantFrom('In' as const, 'NotIn' as const, 'Exists' as const, 'DoesNotExist' as const),
      values: fc.array(label, { minLength: 1, maxLength: 2 }),
      origin: fc.constant(origin('requirement')),
    }),
    { maxLength: 3 },
  )
  .map((requirements) => ({ requirements, origin: origin('selector') }));

test('the index selects what looking at every workload selects', () => {
  fc.assert(
    fc.property(fc.array(labels), selector, (all, selector) => {
      const workloads = all.map((own, index) => deployment(`default/w${index}`, 1, own));
      const naive = workloads.filter((workload) => matches(selector, workload.labels));
      expect(new LabelIndex(workloads).select(selector)).toEqual(naive);
    }),
  );
});
