import type { Place } from '../../analysis/places.ts';

/** How a file is printed. */
export type Show = (uri: string) => string;

/** Where something is said, as data; lines and columns from 1. */
export interface JsonPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const jsonPlace = ({ uri, range: { start } }: Place, show: Show): JsonPlace => ({
  file: show(uri),
  line: start.line + 1,
  column: start.character + 1,
});

/** `file:line:column`, from 1 as editors and compilers print them. */
export function placeText(place: Place, show: Show): string {
  const { file, line, column } = jsonPlace(place, show);
  return `${file}:${line}:${column}`;
}
