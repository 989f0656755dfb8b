/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import type { Range } from 'vscode-languageserver-types';

/** A page of `docs/checks`, as far as a test reads it. */
export interface Page {
  readonly code: string;
  readonly text: string;
  /** The first line under the title: severity and summary. */
  readonly lead: string;
  /** The file that is wrong, marks and all: they are comments. */
  readonly wrong: string;
  readonly right: string;
  /** What the page says the diagnostics of the wrong file are, in the order of the text. */
  readonly expected: readonly { readonly code: string; readonly range: Range; readonly message: string }[];
  /** Further files that both may import, by name. */
  readonly files: Readonly<Record<string, string>>;
}

const FOLDER = 'docs/checks';

export function readPages(): Page[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.md') && name !== 'README.md');
  return names.map((name) => readPage(name.slice(0, -'.md'.length), readFileSync(`${FOLDER}/${name}`, 'utf8')));
}

export function readIndex(): string {
  return readFileSync(`${FOLDER}/README.md`, 'utf8');
}

function readPage(code: string, text: string): Page {
  const blocks = [...text.matchAll(/^```knet (\w+)(?: (\S+))?\n(.*?)^```$/gms)];
  const block = (kind: string) => blocks.find((match) => match[1] === kind)?.[3] ?? '';
  const files = blocks.filter((match) => match[1] === 'file').map((match) => [match[2]!, match[3]!]);
  const messages = [...text.matchAll(/^> (.*)$/gm)].map((match) => match[1]!);
  const expected = marks(block('wrong')).map((mark, index) => ({ ...mark, message: messages[index] ?? '' }));
  return {
    code,
    text,
    lead: text.split('\n')[2] ?? '',
    wrong: block('wrong'),
    right: block('right'),
    expected,
    files: Object.fromEntries(files),
  };
}

/** `// ^^^^ CODE` under a line marks the columns that are underlined, `// whole line: CODE` all that the line says. */
function marks(file: string): { code: string; range: Range }[] {
  let [line, text] = [-1, ''];
  return file.split('\n').flatMap((content, number) => {
    const mark = /^(\s*\/\/ *)(\^+|whole line:) ([A-Z][A-Z0-9_-]+)$/.exec(content);
    if (!mark) [line, text] = [number, content.trimEnd()];
    if (!mark) return [];
    const [, before = '', carets = '', code = ''] = mark;
    const isWhole = !carets.startsWith('^');
    const start = isWhole ? text.search(/\S/) : before.length;
    const end = isWhole ? text.length : start + carets.length;
    return [{ code, range: { start: { line, character: start }, end: { line, character: end } } }];
  });
}
