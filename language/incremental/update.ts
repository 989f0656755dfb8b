import { DocumentState, type LangiumCoreServices, type LangiumDocument } from 'langium';

import { forgetDeclarations, replaceDeclared } from '../scoping/declared.ts';
import { PieceParser } from './piece.ts';
import { counterparts, linkBlock, redirect } from './relink.ts';
import { reparseBlock } from './reparse.ts';

const parsers = new WeakMap<LangiumCoreServices, PieceParser>();

function parserOf(services: LangiumCoreServices): PieceParser {
  const parser = parsers.get(services) ?? new PieceParser(services);
  parsers.set(services, parser);
  return parser;
}

/** How much of a document has to be built after its text has changed. */
export type Rebuild = 'nothing' | 'links' | 'everything';

/**
 * Takes in a change that lies within one block of a built document: the tree stays, one declaration in it is new. What
 * else of it is still to be done is returned; `everything` means that nothing has been changed yet.
 */
export function updateBlock(
  document: LangiumDocument,
  text: string,
  services: LangiumCoreServices,
  loaded: Iterable<LangiumDocument>,
): Rebuild {
  if (document.state < DocumentState.Linked) return 'everything';
  const replaced = reparseBlock(document, text, parserOf(services));
  if (!replaced) return 'everything';
  const fresh = counterparts(replaced);
  if (!fresh) {
    forgetDeclarations(document);
    return 'links';
  }
  replaceDeclared(document, fresh);
  for (const one of loaded) redirect(one, fresh);
  linkBlock(document, replaced);
  return 'nothing';
}
