import { expect, test } from 'vitest';
import {
  BACKENDS,
  CHOICE_FIELDS,
  CNI_KINDS,
  DNS_IMPLEMENTATIONS,
  KUBE_PROXY_MODES,
  valueKindOf,
} from '../../language/fields.ts';
import { CHOICE_WORDS } from '../../language/words/choices.ts';

const kinds: Readonly<Record<string, readonly string[]>> = {
  cni: CNI_KINDS,
  backend: BACKENDS,
  kubeProxy: KUBE_PROXY_MODES,
  dns: DNS_IMPLEMENTATIONS,
};

const choices = CHOICE_FIELDS.map((field): [string, readonly string[]] => {
  const kind = valueKindOf('', field);
  return [field, kind && 'values' in kind ? kind.values : []];
});

test.each([...choices, ...Object.entries(kinds)])(
  'every value of %s is explained, and nothing else',
  (field, values) => {
    expect(Object.keys(CHOICE_WORDS[field] ?? {}).sort()).toEqual([...values].sort());
  },
);

test('only fields with a choice are explained', () => {
  expect(Object.keys(CHOICE_WORDS).sort()).toEqual([...CHOICE_FIELDS, ...Object.keys(kinds)].sort());
});
