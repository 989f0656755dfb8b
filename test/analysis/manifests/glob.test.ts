import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { readGlob } from '../../../analysis/manifests/glob.ts';

/** A folder may be called what would be a wildcard in a pattern. */
const FOLDER = '/p/a?b/own';

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
  ['../own/*.yaml', '', ['a.yaml'], ['../a.yaml', 'own/a.yaml']],
  ['../*/a.yaml', '..', ['a.yaml', '../other/a.yaml'], ['x/a.yaml', '../a.yaml']],
  ['{k8s,../other}/*.yaml', '..', ['k8s/a.yaml', '../other/a.yaml'], ['other/a.yaml', '../k8s/a.yaml']],
  ['../../../../../k8s/a.yaml', '/k8s/a.yaml', ['/k8s/a.yaml'], ['k8s/a.yaml']],
  ['a+b/*.y.yaml', 'a+b', ['a+b/x.y.yaml'], ['aab/x.y.yaml', 'a+b/x-yyaml']],
])('%s', (pattern, base, meant, others) => {
  const glob = readGlob(pattern, FOLDER)!;
  expect(glob.base).toBe(posix.resolve(FOLDER, base));
  expect(meant.filter((path) => !glob.matches(posix.resolve(FOLDER, path)))).toEqual([]);
  expect(others.filter((path) => glob.matches(posix.resolve(FOLDER, path)))).toEqual([]);
});

test.each(['', '/etc/*.yaml', 'C:\\k8s\\*.yaml', 'c:/k8s', 'https://x/y.yaml', 'k8s\\*.yaml', '{a,b}'.repeat(7)])(
  '%j is none',
  (pattern) => {
    expect(readGlob(pattern, FOLDER)).toBeUndefined();
  },
);

test('a pattern that fits in many ways keeps nobody busy', () => {
  const name = 'a'.repeat(250);
  expect(readGlob(`${'*a'.repeat(60)}*b.yaml`, '/')!.matches(`/${name}.yaml`)).toBe(false);
  const deep = `${'a/'.repeat(120)}a.yaml`;
  expect(readGlob(`${'**/a/'.repeat(50)}b.yaml`, '/')!.matches(deep)).toBe(false);
  expect(readGlob(`${'**/a/'.repeat(50)}*.yaml`, '/')!.matches(deep)).toBe(true);
});
