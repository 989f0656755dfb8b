/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { EmptyFileSystem, URI } from 'langium';
import { lower } from '../../language/lowering/lower.ts';
import { createKnetServices } from '../../language/services.ts';
import type { Topology } from '../../network/topology/topology.ts';

/** The topology of a text, as the language reads it. */
export async function topologyOf(text: string): Promise<Topology> {
  const { shared } = createKnetServices(EmptyFileSystem);
  const document = shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse('memory:/model.knet'));
  shared.workspace.LangiumDocuments.addDocument(document);
  await shared.workspace.DocumentBuilder.build([document]);
  return lower([document]);
}

/** The text of one of the project's examples. */
export function example(name: string): string {
  return readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
}
