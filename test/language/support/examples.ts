import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../../examples/', import.meta.url);

/** The normative files: name and text. */
export const EXAMPLES: readonly (readonly [name: string, text: string])[] = readdirSync(folder)
  .filter((name) => name.endsWith('.knet'))
  .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);
