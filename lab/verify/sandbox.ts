import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a run in the sandbox gave. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Text for the program on its standard input and, where it reads that, file descriptor 4. */
export interface Input {
  readonly stdin?: string;
  readonly script?: string;
  /**
   * What to write to standard input for each line of output; undefined ends it. Without, it ends after `stdin`. What is
   * thrown here the caller gets.
   */
  readonly talk?: (line: string) => string | undefined;
}

/**
 * The first process in there. It ends with the command or when file descriptor 3 closes, which happens whatever way the
 * caller dies; and with the first process of a PID namespace all others die, then the namespaces with their devices.
 */
const INIT = `
mount -t tmpfs none /run && mkdir /run/netns && ip link set lo up || exit 125
"$@" <&0 &
command=$!
{ cat <&3 >/dev/null; kill -KILL $command; } &
wait $command
`;

const LIMIT = 60_000;

/**
 * Runs a command in fresh network, mount and PID namespaces (and a user namespace, unless the caller is root and does
 * not ask for one by `KNET_LAB_USER_NAMESPACE`), so that no name clashes with the machine's, no packet leaves and
 * nothing stays. Rejects when there is no `unshare`.
 */
export function inSandbox(command: readonly string[], input: Input = {}, limit = LIMIT): Promise<Run> {
  const user = process.getuid?.() === 0 && !process.env.KNET_LAB_USER_NAMESPACE ? [] : ['--map-root-user'];
  const flags = [...user, '--net', '--mount', '--pid', '--fork', '--kill-child=SIGKILL'];
  const child = spawn('unshare', [...flags, 'bash', '-c', INIT, 'init', ...command], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout!.on('data', (data: Buffer) => out.push(data));
    if (input.talk) converse(child, input.talk, reject);
    child.stderr!.on('data', (data: Buffer) => err.push(data));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out: `${Buffer.concat(out)}`, err: `${Buffer.concat(err)}` }));
    for (const [index, text] of [
      [0, input.stdin],
      [4, input.script],
    ] as const) {
      const pipe = child.stdio[index] as NodeJS.WritableStream;
      // A command that ends early leaves its input unread.
      pipe.on('error', () => undefined);
      if (index === 0 && input.talk) pipe.write(text ?? '');
      else pipe.end(text ?? '');
    }
  });
}

/** Answers each line of a process as it comes; one that an answer cannot be found for ends with its input. */
function converse(
  { stdin, stdout }: ChildProcess,
  talk: (line: string) => string | undefined,
  fail: (reason: unknown) => void,
): void {
  const answer = (line: string) => {
    try {
      return talk(line);
    } catch (error) {
      fail(error);
      return undefined;
    }
  };
  createInterface({ input: stdout! }).on('line', (line) => {
    const text = answer(line);
    if (text === undefined) stdin!.end();
    else stdin!.write(text);
  });
}
