#!/usr/bin/env node
import { keepCompiled } from './compile-cache.ts';

keepCompiled();
// Behind that: what is loaded earlier is compiled anew each time.
const { run } = await import('./program.ts');

/** Colours: on a terminal, unless the reader does not want them (https://no-color.org). */
const colour = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

// `head` closes the pipe when it has seen enough: no reason to complain.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// The code is set, not forced: what is still being written to a pipe gets there, and `lsp` goes on running.
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  colour,
  interactive: process.stderr.isTTY === true,
  cwd: process.cwd(),
});
