/// <reference types="node" />
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../cli/program.ts';

/** The repository: what the examples are named from. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line as `knet` would, without a process around it. */
export async function knet(args: readonly string[], { cwd = root, colour = false } = {}): Promise<Outcome> {
  let [out, err] = ['', ''];
  const code = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour,
    interactive: false,
    cwd,
  });
  return { code, out, err };
}
