/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/lib/paths.mjs';

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

// A registry that lacks a platform's package makes `npm install` leave it out of the lock file, and `npm ci` then refuses
// the file on every platform. Such an entry is put back by hand: version, os, cpu, optional.
test('the lock file has an entry for every optional dependency, of all platforms', () => {
  const packages: Record<string, Locked> = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const folders = Object.keys(packages);
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  expect(wanted.length).toBeGreaterThan(10);
  expect(wanted.filter((name) => !folders.some((folder) => folder.endsWith(`node_modules/${name}`)))).toEqual([]);
});
