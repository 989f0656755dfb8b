import { inject, type Module } from 'langium';
import {
  createDefaultModule,
  createDefaultSharedModule,
  type DefaultSharedModuleContext,
  type LangiumServices,
  type LangiumSharedServices,
  type PartialLangiumServices,
  type PartialLangiumSharedServices,
} from 'langium/lsp';
import { KnetDocumentBuilder, KnetDocuments, KnetIndexManager } from './documents.ts';
import { KnetFormatter } from './formatting/formatter.ts';
import { KnetGeneratedModule, KnetGeneratedSharedModule } from './generated/module.ts';
import { KnetLinker } from './linker.ts';
import { createKnetCompletionParser } from './parsing/completion-parser.ts';
import { KnetLexer } from './parsing/lexer.ts';
import { createKnetParser } from './parsing/parser.ts';
import { KnetTokenBuilder } from './parsing/tokens.ts';
import { KnetValueConverter } from './parsing/values.ts';
import { KnetRenameProvider } from './rename.ts';
import { KnetScopeComputation } from './scoping/scope-computation.ts';
import { KnetScopeProvider } from './scoping/scope-provider.ts';

export type KnetServices = LangiumServices;

const module: Module<KnetServices, PartialLangiumServices> = {
  parser: {
    TokenBuilder: () => new KnetTokenBuilder(),
    LangiumParser: (services) => createKnetParser(services),
    CompletionParser: (services) => createKnetCompletionParser(services),
    Lexer: (services) => new KnetLexer(services),
    ValueConverter: () => new KnetValueConverter(),
  },
  references: {
    Linker: (services) => new KnetLinker(services),
    ScopeComputation: (services) => new KnetScopeComputation(services),
    ScopeProvider: (services) => new KnetScopeProvider(services),
  },
  lsp: {
    Formatter: (services) => new KnetFormatter(services),
    RenameProvider: (services) => new KnetRenameProvider(services),
  },
  // What is wrong with a text is said by analysis/, once for the whole model.
  validation: {
    DocumentValidator: () => ({ validateDocument: async () => [] }),
  },
};

const sharedModule: Module<LangiumSharedServices, PartialLangiumSharedServices> = {
  workspace: {
    DocumentBuilder: (services) => new KnetDocumentBuilder(services),
    LangiumDocuments: (services) => new KnetDocuments(services),
    IndexManager: (services) => new KnetIndexManager(services),
  },
};

/** Langium's services for `.knet` files; with a connection also those of a language server. */
export function createKnetServices(context: DefaultSharedModuleContext): {
  shared: LangiumSharedServices;
  knet: KnetServices;
} {
  const shared = inject(createDefaultSharedModule(context), KnetGeneratedSharedModule, sharedModule);
  const knet = inject(createDefaultModule({ shared }), KnetGeneratedModule, module);
  shared.ServiceRegistry.register(knet);
  return { shared, knet };
}
