import { Scalar } from 'yaml';
import type { Diagnostic } from '../network/checks/diagnostic.ts';
import { originOf, type YamlOrigin } from './origins.ts';
import { readDocument } from './read.ts';
import type { ManifestDocument } from './text/document.ts';
import type { ManifestFile } from './text/file.ts';
import { ALIAS_DEPTH, ALIAS_LIMIT, FILE_LIMIT } from './text/limits.ts';
import type { TextProblem } from './text/problem.ts';

/** What is wrong with the text of a file, and what the API server would refuse in it. `cluster` is the one that takes it in. */
export function manifestDiagnostics(file: ManifestFile, cluster: string): Diagnostic[] {
  if (file.tooLarge) return [tooLarge(file)];
  return file.documents.flatMap((document) => [
    ...(document.broken && isManifest(document)
      ? document.parsed.problems.map((one) => textDiagnostic(document, one))
      : []),
    ...partDiagnostics(document, cluster),
  ]);
}

/** Kinds of objects that say nothing about the network, and how many there are of each. */
export function passedOver(files: readonly ManifestFile[], cluster: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of files)
    for (const document of file.documents)
      for (const kind of readDocument(document, cluster).passedOver) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Whether anything in the files is a Kubernetes object at all. */
export const holdObjects = (files: readonly ManifestFile[], cluster: string): boolean =>
  files.some((file) =>
    file.documents.some((document) => {
      const { items, passedOver: others, problems } = readDocument(document, cluster);
      return (document.broken && isManifest(document)) || items.length + others.length + problems.length > 0;
    }),
  );

/** Other YAML and JSON lies in the same folders: values of charts, settings of tools. What is wrong there is not knet's business. */
const isManifest = ({ text }: ManifestDocument) => /(?:^|[\s{,])["']?kind["']?\s*:/m.test(text);

function textDiagnostic(document: ManifestDocument, { message, start, end }: TextProblem): Diagnostic {
  return plain('MANIFEST', message, stretch(document, start, end));
}

function partDiagnostics(document: ManifestDocument, cluster: string): readonly Diagnostic[] {
  const part = readDocument(document, cluster);
  // What is missing in a broken document is most likely in the part that could not be read.
  const problems = document.broken ? [] : part.problems;
  if (!part.beyond) return problems;
  const message = BEYOND[part.beyond];
  return [...problems, plain('LIMIT', message, stretch(document, 0, 3))];
}

const BEYOND = {
  number: `Aliases of this document stand for more than ${ALIAS_LIMIT} values: what comes after is left out`,
  depth: `Aliases of this document lead to themselves, or further than ${ALIAS_DEPTH} deep: what is behind them is left out`,
} as const;

function tooLarge(file: ManifestFile): Diagnostic {
  const message = `The file is larger than ${FILE_LIMIT / 1_000_000} million characters: it is left out`;
  return plain('LIMIT', message, stretch(file.first, 0, 0));
}

const plain = (code: string, message: string, origin: YamlOrigin): Diagnostic => ({
  code,
  severity: 'error',
  message,
  origin,
  related: [],
  fixes: [],
});

/** A place that is no value of the document: what the parser could not make one of. */
function stretch(document: ManifestDocument, start: number, end: number): YamlOrigin {
  const node = new Scalar('');
  node.range = [start, end, end];
  return originOf(document, node);
}
