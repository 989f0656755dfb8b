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
  ['a+b/*.y.yaml', 'a+b', ['a+b/x.y.yaml'], ['aab/x.y.yaml', 'a+b/x-yyaml']],
])('%s', (pattern, base, meant, others) => {
  const glob = readGlob(pattern)!;
  expect(glob.base).toBe(base);
  expect(meant.filter((path) => !glob.matches(path))).toEqual([]);
  expect(others.filter((path) => glob.matches(path))).toEqual([]);
});

test.each(['', '/etc/*.yaml', 'C:\\k8s\\*.yaml', 'c:/k8s', 'https://x/y.yaml', 'k8s\\*.yaml'])(
  '%j is none',
  (pattern) => {
    expect(readGlob(pattern)).toBeUndefined();
  },
);
