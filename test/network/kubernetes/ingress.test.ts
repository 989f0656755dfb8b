import { describe, expect, test } from 'vitest';
import { chooseRule, type PlacedRule } from '../../../network/kubernetes/ingress/choose.ts';
import { NOWHERE } from '../../../network/topology/origin.ts';
import type { Ingress } from '../../../network/topology/workload.ts';

/** Rules as `[host ]path`, `=` in front of an exact path; the path is the Service's name too. */
function rules(kind: string, ...texts: string[]): PlacedRule[] {
  const ingress = { class: kind } as Ingress;
  return texts.map((text) => {
    const [path, host] = text.split(' ').reverse() as [string, string | undefined];
    const exact = path.startsWith('=');
    const rule = {
      host,
      path: exact ? path.slice(1) : path,
      ...(exact ? { pathType: 'Exact' as const } : {}),
      service: { value: text, origin: NOWHERE },
      port: 80,
      origin: NOWHERE,
    };
    return { ingress, rule };
  });
}

const chosen = (all: PlacedRule[], host: string, path: string) =>
  chooseRule(all, { scheme: 'http', host, path })?.rule.service.value;

describe('nginx takes', () => {
  const all = rules(
    'nginx',
    'a.com /',
    'a.com /api',
    'a.com /api/v1/',
    'a.com =/api',
    '*.b.com /',
    'c.b.com /only',
    '/any',
  );
  test.each([
    ['a.com', '/', 'a.com /'],
    ['a.com', '/x', 'a.com /'],
    ['a.com', '/apis', 'a.com /'],
    ['a.com', '/api', 'a.com =/api'],
    ['a.com', '/api/', 'a.com /api'],
    ['a.com', '/api/v1', 'a.com /api/v1/'],
    ['a.com', '/api/v1/x', 'a.com /api/v1/'],
    ['x.b.com', '/', '*.b.com /'],
    ['x.y.b.com', '/any', '/any'],
    ['c.b.com', '/only', 'c.b.com /only'],
    // The host has rules of its own, so the others are not asked.
    ['c.b.com', '/other', undefined],
    ['a.com.evil.com', '/', undefined],
    ['other.com', '/any/1', '/any'],
  ])('for %s%s the rule %s', (host, path, rule) => expect(chosen(all, host, path)).toBe(rule));
});

describe('an ALB takes', () => {
  test('the longest prefix, and rules for every host where the host has none that fits', () => {
    const all = rules('alb', 'a.com /', 'a.com /api', '/any');
    expect(chosen(all, 'a.com', '/api/1')).toBe('a.com /api');
    expect(chosen(rules('alb', 'a.com /api', '/any'), 'a.com', '/any')).toBe('/any');
  });
  test('patterns in the order of the text', () => {
    expect(chosen(rules('alb', '/*', '/api'), 'a.com', '/api')).toBe('/*');
    expect(chosen(rules('alb', '/api/*', '/*'), 'a.com', '/api/1')).toBe('/api/*');
  });
});
