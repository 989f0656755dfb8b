/*
 * How wide a text may become. The picture is laid out before any font is known and drawn in the editor's font, so the
 * widths are those of DejaVu Sans, the widest font that editors and browsers take by default: in any other a label
 * is narrower than its place, never wider. Advance widths in hundredths of an em, ASCII from the space on.
 */
const REGULAR =
  '32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84';
const BOLD =
  '35 46 52 84 70 100 87 31 46 46 52 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 58 100 77 76 73 83 68 68 82 84 37 37 77 64 100 84 85 73 85 77 72 68 81 77 110 77 72 73 46 37 46 84 50 50 67 72 59 72 68 44 72 71 34 34 67 34 104 71 69 72 72 49 60 48 71 65 92 65 65 58 71 37 71 84';

const TABLES = { regular: REGULAR.split(' ').map(Number), bold: BOLD.split(' ').map(Number) };
const SPECIAL: Readonly<Record<string, number>> = { '·': 38, '–': 50, '×': 84, '→': 84, '…': 100 };
/** Wider than any letter of Latin, Greek or Cyrillic, and than an ideograph. */
const OTHER = 125;

export type Weight = keyof typeof TABLES;

export interface Font {
  /** CSS pixels. */
  readonly size: number;
  readonly weight: Weight;
}

/** Width of a text in CSS pixels, at least what any usual font needs. */
export function textWidth(text: string, { size, weight }: Font): number {
  let hundredths = 0;
  for (const character of text) {
    const known = TABLES[weight][(character.codePointAt(0) ?? 0) - 32];
    hundredths += known ?? SPECIAL[character] ?? OTHER;
  }
  return (hundredths * size) / 100;
}

/** The text, or as much of its start as fits with an ellipsis. */
export function fitText(text: string, width: number, font: Font): string {
  if (textWidth(text, font) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, font) > width) characters.pop();
  return characters.length > 0 ? `${characters.join('').trimEnd()}…` : '';
}
