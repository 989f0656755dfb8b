/**
 * The suites of test/vscode/suites in a desktop VS Code that @vscode/test-electron downloads: `npm run test:electron
 * [-- VERSION]`. Without the Internet it is skipped and says why; under CI=true that is a failure.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { root } from './lib/paths.mjs';
import { runScript } from './lib/run.mjs';
import { bundleSuites } from './lib/suites.mjs';
import { finish, Tally } from './lib/tally.mjs';

const version = process.argv[2] ?? 'stable';
const cachePath = join(root, '.vscode-test');
const tally = new Tally('electron');

async function runSuites(vscodeExecutablePath) {
  const extensionTestsPath = await bundleSuites('node');
  const userData = await mkdtemp(join(tmpdir(), 'knet-electron-'));
  const launchArgs = [
    join(root, 'examples'),
    '--disable-extensions',
    '--disable-workspace-trust',
    '--user-data-dir',
    userData,
  ];
  const code = await runTests({ vscodeExecutablePath, extensionDevelopmentPath: root, extensionTestsPath, launchArgs });
  await rm(userData, { recursive: true, force: true });
  if (code !== 0) throw new Error(`the suites ended with ${code}`);
}

const download = await downloadAndUnzipVSCode({ version, cachePath }).catch((error) => error);
if (download instanceof Error)
  tally.missing('suites in a desktop VS Code', `it cannot be downloaded: ${download.message}`);
else {
  const built = await runScript('build.mjs');
  if (built.code !== 0) tally.fail('build');
  else
    await runSuites(download).then(
      () => tally.pass('suites in a desktop VS Code'),
      (error) => tally.fail('suites in a desktop VS Code', error.message),
    );
}
await finish(tally);
