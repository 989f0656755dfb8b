import type { FileSystemProvider, URI } from 'langium';

/** The text of a file, or why there is none. */
export type ReadText = { readonly text: string } | { readonly problem: string };

/** YAML is UTF-8 or UTF-16 (YAML 1.2.2 section 5.2); a shell of Windows writes the latter, with a mark in front. */
export async function readText(uri: URI, files: Pick<FileSystemProvider, 'readBinary'>): Promise<ReadText> {
  let bytes: Uint8Array;
  try {
    bytes = await files.readBinary(uri);
  } catch {
    return { problem: 'cannot be read' };
  }
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  // A character of nothing: more bytes each than the mark says, or than it would say if there were one.
  const isNothing = encoding === 'utf-8' ? bytes.subarray(0, 4).includes(0) : bytes[2] === 0 && bytes[3] === 0;
  if (isNothing) return { problem: 'is neither UTF-8 nor UTF-16 with its mark' };
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'is neither UTF-8 nor UTF-16' };
  }
}
