import { resolve } from 'node:path';
import { Cancellation, URI } from 'langium';
import { NodeFileSystem, NodeFileSystemProvider } from 'langium/node';
import { type Analysis, createAnalysis } from '../analysis/analysis.ts';
import { type ManifestsModel, manifestsModel } from '../analysis/manifests/alone.ts';
import type { Model } from '../analysis/model.ts';
import { createKnetServices, type KnetServices } from '../language/services.ts';
import { type Io, UsageError } from './io.ts';

/** The files of one run, with what they import. */
export interface Project {
  readonly analysis: Analysis;
  readonly services: KnetServices;
  /** Loads files, absolute paths, each the root of a model. */
  load(files: readonly string[]): Promise<Model[]>;
}

/** Imports may reach whatever lies below the current folder or the folder of a file that was named. */
export function createProject(cwd: string): Project {
  const { shared, knet } = createKnetServices(NodeFileSystem);
  const analysis = createAnalysis(shared, () => [URI.file(cwd)]);
  return {
    analysis,
    services: knet,
    async load(files) {
      const roots = files.map((file) => URI.file(file));
      await analysis.update({ changed: [], deleted: [], roots }, Cancellation.CancellationToken.None);
      return roots.map((uri, index) => {
        const model = analysis.model(uri.toString());
        if (!model) throw new UsageError(`cannot read ${files[index]}`);
        return model;
      });
    },
  };
}

/** The model of one file, as it was named. */
export async function loadModel(file: string, io: Io): Promise<Model> {
  const [model] = await createProject(io.cwd).load([resolve(io.cwd, file)]);
  return model!;
}

/** The one cluster that manifests make up which no `.knet` file takes in. */
export function loadManifests(files: readonly string[]): Promise<ManifestsModel> {
  return manifestsModel(
    files.map((file) => URI.file(file)),
    new NodeFileSystemProvider(),
  );
}
