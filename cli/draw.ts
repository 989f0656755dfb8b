import { extname } from 'node:path';
import { type Drawing, draw as drawingOf } from '../analysis/diagram/draw.ts';
import type { Theme } from '../diagram/formats/themes.ts';
import type { View } from '../diagram/views/view.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { output } from './output.ts';
import { loadModel } from './project.ts';

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
  { output: path, format, theme, view, all = false }: DrawOptions,
  io: Io,
): Promise<number> {
  const wanted = format ?? formatOf(path);
  const model = await loadModel(file, io);
  const drawing = await drawingOf(model, { format: wanted, theme, view, all }, loadGraphviz);
  await output(drawing, path, io);
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
