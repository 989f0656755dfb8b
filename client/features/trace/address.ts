/** The scheme of a trace that is shown as a document. */
export const SCHEME = 'knet-trace';

/** What a trace is of: a statement as it is written, in a file. Where it stands may change, so that is no part of it. */
export interface TraceAddress {
  /** URI of the file. */
  readonly source: string;
  readonly question: string;
}

export interface AddressParts {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
}

/** The document's address. Its path is only for reading: the last part is the tab's title, the one before the file. */
export function addressOf({ source, question }: TraceAddress): AddressParts {
  const file = decoded(source.split('/').at(-1) ?? '');
  const query = JSON.stringify({ source, question });
  return { scheme: SCHEME, path: `/${oneSegment(file)}/${oneSegment(question)}.knet-trace`, query };
}

/** A file's name may hold a percent sign that stands for nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A slash would begin another part of the path; this sign looks like one. */
const oneSegment = (text: string) => text.replaceAll('/', '\u2215');

/** Undefined for an address that is none of ours: anybody can ask for a document. */
export function readAddress(query: string): TraceAddress | undefined {
  try {
    const { source, question } = JSON.parse(query);
    return typeof source === 'string' && typeof question === 'string' ? { source, question } : undefined;
  } catch {
    return undefined;
  }
}
