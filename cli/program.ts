import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { EXIT, type Io, UsageError } from './io.ts';
import { VERBS } from './verbs.ts';

/** The command line; `done` is told the exit code of the verb that has run. */
function createProgram(io: Io, done: (code: number) => void): Command {
  const program = new Command('knet')
    .description('Checks Kubernetes networks written as .knet files, and tells which way a packet takes in them.')
    .version(manifest.version)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(knet --help says more)');
  for (const add of VERBS) add(program, io, done);
  return program;
}

/** Runs one command line (without `node` and the script) and resolves to its exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok;
  try {
    const program = createProgram(io, (result) => {
      code = result;
    });
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failure;
    if (error instanceof UsageError) io.err(`knet: ${error.message}\n`);
    else io.err(`knet: ${error instanceof Error ? error.stack : error}\n`);
    return EXIT.failure;
  }
}
