/// <reference types="node" />
import { readFileSync } from 'node:fs';

export { topologyOf } from '../language/support/knet.ts';

/** The text of one of the project's examples. */
export function example(name: string): string {
  return readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
}
