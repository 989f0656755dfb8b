import type { LangiumDocument } from 'langium';
import { notesOf } from '../parsing/note.ts';
import { type Report, replaceText } from './report.ts';

/** What the lexer could not read: characters that mean nothing, strings and comments without an end. */
export function reportCharacters(report: Report): void {
  const { document } = report;
  const text = document.textDocument.getText();
  for (const { offset, length } of document.parseResult.lexerErrors) {
    if (!report.isMarked(offset))
      report.addAt('SYNTAX', offset, length, characterMessage(text.slice(offset, offset + length)));
    report.markLine(offset);
  }
  for (const offset of openComments(document)) {
    const length = text.slice(offset).search(/\r?\n|$/);
    report.addAt('SYNTAX', offset, length, 'this comment is not closed: */ is missing');
    report.markLine(offset);
  }
}

function characterMessage(text: string): string {
  if (text.startsWith('"') || text.startsWith("'")) return `this text is not closed: ${text[0]} is missing`;
  if (text.startsWith(';')) return 'fields need no ; between them';
  if (/^[#]/.test(text)) return 'a comment begins with //';
  if (/^\p{L}/u.test(text)) return 'names are made of the letters a to z, digits, "-", "_" and "."';
  return `${visible(text)} means nothing here`;
}

/** What nobody sees by its number: a copied no-break or zero-width space looks like nothing, or like a space. */
function visible(text: string): string {
  const hidden = (one: string) => /[\p{C}\p{Z}\uFFFD]/u.test(one) && one !== ' ';
  return [...text].some(hidden) ? [...text].map(codePoint).join(' ') : text;
}

const codePoint = (one: string) => `the character U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

function openComments(document: LangiumDocument): number[] {
  const root = document.parseResult.value.$cstNode?.root;
  const text = root?.fullText ?? '';
  // What begins before the last end of a comment is closed by it, or by one before.
  const lastEnd = text.lastIndexOf('*/');
  const starts = Array.from(text.matchAll(/\/\*/g), ({ index }) => index);
  return starts.filter((offset) => offset + 2 > lastEnd && isHiddenAt(document, offset));
}

/** Only comments are hidden; `ns/*` and `path /*` are words. */
function isHiddenAt(document: LangiumDocument, offset: number): boolean {
  const before = document.textDocument.getText().slice(0, offset);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return !/[\w.-]$/.test(line) && !/\bpath\s*$/.test(line) && !line.includes('//') && !/["'][^"']*$/.test(line);
}

/** What was put right in front of the parser: braces, and keywords of blocks. */
export function reportNotes(report: Report): void {
  const { document } = report;
  for (const { kind, offset, length, message, repair } of notesOf(document.parseResult.lexerReport)) {
    const code = kind === 'misspelt' ? 'UNKNOWN-FIELD' : 'SYNTAX';
    const fix = repair && replaceText(document, repair.offset, repair.length, repair.text, repair.title);
    report.addAt(code, offset, length, message, fix);
    report.markLine(offset);
  }
}
