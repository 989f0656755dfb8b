import {
  type AstNode,
  AstUtils,
  DefaultScopeComputation,
  EmptyFileSystem,
  inject,
  type LangiumDocument,
} from 'langium';
import {
  createDefaultModule,
  createDefaultSharedModule,
  type LangiumServices,
  type LangiumSharedServices,
  startLanguageServer,
} from 'langium/lsp';
import type { Connection } from 'vscode-languageserver/node';
import { KnetGeneratedModule, KnetGeneratedSharedModule } from '../../language/generated/module.ts';
import { KnetLexer } from '../../language/parsing/lexer.ts';
import { createKnetParser } from '../../language/parsing/parser.ts';
import { KnetTokenBuilder } from '../../language/parsing/tokens.ts';
import { KnetValueConverter } from '../../language/parsing/values.ts';

/**
 * Langium as it comes, on the same grammar and with the same parser (another could not read the language): its own
 * scopes, linker, index, validation of links, and document builder. Names are exported under their full names, as
 * Langium's documentation teaches, so that references resolve.
 */
export function servePlainLangium(connection: Connection): void {
  const shared = inject(
    createDefaultSharedModule({ connection, ...EmptyFileSystem }),
    KnetGeneratedSharedModule,
  ) as LangiumSharedServices;
  const knet = inject(createDefaultModule({ shared }), KnetGeneratedModule, {
    parser: {
      TokenBuilder: () => new KnetTokenBuilder(),
      LangiumParser: (services: LangiumServices) => createKnetParser(services),
      Lexer: (services: LangiumServices) => new KnetLexer(services),
      ValueConverter: () => new KnetValueConverter(),
    },
    references: { ScopeComputation: (services: LangiumServices) => new QualifiedNames(services) },
  }) as LangiumServices;
  shared.ServiceRegistry.register(knet);
  startLanguageServer(shared);
}

/** Adds to the file's own table every name with those of the blocks around it. */
class QualifiedNames extends DefaultScopeComputation {
  override async collectLocalSymbols(document: LangiumDocument) {
    const symbols = (await super.collectLocalSymbols(document)) as Awaited<
      ReturnType<DefaultScopeComputation['collectLocalSymbols']>
    > & { add(key: AstNode, value: ReturnType<DefaultScopeComputation['descriptions']['createDescription']>): unknown };
    const root = document.parseResult.value;
    for (const node of AstUtils.streamAllContents(root)) {
      const name = qualifiedName(node);
      if (name) symbols.add(root, this.descriptions.createDescription(node, name, document));
    }
    return symbols;
  }
}

function qualifiedName(node: AstNode): string | undefined {
  const names: string[] = [];
  for (let at: AstNode | undefined = node; at; at = at.$container) {
    const { name } = at as { name?: unknown };
    if (typeof name === 'string') names.unshift(name);
    else if (at === node) return undefined;
  }
  return names.length > 1 ? names.join('/') : undefined;
}
