/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Import, importsOf, isNodeBuiltin, packageOf, targetsIn } from './house/imports.ts';
import { findCycle, follows, mayImport, roomOf } from './house/rooms.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = [...new Set(Object.keys(mayImport).map((room) => room.split('/')[0]!))];
const imports = importsOf(root, folders);
const inside = imports.filter(({ outside }) => !outside);
const outside = imports.filter((one) => one.outside);
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const shown = ({ from, target }: Import) => `${from} -> ${target}`;

describe('the house', () => {
  test('has imports to look at', () => {
    expect(inside.length).toBeGreaterThan(50);
  });

  test('keeps every file of network/ in a room', () => {
    const homeless = imports.map(({ from }) => from).filter((file) => roomOf(file) === undefined);
    expect([...new Set(homeless)]).toEqual([]);
  });

  test('imports only along the arrows', () => {
    expect(inside.filter((one) => !follows(one)).map(shown)).toEqual([]);
  });

  test('has no cycle', () => {
    expect(findCycle(imports)).toBeUndefined();
  });

  test('uses nothing of Node where a browser runs it', () => {
    const rooms = /^(network|language|manifests|diagram)\//;
    const wrong = outside.filter(({ from, target }) => rooms.test(from) && isNodeBuiltin(target));
    expect(wrong.map(shown)).toEqual([]);
  });

  test('lets network/ use ip-num and @noble/hashes only', () => {
    const allowed = ['ip-num', '@noble/hashes'];
    const wrong = outside.filter(
      ({ from, target }) => from.startsWith('network/') && !allowed.includes(packageOf(target)),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test('names no CNI, proxy or cloud where packets walk', () => {
    const names =
      /\b(flannel|calico|felix|weave|terway|docker|cilium|kube-proxy|nginx|alb|aws|alibaba|azure|google|gcp)\w*/gi;
    const files = ['network/trace', 'network/linux'].flatMap((room) => filesBelow(join(root, room)));
    expect(files.length).toBeGreaterThan(50);
    const named = files.flatMap((file) => (readFileSync(file, 'utf8').match(names) ?? []).map((name) => [file, name]));
    expect(named).toEqual([]);
  });

  test('knows of VS Code in client/ only', () => {
    const wrong = outside.filter(({ from, target }) => target === 'vscode' && !from.startsWith('client/'));
    expect(wrong.map(shown)).toEqual([]);
  });
});

describe('what the house is read with', () => {
  test.each([
    ["import { a } from './a.ts';", ['./a.ts']],
    ["import type {\n  A,\n  B,\n} from '../b.ts';", ['../b.ts']],
    ["import './side-effect.ts';", ['./side-effect.ts']],
    ["export * from './c.ts';\nexport { d } from './d.ts';", ['./c.ts', './d.ts']],
    ["const e = await import('./e.ts');", ['./e.ts']],
    ["type F = import('./f.ts').F;", ['./f.ts']],
    ["// import { g } from './g.ts';\n/* import './h.ts' */", []],
    ["export const from = 'not an import';", []],
  ])('%s', (text, targets) => {
    expect(targetsIn(text)).toEqual(targets);
  });

  test.each([
    ['network/trace/walk.ts', 'network/machines/node.ts', true],
    ['network/linux/fib.ts', 'network/topology/cni.ts', false],
    ['network/cni/flannel.ts', 'network/kubernetes/dns.ts', false],
    ['language/lower.ts', 'analysis/analysis.ts', false],
    ['cli/main.ts', 'server/server.ts', false],
    ['server/main.ts', 'language/services.ts', true],
    ['client/extension.ts', 'server/protocol.ts', true],
    ['client/extension.ts', 'server/session.ts', false],
    ['cli/lsp.ts', 'server/stdio.ts', true],
    ['client/extension.ts', 'network/trace/result.ts', false],
  ])('%s -> %s: %s', (from, target, allowed) => {
    expect(follows({ from, target, outside: false })).toBe(allowed);
  });

  test('a cycle of three files is found', () => {
    const arrow = (from: string, target: string) => ({ from, target, outside: false });
    expect(findCycle([arrow('a', 'b'), arrow('b', 'c'), arrow('a', 'd'), arrow('c', 'a')])).toEqual([
      'a',
      'b',
      'c',
      'a',
    ]);
  });
});
