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
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'is neither UTF-8 nor UTF-16' };
  }
}
