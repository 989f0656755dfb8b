import type { FileSystemProvider, URI } from 'langium';
import { holdObjects } from '../../manifests/diagnostics.ts';
import { CLUSTER, manifestsTopology } from '../../manifests/lowering/lower.ts';
import { ManifestFile } from '../../manifests/text/file.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { Problem } from '../diagnostics/problem.ts';
import { createManifestsModel, type Model } from '../model.ts';
import { readText } from './read-file.ts';
import { manifestsBelow } from './search.ts';

/** A cluster that YAML alone makes up, and the files that it was read from. */
export interface ManifestsModel {
  readonly topology: Topology;
  readonly files: readonly ManifestFile[];
  /** Files that could not be read, and why. */
  readonly unreadable: readonly { readonly uri: string; readonly reason: string }[];
}

/**
 * Reads Kubernetes manifests as one cluster: files as they are named, folders with every `.yaml`, `.yml` and `.json` below
 * them. The cluster has no plugin and no ranges; policies in it are taken to be enforced.
 */
export async function manifestsModel(paths: readonly URI[], files: FileSystemProvider): Promise<ManifestsModel> {
  const uris = new Map<string, URI>();
  for (const path of paths) for (const uri of await filesOf(path, files)) uris.set(uri.toString(), uri);
  const read: ManifestFile[] = [];
  const unreadable: { uri: string; reason: string }[] = [];
  for (const uri of uris.values()) {
    const result = await readText(uri, files);
    if ('text' in result) read.push(new ManifestFile(uri.toString(), result.text));
    else unreadable.push({ uri: uri.toString(), reason: result.problem });
  }
  return { topology: manifestsTopology(read), files: read, unreadable };
}

/** The same as a model, for checks. */
export const modelOfManifests = ({ topology, files }: ManifestsModel): Model =>
  createManifestsModel(files[0]?.uri ?? '', files, topology);

/** Whether there is anything of Kubernetes in the files; somebody may have named the wrong folder. */
export const holdsObjects = ({ files }: ManifestsModel): boolean => holdObjects(files, CLUSTER);

/** What is said of files that cannot be read. */
export function unreadableProblems({ unreadable }: ManifestsModel): Problem[] {
  const start = { line: 0, character: 0 };
  return unreadable.map(({ uri, reason }) => ({
    uri,
    range: { start, end: start },
    severity: 'error',
    code: 'MANIFEST',
    message: `The file ${reason}`,
    related: [],
    fixes: [],
  }));
}

async function filesOf(path: URI, files: FileSystemProvider): Promise<URI[]> {
  const node = await files.stat(path).catch(() => undefined);
  return node?.isDirectory ? manifestsBelow(path, files) : [path];
}
