/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('neither the walker nor the machine knows the name of a CNI or of what one makes', () => {
  const files = globSync('network/{trace,linux}/**/*.ts', { cwd: root });
  expect(files.length).toBeGreaterThan(20);
  const naming = files.filter((file) => {
    const code = readFileSync(`${root}/${file}`, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return /flannel|calico|weave|terway|aws.?vpc|cilium|cni0|kube-|KUBE/i.test(code);
  });
  expect(naming).toEqual([]);
});
