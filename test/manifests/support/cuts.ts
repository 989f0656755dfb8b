import fc from 'fast-check';

/** Text that means something to YAML, so that edits break things. */
const MEANT = '{ } [ ] " \' : - \t \n \n\n \r\n | > # & * % ? ! @ \\'.split(/ /);
const scrap = fc.oneof(
  fc.constantFrom(...MEANT, ' ', '  ', ': ', '- ', '&a ', '*a', '>-', ' #', '!!', '!x ', '? ', '<<: ', '\u0000'),
  fc.string({ maxLength: 5 }),
);

/** An edit: how far into a text, how many characters go, and what comes. */
export const cut = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), gone: fc.nat(12), put: scrap });

/** A text after edits, one after the other. */
export function afterCuts(text: string, cuts: readonly { at: number; gone: number; put: string }[]): string {
  return cuts.reduce((now, { at, gone, put }) => {
    const from = Math.floor(at * now.length);
    return now.slice(0, from) + put + now.slice(from + gone);
  }, text);
}
