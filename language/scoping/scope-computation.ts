import { type AstNode, type AstNodeDescription, DefaultScopeComputation, type LocalSymbols, MultiMap } from 'langium';

/** Names are looked up in the tables of `declared.ts`, so Langium's own table of local symbols stays empty. */
export class KnetScopeComputation extends DefaultScopeComputation {
  override async collectLocalSymbols(): Promise<LocalSymbols> {
    return new MultiMap<AstNode, AstNodeDescription>();
  }
}
