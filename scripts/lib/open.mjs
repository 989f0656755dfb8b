import { spawn } from 'node:child_process';
import { run } from './run.mjs';

const windows = process.platform === 'win32';

/** Whether a desktop VS Code can be started from a shell. */
export async function desktopCode() {
  const { code } = await run(windows ? 'where' : 'which', ['code'], { quiet: true }).catch(() => ({ code: 1 }));
  return code === 0;
}

/** Opens the desktop VS Code; it goes on by itself. On Windows `code` is a batch file, which only a shell can run. */
export async function startDesktopCode(args) {
  const quoted = windows ? args.map((arg) => `"${arg}"`) : args;
  return new Promise((resolve, reject) => {
    const child = spawn('code', quoted, { stdio: 'inherit', shell: windows });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Opens an address in the person's browser; without one nothing happens, as the address has been printed. */
export function openInBrowser(url) {
  const [command, ...args] = {
    darwin: ['open', url],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
  }[process.platform] ?? ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
