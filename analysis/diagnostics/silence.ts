/** The comment that silences codes on the line below it: `// knet-disable-next-line CIDR-DOCKER0, UNUSED`. */
const COMMENT = /^\s*\/\/\s*knet-disable-next-line\s+(.*)$/;

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

export function isSilenced(silenced: Silenced, line: number, code: string): boolean {
  return silenced.get(line)?.has(code) ?? false;
}
