import { readFile } from 'node:fs/promises';

/** The pages of the checks: two folders above this file, and above the bundle that it ends up in. */
const PAGES = new URL('../../docs/checks/', import.meta.url);

/** The page of a check as Markdown; undefined for an installation without documentation. */
export async function pageOf(code: string): Promise<string | undefined> {
  return readFile(new URL(`${code}.md`, PAGES), 'utf8').catch(() => undefined);
}
