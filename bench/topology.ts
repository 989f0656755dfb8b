import { EmptyFileSystem, URI } from 'langium';
import { lower } from '../language/lowering/lower.ts';
import { createKnetServices } from '../language/services.ts';
import type { Topology } from '../network/topology/topology.ts';

/** What a text means, read from nowhere. */
export async function topologyOf(text: string): Promise<Topology> {
  const { shared } = createKnetServices(EmptyFileSystem);
  const document = shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse('memory:/model.knet'));
  shared.workspace.LangiumDocuments.addDocument(document);
  await shared.workspace.DocumentBuilder.build([document]);
  return lower([document]);
}
