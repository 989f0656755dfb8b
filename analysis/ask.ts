import { Cancellation, type URI, UriUtils } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import { syntaxDiagnostics } from '../language/diagnostics.ts';
import type { Endpoint, Trace } from '../network/topology/question.ts';
import type { Analysis } from './analysis.ts';
import type { Model } from './model.ts';
import { tracesOf } from './questions.ts';

/** A question put from outside of a file, in the model that answers it, or why it is none. */
export type Asked = { readonly model: Model; readonly question: Trace } | { readonly problem: string };

/**
 * Reads two ends as the language does: as the `trace` of a file that imports the one asked about and that nobody
 * stores. So there is no second grammar, and names are found as they are in the file.
 */
export async function ask(
  analysis: Analysis,
  shared: LangiumSharedServices,
  model: Model,
  from: string,
  to: string,
): Promise<Asked> {
  if (/[\r\n]/.test(from + to)) return { problem: 'an end of a trace is written on one line' };
  const file = model.documents[0]!.uri;
  const uri = UriUtils.joinPath(UriUtils.dirname(file), '.knet-question.knet');
  const text = `import ${JSON.stringify(UriUtils.basename(file))}\ntrace ${from} -> ${to}\n`;
  shared.workspace.LangiumDocuments.createDocument(uri, text);
  await analysis.update({ changed: [], deleted: [], roots: [file, uri] }, Cancellation.CancellationToken.None);
  return readAsked(analysis.model(uri.toString()), uri);
}

function readAsked(model: Model | undefined, uri: URI): Asked {
  const document = model?.documents.find((one) => one.uri.toString() === uri.toString());
  if (!model || !document) return { problem: 'the question cannot be read' };
  const [question, ...more] = tracesOf(model);
  const unresolved = [question?.from, question?.to].filter((end): end is Unresolved => end?.kind === 'unresolved');
  if (unresolved.length > 0) return { problem: unresolved.map(({ text, reason }) => `${text} ${reason}`).join('; ') };
  const errors = syntaxDiagnostics(document).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { problem: errors.map(({ message }) => message).join('; ') };
  if (!question || more.length > 0) return { problem: 'a trace has two ends' };
  return { model, question };
}

type Unresolved = Extract<Endpoint, { kind: 'unresolved' }>;
