/// <reference types="node" />
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir, root } from '../scripts/lib/paths.mjs';
import { ms, sideBySide, table, time, times } from './measure.ts';
import { textOf } from './text.ts';

const LINES = 10_000;
const PEER = 'likec4';
const PEER_VERSION = '1.59.4';

/** `knet check` beside `likec4 validate` of as many lines: whole processes, from start to exit code. */
export async function check(): Promise<void> {
  const knet = join(root, 'dist/cli/knet.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'knet-bench-'));
  try {
    const peer = installPeer();
    const reason = existsSync(knet) ? peer.missing : 'dist/cli/knet.mjs is not built: npm run build';
    if (reason !== undefined) {
      console.log(`\nknet check beside ${PEER} validate: skipped, ${reason}`);
      return;
    }
    await compare(knet, peer.main!, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(knet: string, peer: string, folder: string): Promise<void> {
  const [ours, theirs] = ['knet', 'likec4'].map((name) => join(folder, name));
  for (const one of [ours!, theirs!]) mkdirSync(one);
  writeFileSync(join(ours!, 'model.knet'), textOf(LINES));
  writeFileSync(join(theirs!, 'model.c4'), likec4TextOf(LINES));
  const [knetTime, peerTime] = await sideBySide(
    3,
    () => time(() => runNode(knet, ['check', ours!])),
    () => time(() => runNode(peer, ['validate', '--no-layout', theirs!])),
  );
  table(
    `A file of ${LINES} lines checked on the command line`,
    ['knet check', `${PEER} ${PEER_VERSION} validate`, 'ratio'],
    [[ms(knetTime!), ms(peerTime!), times(peerTime! / knetTime!)]],
  );
}

function runNode(script: string, args: readonly string[]): void {
  const { status, stderr, stdout } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr || stdout}`);
}

/** The peer is no dependency of knet's: it is installed once into the user's cache. */
function installPeer(): { readonly main?: string; readonly missing?: string } {
  const folder = join(cacheDir(), 'bench', `${PEER}-${PEER_VERSION}`);
  const main = join(folder, 'node_modules', PEER, 'bin', 'likec4.mjs');
  if (existsSync(main)) return { main };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const install = ['install', `${PEER}@${PEER_VERSION}`, ...options];
  const { status, stderr } = spawnSync('npm', install, { cwd: folder, encoding: 'utf8', shell: true });
  if (status === 0 && existsSync(main)) return { main };
  return { missing: `${PEER} cannot be installed: ${(stderr ?? '').trim().split('\n')[0] || 'npm is not there'}` };
}

/** Systems of twenty components that call each other: 82 lines a system. */
function likec4TextOf(lines: number): string {
  const systems = Math.round(lines / 82);
  const system = (s: number) => {
    const components = Array.from(
      { length: 20 },
      (_, i) =>
        `    component part${i} "Part ${i}" {\n      description "Part ${i} of system ${s}"\n    }\n    part${i} -> part${(i + 1) % 20} "calls"`,
    );
    return `  system system${s} "System ${s}" {\n${components.join('\n')}\n  }`;
  };
  const model = Array.from({ length: systems }, (_, s) => system(s)).join('\n');
  return `specification {\n  element system\n  element component\n}\nmodel {\n${model}\n}\nviews {\n  view index {\n    include *\n  }\n}\n`;
}
