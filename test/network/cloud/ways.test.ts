/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TraceResult } from '../../../network/trace/result.ts';
import { goldenText } from '../../support/golden.ts';
import { endOf, tracesOf } from '../../support/models.ts';

const folder = fileURLToPath(new URL('../../fixtures/ways/', import.meta.url));

/** How the traces of each file end, in the order of the text. */
const rows: Record<string, string[]> = {
  gateways: [
    'EXITS_NETWORK at internet',
    'DELIVERED at web',
    'SOURCE_CHECK_FAILED EGRESS-NO-NAT at igw',
    'EXITS_NETWORK at internet',
    'NO_ROUTE EGRESS-NO-NAT at main router',
    'NO_ROUTE at internet',
    'DENIED_BY_FILTER at nat',
    'SOURCE_CHECK_FAILED EGRESS-NO-NAT at igw',
    'DELIVERED at worker',
  ],
  elastic: [
    'EXITS_NETWORK at internet',
    'DELIVERED at default/a',
    'EXITS_NETWORK at internet',
    'EXITS_NETWORK at internet',
    'DELIVERED at ecs',
  ],
  balancers: [
    'DELIVERED at default/web',
    'DELIVERED at default/web',
    'DENIED_BY_FILTER at default/few',
    'NO_LISTENER at default/all',
    'NO_ENDPOINTS SVC-NO-ENDPOINT at n1 told internet, NO_ENDPOINTS SVC-NO-ENDPOINT at n2 told internet',
    'NO_ENDPOINTS SVC-NO-ENDPOINT at default/gone',
    'DELIVERED at default/web',
    'NO_ROUTE at internet',
    'DELIVERED at default/web',
  ],
  ingresses: [
    'DELIVERED at default/cart',
    'DELIVERED at default/web',
    'NO_ROUTE at ingress-nginx/ingress-nginx-controller-0',
    'NO_ENDPOINTS SVC-NO-ENDPOINT at ingress-nginx/ingress-nginx-controller-0',
    'DELIVERED at ingress-nginx/ingress-nginx-controller-0',
    'DELIVERED at default/cart',
    'NO_LISTENER at default/alb@a, NO_LISTENER at default/alb@b',
    'NO_ROUTE at internet',
    'DELIVERED at default/web',
  ],
  'security-groups': [
    'DENIED_BY_FILTER SG-ENCAP at main/s',
    'DELIVERED at n2',
    'DELIVERED at db',
    'DENIED_BY_FILTER at main/s',
    'DELIVERED at free',
    'DENIED_BY_FILTER at main/s',
    'DELIVERED at free',
  ],
  'source-check': [
    'SOURCE_CHECK_FAILED SRC-DST-CHECK at main/a',
    'SOURCE_CHECK_FAILED SRC-DST-CHECK at main/a',
    'DELIVERED at default/d',
  ],
};

const known = new Map<string, Promise<TraceResult[]>>();

function resultsOf(name: string): Promise<TraceResult[]> {
  const found = known.get(name) ?? tracesOf(readFileSync(`${folder}${name}.knet`, 'utf8'));
  known.set(name, found);
  return found;
}

describe.each(Object.entries(rows))('%s', (name, ends) => {
  test('ends as its row says', async () => {
    const found = (await resultsOf(name)).map(({ paths }) => [...new Set(paths.map(endOf))].join(', '));
    expect(found).toEqual(ends);
  });

  test('the whole trace, as reviewed', async () => {
    const text = (await resultsOf(name)).map(goldenText).join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot(`${folder}${name}.txt`);
  });

  test('every choice is counted, and the answers of what arrives come back', async () => {
    for (const { paths, remaining } of await resultsOf(name)) {
      expect(paths.reduce((sum, { probability }) => sum + probability, remaining)).toBeCloseTo(1);
      for (const { disposition, reply } of paths) if (disposition === 'DELIVERED') expect(reply).toBeDefined();
    }
  });
});
