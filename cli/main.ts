#!/usr/bin/env node
import { keepCompiled } from './compile-cache.ts';
import { printable } from './printable.ts';

keepCompiled();
// Behind that: what is loaded earlier is compiled anew each time.
const { run } = await import('./program.ts');

/** Colours: on a terminal, unless the reader does not want them (https://no-color.org). */
const colour = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

// `head` closes the pipe when it has seen enough: no reason to complain. The stream itself forgets that it has ended.
let isRead = true;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  isRead = false;
});

const ENDS = ['drain', 'close', 'error'] as const;

/** Pipes take what they can hold and are told of a reader's end when there is time: somebody has to wait for both. */
function taken(): Promise<boolean> {
  const { stdout } = process;
  return new Promise((resolve) => {
    const done = () => {
      for (const event of ENDS) stdout.off(event, done);
      resolve(isRead);
    };
    if (!isRead || !stdout.writableNeedDrain) setImmediate(done);
    else for (const event of ENDS) stdout.on(event, done);
  });
}

// The code is set, not forced: what is still being written to a pipe gets there, and `lsp` goes on running.
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(printable(text)),
  taken,
  err: (text) => void process.stderr.write(printable(text)),
  colour,
  interactive: process.stderr.isTTY === true,
  cwd: process.cwd(),
});
