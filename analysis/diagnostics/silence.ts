import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';

/** The comment that silences codes on the line below it: `// knet-disable-next-line CIDR-DOCKER0, UNUSED`; in YAML with `#`. */
const COMMENT = /^\s*(?:\/\/|#)\s*knet-disable-next-line\s+(.*)$/;

/** Silenced codes by line, from 0. Built once for a text, since a look-up happens for every diagnostic. */
export type Silenced = ReadonlyMap<number, ReadonlySet<string>>;

/**
 * Reads the comments of a text. One says which codes, separated by spaces or commas; several above each other all
 * speak of the line below the last.
 */
export function silencedLines(text: string): Silenced {
  const silenced = new Map<number, Set<string>>();
  if (!text.includes('knet-disable-next-line')) return silenced;
  let pending: string[] = [];
  for (const [line, content] of text.split(/\r\n|\r|\n/).entries()) {
    const codes = COMMENT.exec(content)?.[1];
    if (codes !== undefined) {
      pending.push(...codes.split(/[\s,]+/).filter(Boolean));
    } else if (pending.length > 0) {
      silenced.set(line, new Set(pending));
      pending = [];
    }
  }
  return silenced;
}

/** Whether a comment silences a code on a line, counted from 0. */
export function isSilenced(silenced: Silenced, line: number, code: string): boolean {
  return silenced.get(line)?.has(code) ?? false;
}

/** Writes the comment above a line, or one more code into the one that is there. */
export function silencingEdit(document: TextDocument, line: number, code: string, mark: '//' | '#' = '//'): TextEdit {
  const textOf = (number: number) =>
    document.getText({ start: { line: number, character: 0 }, end: { line: number + 1, character: 0 } });
  const above = line > 0 ? textOf(line - 1).trimEnd() : '';
  if (COMMENT.test(above)) return insertion({ line: line - 1, character: above.length }, `, ${code}`);
  const indentation = /^[ \t]*/.exec(textOf(line))![0];
  const end = document.getText().includes('\r\n') ? '\r\n' : '\n';
  return insertion({ line, character: 0 }, `${indentation}${mark} knet-disable-next-line ${code}${end}`);
}

const insertion = (position: TextEdit['range']['start'], newText: string): TextEdit => ({
  range: { start: position, end: position },
  newText,
});
