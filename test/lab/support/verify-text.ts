import { Cancellation, EmptyFileSystem, URI } from 'langium';
import { createAnalysis } from '../../../analysis/analysis.ts';
import type { Model } from '../../../analysis/model.ts';
import { questionsOf } from '../../../lab/verify/questions.ts';
import type { Report } from '../../../lab/verify/report.ts';
import { verify } from '../../../lab/verify/verify.ts';
import { createKnetServices } from '../../../language/services.ts';

/** The model of a text that imports nothing. */
export async function modelOf(text: string): Promise<Model> {
  const { shared } = createKnetServices(EmptyFileSystem);
  const uri = URI.parse('file:///generated.knet');
  shared.workspace.LangiumDocuments.addDocument(shared.workspace.LangiumDocumentFactory.fromString(text, uri));
  const analysis = createAnalysis(shared, () => []);
  await analysis.update({ changed: [], deleted: [], roots: [uri] }, Cancellation.CancellationToken.None);
  return analysis.model(uri.toString())!;
}

/** Holds the questions of a text against the kernel. */
export async function verifyText(text: string): Promise<Report> {
  const model = await modelOf(text);
  return verify(model.network, questionsOf(model), 'a generated model');
}
