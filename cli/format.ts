import { isUtf8 } from 'node:buffer';
import { readFile, writeFile } from 'node:fs/promises';
import { EmptyFileSystem, URI } from 'langium';
import { KnetFormatter } from '../language/formatting/formatter.ts';
import { createKnetServices } from '../language/services.ts';
import { EXIT, type Io } from './io.ts';
import { knetFiles, shownPath } from './paths.ts';

/** What became of a file: as it was, written anew (or would be), or not to be read. */
type Outcome = 'same' | 'changed' | 'unreadable' | 'notText';

const WHY_LEFT: Partial<Record<Outcome, string>> = {
  unreadable: 'has mistakes in its syntax and stays as it is',
  notText: 'is not UTF-8 and stays as it is',
};

/** Writes files as the examples are written; with `check` it only tells which are not. Names of those go to `out`. */
export async function format(paths: readonly string[], options: { check?: boolean }, io: Io): Promise<number> {
  const files = await knetFiles(paths, io.cwd);
  const formatText = createFormatter();
  const outcomes: Outcome[] = [];
  for (const file of files) {
    const outcome = await formatFile(file, formatText, options.check ?? false);
    const shown = shownPath(URI.file(file).toString(), io.cwd);
    if (outcome === 'changed') io.out(`${shown}\n`);
    if (WHY_LEFT[outcome]) io.err(`knet: ${shown} ${WHY_LEFT[outcome]}\n`);
    outcomes.push(outcome);
  }
  const isFinding = outcomes.some((one) => (options.check ? one !== 'same' : one in WHY_LEFT));
  return isFinding ? EXIT.findings : EXIT.ok;
}

async function formatFile(file: string, formatText: FormatText, isCheck: boolean): Promise<Outcome> {
  const bytes = await readFile(file);
  // What is no UTF-8 would be written back as replacement characters: somebody's comment would be lost.
  if (!isUtf8(bytes)) return 'notText';
  const whole = bytes.toString('utf8');
  // An editor keeps the mark at the beginning and never shows it, so it is not for the formatter to judge.
  const mark = whole.startsWith('\ufeff') ? '\ufeff' : '';
  const text = whole.slice(mark.length);
  const formatted = formatText(text);
  if (formatted === undefined) return 'unreadable';
  if (formatted === text) return 'same';
  if (!isCheck) await writeFile(file, mark + formatted);
  return 'changed';
}

type FormatText = (text: string) => string | undefined;

/** Form is a matter of one text: imports are not read. */
function createFormatter(): FormatText {
  const { shared, knet } = createKnetServices(EmptyFileSystem);
  const formatter = new KnetFormatter(knet);
  const uri = URI.parse('memory:/text.knet');
  return (text) => formatter.format(shared.workspace.LangiumDocumentFactory.fromString(text, uri));
}
