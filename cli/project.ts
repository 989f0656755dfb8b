import { dirname } from 'node:path';
import { CancellationToken, URI } from 'langium';
import { NodeFileSystem } from 'langium/node';
import { type Analysis, createAnalysis } from '../analysis/analysis.ts';
import { withinFolders } from '../analysis/imports.ts';
import type { Model } from '../analysis/model.ts';
import { createKnetServices, type KnetServices } from '../language/services.ts';
import { UsageError } from './io.ts';

/** The files of one run, with what they import. */
export interface Project {
  readonly analysis: Analysis;
  readonly services: KnetServices;
  /** Loads files, absolute paths, each the root of a model. */
  load(files: readonly string[]): Promise<Model[]>;
}

/** Imports may reach whatever lies below the current folder or beside a file that was named. */
export function createProject(cwd: string): Project {
  const { shared, knet } = createKnetServices(NodeFileSystem);
  const named = new Set<string>();
  const analysis = createAnalysis(
    shared,
    withinFolders(() => [URI.file(cwd), ...[...named].map((path) => URI.file(path))]),
  );
  return {
    analysis,
    services: knet,
    async load(files) {
      for (const file of files) named.add(dirname(file));
      const uris = files.map((file) => URI.file(file));
      await analysis.update({ changed: uris, deleted: [], roots: uris }, CancellationToken.None);
      return uris.map((uri, index) => {
        const model = analysis.model(uri.toString());
        if (!model) throw new UsageError(`cannot read ${files[index]}`);
        return model;
      });
    },
  };
}
