import { EmptyFileSystem, type LangiumDocument, URI } from 'langium';
import { lower } from '../../../language/lowering/lower.ts';
import { modelDocuments } from '../../../language/model.ts';
import { createKnetServices } from '../../../language/services.ts';
import type { Topology } from '../../../network/topology/topology.ts';

/** For all texts of a test file: to make a parser takes a hundred times as long as to read a text. */
export const services = createKnetServices(EmptyFileSystem);

let next = 0;

/** A built document of its own folder, so that files of one test are no imports of another's. */
export async function parse(text: string, name = 'test.knet'): Promise<LangiumDocument> {
  const [document] = await parseAll({ [name]: text });
  return document!;
}

/** Built documents of one folder, in the order given. */
export async function parseAll(files: Readonly<Record<string, string>>): Promise<LangiumDocument[]> {
  const folder = `file:///test/${next++}`;
  const { LangiumDocuments, DocumentBuilder } = services.shared.workspace;
  const documents = Object.entries(files).map(([name, text]) =>
    LangiumDocuments.createDocument(URI.parse(`${folder}/${name}`), text),
  );
  await DocumentBuilder.build(documents);
  return documents;
}

/** Forgets documents again: thousands of variants of one file need not be kept. */
export function forget(...documents: readonly LangiumDocument[]): void {
  for (const document of documents) services.shared.workspace.LangiumDocuments.deleteDocument(document.uri);
}

export const lowerDocument = (document: LangiumDocument): Topology => lower(modelDocuments(document));

/** The topology of a text, as the language reads it. */
export async function topologyOf(text: string): Promise<Topology> {
  const document = await parse(text);
  const topology = lowerDocument(document);
  forget(document);
  return topology;
}
