import { ms, sideBySide, table, times } from '../measure.ts';
import { textOf } from '../text.ts';
import { ADDRESS, NAME, opened, openKnet, toggle } from './knet.ts';
import { servePlainLangium } from './plain-langium.ts';

const SIZES: readonly (readonly [lines: number, rounds: number])[] = [
  [1_000, 30],
  [10_000, 11],
  [50_000, 3],
];

/** Milliseconds from a keystroke to the diagnostics that it causes, of knet and of Langium as it comes. */
export async function edit(): Promise<void> {
  const rows: string[][] = [];
  for (const [lines, rounds] of SIZES) rows.push(await measure(lines, rounds));
  table(
    'Edit to diagnostics over LSP. A name: breaks or mends a reference. An address: breaks or mends a check.',
    ['lines', 'knet, a name', 'knet, an address', 'plain Langium, a name', 'ratio, a name', 'ratio, an address'],
    rows,
  );
}

async function measure(lines: number, rounds: number): Promise<string[]> {
  const text = textOf(lines);
  const knet = await openKnet(text);
  const langium = await opened(text, servePlainLangium);
  const [name, address, plain] = await sideBySide(
    rounds,
    () => toggle(knet, NAME),
    () => toggle(knet, ADDRESS),
    () => toggle(langium, NAME),
  );
  const counted = String(text.split('\n').length);
  return [counted, ms(name!), ms(address!), ms(plain!), times(plain! / name!), times(plain! / address!)];
}
