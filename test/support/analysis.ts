import { Cancellation, URI } from 'langium';
import { type Analysis, createAnalysis } from '../../analysis/analysis.ts';
import type { Model } from '../../analysis/model.ts';
import { createKnetServices } from '../../language/services.ts';
import { MemoryFiles } from './files.ts';

export interface Loaded {
  readonly analysis: Analysis;
  readonly files: MemoryFiles;
  readonly model: Model;
}

/** Loads files in memory, by path below `file:///w/`; the first is the root of the model. */
export async function load(texts: Readonly<Record<string, string>>): Promise<Loaded> {
  const files = new MemoryFiles(texts);
  const { shared } = createKnetServices({ fileSystemProvider: () => files });
  const analysis = createAnalysis(shared, () => [URI.parse('file:///w')]);
  const uri = URI.parse(`file:///w/${Object.keys(texts)[0]}`);
  await analysis.update({ changed: [], deleted: [], roots: [uri] }, Cancellation.CancellationToken.None);
  return { analysis, files, model: analysis.model(uri.toString())! };
}
