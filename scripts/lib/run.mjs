import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { projectNode, root } from './paths.mjs';

/**
 * Runs a command to its end, with its output on this terminal (`quiet: true` collects it instead).
 * Answers the exit code and the collected output; rejects only when the command cannot be started.
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let output = '';
    child.stdout?.on('data', (data) => {
      output += data;
    });
    child.stderr?.on('data', (data) => {
      output += data;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}

/** Runs a command and throws, with what it printed, when it fails. */
export async function mustRun(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}\n${output}`.trim());
  return output;
}

/** Runs a script of this project with the project's Node, whatever Node this process is. */
export function runScript(script, args = [], options = {}) {
  return run(projectNode(), [join(root, 'scripts', script), ...args], { env: projectEnv(), ...options });
}

/** Runs a tool of `node_modules/.bin` by its JavaScript entry; Windows' `.cmd` shims would need a shell. */
export function runTool(entry, args = [], options = {}) {
  return run(projectNode(), [join(root, 'node_modules', entry), ...args], { env: projectEnv(), ...options });
}

/**
 * Runs npm: the one that runs this script if there is one, else the one on the PATH. On the Node outside, because
 * `npm ci` deletes the Node in node_modules.
 */
export function npm(args, options = {}) {
  const env = npmEnv();
  const cli = process.env.npm_execpath;
  const node = process.env.npm_node_execpath ?? process.execPath;
  if (cli?.endsWith('.js')) return mustRun(node, [cli, ...args], { env, ...options });
  return mustRun(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { env, ...options });
}

/** The environment with the project's tools and its Node in front of the PATH. */
function projectEnv() {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}

/** The environment without what an outer `npm start` tells its scripts: an inner npm would take it for its own. */
function npmEnv() {
  const told = /^(npm_package_|npm_lifecycle_|npm_config_local_prefix$|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !told.test(name)));
}
