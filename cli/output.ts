import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Io, UsageError } from './io.ts';

/** Writes what a verb has made to the file that somebody named, else to standard output. `mode`: its permissions. */
export async function output(text: string, path: string | undefined, io: Io, mode?: number): Promise<void> {
  if (path === undefined) return io.out(text);
  await writeFile(resolve(io.cwd, path), text, { mode }).catch((error: Error) => {
    throw new UsageError(`${path} cannot be written: ${error.message}`);
  });
}
