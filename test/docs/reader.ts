import { Cancellation, URI } from 'langium';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createAnalysis } from '../../analysis/analysis.ts';
import { checkProblems, syntaxProblems } from '../../analysis/diagnostics/diagnose.ts';
import { comparePlaces, type Problem } from '../../analysis/diagnostics/problem.ts';
import { editsOf } from '../../analysis/fixes.ts';
import { createKnetServices } from '../../language/services.ts';
import type { Fix } from '../../network/checks/diagnostic.ts';
import { MemoryFiles } from '../support/files.ts';

const NONE = Cancellation.CancellationToken.None;

/** One parser for all readings, which takes longer to make than a file to read; each reading has a folder of its own. */
const store = new MemoryFiles({});
const { shared } = createKnetServices({ fileSystemProvider: () => store });
const analysis = createAnalysis(shared, () => [URI.parse('file:///w')]);
let readings = 0;

/** A model of one file and those it imports, as the editor reads them. */
export interface Reading {
  readonly text: string;
  readonly problems: readonly Problem[];
  /** The same file with a repair applied. */
  repaired(fix: Fix): string;
}

/** Reads a text through the whole front: parser, lowering, checks. A check that throws fails the test. */
export async function read(text: string, files: Readonly<Record<string, string>> = {}): Promise<Reading> {
  const folder = `reading-${readings++}`;
  for (const [name, content] of Object.entries({ ...files, 'main.knet': text }))
    store.files.set(`${folder}/${name}`, content);
  const uri = URI.parse(`file:///w/${folder}/main.knet`);
  await analysis.update({ changed: [], deleted: [], roots: [uri] }, NONE);
  const model = analysis.model(uri.toString());
  if (!model) throw new Error('the file was not read');
  const onDefect = (where: string, error: unknown) => {
    throw new Error(where, { cause: error });
  };
  const problems = [...syntaxProblems(model, { onDefect }), ...((await checkProblems(model, { onDefect })) ?? [])];
  return {
    text,
    problems: problems.sort(comparePlaces),
    repaired: (fix) => {
      const edits = editsOf(fix).get(uri.toString()) ?? [];
      return TextDocument.applyEdits(TextDocument.create(uri.toString(), 'knet', 0, text), [...edits]);
    },
  };
}
