import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';
import { loopback } from './server.mjs';

/** Settings of an editor that shows one extension: nothing on the screen that has to do with something else. */
export const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
};

/** A path as URIs have it: with forward slashes, also before a Windows drive. */
const uriPath = (path) => decodeURIComponent(pathToFileURL(path).pathname);

/** The URI under which the browser's editor knows a file of the server's machine. */
export const remoteUri = (port, path) => `vscode-remote://${loopback}:${port}${uriPath(path)}`;

/**
 * The address that opens a folder.
 * @param {number} port
 * @param {{ folder: string, payload?: string[][] }} what absolute path; pairs that VS Code's web workbench understands
 */
export function workbenchUrl(port, { folder, payload = [] }) {
  const query = payload.length ? `&payload=${encodeURIComponent(JSON.stringify(payload))}` : '';
  return `http://${loopback}:${port}/?folder=${encodeURI(uriPath(folder)).replaceAll('&', '%26')}${query}`;
}

/**
 * Enters this checkout as an installed extension, in place: what is built is what runs, also after a reload. The list is
 * written anew each time, which makes VS Code read the manifest again, and nothing can delete the checkout by
 * uninstalling: VS Code deletes only what lies in its own folder.
 */
export async function registerExtension(dataDir, folder = root) {
  const { publisher, name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const location = { $mid: 1, path: uriPath(folder), scheme: 'file' };
  const metadata = { isApplicationScoped: true, source: 'resource', pinned: true };
  const entry = { identifier: { id: `${publisher}.${name}` }, version, location, metadata };
  await mkdir(join(dataDir, 'extensions'), { recursive: true });
  await writeFile(join(dataDir, 'extensions', 'extensions.json'), JSON.stringify([entry]));
  await rm(join(dataDir, 'user', 'CachedProfilesData'), { recursive: true, force: true });
}
