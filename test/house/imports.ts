/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';

/** One import of a source file. `target` is a file of the project, or the name of a package or a built-in module. */
export interface Import {
  readonly from: string;
  readonly target: string;
  readonly outside: boolean;
}

const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
// `import x from 'y'`, `export … from 'y'`, `import 'y'`, and `import('y')`, as an expression or as a type.
const statements = /\b(?:import|export)\b(?:[^'"`;()]*?\bfrom\b)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

/** The targets that a source text names, in their order. */
export function targetsIn(text: string): string[] {
  const code = text.replace(comments, '');
  return [...code.matchAll(statements)].map((match) => (match[1] ?? match[2])!);
}

/** All imports of all TypeScript files of these folders, with paths relative to the root and forward slashes. */
export function importsOf(root: string, folders: readonly string[]): Import[] {
  const files = globSync(`{${folders.join(',')}}/**/*.ts`, { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  return files.flatMap((from) =>
    targetsIn(readFileSync(`${root}/${from}`, 'utf8')).map((name) => {
      const outside = !name.startsWith('.');
      return { from, outside, target: outside ? name : posix.join(posix.dirname(from), name) };
    }),
  );
}

export const isNodeBuiltin = (name: string): boolean => isBuiltin(name);

/** The package of an import: `@noble/hashes/sha2.js` is of `@noble/hashes`. */
export function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
