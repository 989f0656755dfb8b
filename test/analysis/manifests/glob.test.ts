import { expect, test } from 'vitest';
import { readGlob } from '../../../analysis/manifests/glob.ts';

test.each([
  ['k8s/**/*.yaml', 'k8s', ['k8s/a.yaml', 'k8s/x/y/a.yaml'], ['a.yaml', 'k8s/a.yml', 'k8sx/a.yaml']],
  ['*.yaml', '', ['a.yaml'], ['x/a.yaml']],
  ['k8s', 'k8s', ['k8s/a.yaml', 'k8s/x/b.json'], ['k8sa.yaml']],
  ['k8s/', 'k8s', ['k8s/a.yaml'], []],
  ['./k8s/a.yaml', 'k8s/a.yaml', ['k8s/a.yaml'], ['k8s/b.yaml']],
  ['../base/**', '../base', ['../base/a.yaml', '../base/x/a.yaml'], ['base/a.yaml']],
  ['x/../k8s/?.yaml', 'k8s', ['k8s/a.yaml'], ['k8s/ab.yaml']],
  ['{a,b}/*.{yaml,yml}', '', ['a/x.yaml', 'b/x.yml'], ['c/x.yaml', 'a/x.json']],
  ['k8s/[a].yaml', 'k8s/[a].yaml', ['k8s/[a].yaml'], ['k8s/a.yaml']],
  ['k8s/{*.yaml,sub/b?.yml}', 'k8s', ['k8s/x.yaml', 'k8s/sub/b1.yml'], ['k8s/x.yml', 'k8s/sub/b.yml']],
  ['k8s/{a,{b,c}}.yaml', 'k8s', ['k8s/a.yaml', 'k8s/b.yaml', 'k8s/c.yaml'], ['k8s/d.yaml', 'k8s/{b.yaml']],
  ['k8s/{a}.yaml', 'k8s/a.yaml', ['k8s/a.yaml'], ['k8s/{a}.yaml']],
  ['**/**/x/**/*.yaml', '', ['x/a.yaml', 'a/b/x/c/d.yaml'], ['a.yaml', 'a/b/c.yaml']],
  ['**/a/**/a/**', '', ['a/a/x', 'b/a/c/a/d/e'], ['a/x', 'a/b/c', 'a/a']],
  ['*a*b*.yaml', '', ['ab.yaml', 'xaxbx.yaml', 'aabb.yaml'], ['ba.yaml', 'ab.yml']],
  ['a+b/*.y.yaml', 'a+b', ['a+b/x.y.yaml'], ['aab/x.y.yaml', 'a+b/x-yyaml']],
])('%s', (pattern, base, meant, others) => {
  const glob = readGlob(pattern)!;
  expect(glob.base).toBe(base);
  expect(meant.filter((path) => !glob.matches(path))).toEqual([]);
  expect(others.filter((path) => glob.matches(path))).toEqual([]);
});

test.each(['', '/etc/*.yaml', 'C:\\k8s\\*.yaml', 'c:/k8s', 'https://x/y.yaml', 'k8s\\*.yaml', '{a,b}'.repeat(7)])(
  '%j is none',
  (pattern) => {
    expect(readGlob(pattern)).toBeUndefined();
  },
);

test('a pattern that fits in many ways keeps nobody busy', () => {
  const name = 'a'.repeat(250);
  expect(readGlob(`${'*a'.repeat(60)}*b.yaml`)!.matches(`${name}.yaml`)).toBe(false);
  const deep = `${'a/'.repeat(120)}a.yaml`;
  expect(readGlob(`${'**/a/'.repeat(50)}b.yaml`)!.matches(deep)).toBe(false);
  expect(readGlob(`${'**/a/'.repeat(50)}*.yaml`)!.matches(deep)).toBe(true);
});
