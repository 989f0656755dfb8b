/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));

const sources = readdirSync(join(root, 'client'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(join('client', name)));

test('every text of the manifest is in package.nls.json, and nothing else is', () => {
  const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
  expect([...new Set(used)].sort()).toEqual(Object.keys(JSON.parse(read('package.nls.json'))).sort());
});

test('every text of the client is in the bundle for translators, and nothing else is', () => {
  const used = sources.flatMap((text) => [...text.matchAll(/l10n\.t\(\s*'([^']+)'/g)].map(([, key]) => key));
  expect([...new Set(used)].sort()).toEqual(Object.keys(JSON.parse(read('l10n/bundle.l10n.json'))).sort());
});

describe('what the manifest contributes', () => {
  test('every command is registered, and every registered one contributed', () => {
    const contributed = manifest.contributes.commands.map(({ command }: { command: string }) => command);
    const registered = sources.flatMap((text) =>
      [...text.matchAll(/registerCommand\(\s*'([^']+)'/g)].map(([, command]) => command),
    );
    expect(registered.sort()).toEqual(contributed.sort());
  });

  test('every picture and configuration file is there', () => {
    const [language] = manifest.contributes.languages;
    // `$(name)` is one of the editor's own.
    const isFile = (icon: unknown) => typeof icon === 'object';
    const icons = manifest.contributes.commands.flatMap(({ icon = {} }) => (isFile(icon) ? Object.values(icon) : []));
    const files = [manifest.icon, language.configuration, ...Object.values(language.icon), ...icons];
    for (const file of files) expect(existsSync(join(root, file as string)), String(file)).toBe(true);
  });
});

describe('what a word is', () => {
  const { pattern, flags } = JSON.parse(read('language-configuration.json')).wordPattern;
  test.each([
    ['podCIDR 10.244.0.0/16', ['podCIDR', '10.244.0.0/16']],
    ['cidr fd00:10::/56', ['cidr', 'fd00:10::/56']],
    ['service kube-system/kube-dns:53/UDP', ['service', 'kube-system', 'kube-dns', '53', 'UDP']],
    ['mac fa:90:01:26:bc:00', ['mac', 'fa:90:01:26:bc:00']],
    ['labels app.kubernetes.io/name=web', ['labels', 'app.kubernetes.io', 'name', 'web']],
    ['port 8000..8999/TCP', ['port', '8000..8999', 'TCP']],
    ['db:5432', ['db', '5432']],
  ])('%s', (text, words) => expect(text.match(new RegExp(pattern, `${flags}g`))).toEqual(words));
});

describe('indentation', () => {
  const { indentationRules } = JSON.parse(read('language-configuration.json'));
  test.each([
    ['cluster demo {', true],
    ['  ipPool p { // the default', true],
    ['  node a { in lan }', false],
    ['// a comment with {', false],
    ['}', false],
  ])('%s', (line, increases) => expect(new RegExp(indentationRules.increaseIndentPattern).test(line)).toBe(increases));
});
