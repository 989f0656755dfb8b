/// <reference types="node" />
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cli.ts';

/** The files of `examples/`. */
export const EXAMPLE_NAMES = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.knet'));
