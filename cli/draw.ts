import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { type Drawing, draw as drawingOf } from '../analysis/diagram/draw.ts';
import type { Theme } from '../diagram/formats/themes.ts';
import type { View } from '../diagram/views/view.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { createProject } from './project.ts';

export interface DrawOptions {
  readonly output?: string;
  readonly format?: Drawing;
  readonly theme: Theme;
  readonly view: View;
  readonly all?: boolean;
}

/** What a file's ending says of its format. */
const ENDINGS: Readonly<Record<string, Drawing>> = {
  '.svg': 'svg',
  '.dot': 'dot',
  '.gv': 'dot',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.drawio': 'drawio',
};

/** The diagram of a file, to a file or to standard output. Errors in the text never stop one. */
export async function draw(
  file: string,
  { output, format, theme, view, all = false }: DrawOptions,
  io: Io,
): Promise<number> {
  const wanted = format ?? formatOf(output);
  const [model] = await createProject(io.cwd).load([resolve(io.cwd, file)]);
  const drawing = await drawingOf(model!, { format: wanted, theme, view, all }, loadGraphviz);
  if (output === undefined) io.out(drawing);
  else await write(resolve(io.cwd, output), output, drawing);
  return EXIT.ok;
}

function formatOf(output: string | undefined): Drawing {
  if (output === undefined) return 'svg';
  const format = ENDINGS[extname(output).toLowerCase()];
  if (!format)
    throw new UsageError(`${output} has none of the endings ${Object.keys(ENDINGS).join(', ')}: say --format`);
  return format;
}

/** The wasm is read when a picture needs places, and only then. */
const loadGraphviz = async () => (await import('../diagram/layout/graphviz.ts')).createGraphviz();

async function write(path: string, shown: string, drawing: string): Promise<void> {
  try {
    await writeFile(path, drawing);
  } catch (error) {
    throw new UsageError(`${shown} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
