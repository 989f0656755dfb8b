import { KnetGrammar } from '../generated/grammar.ts';
import { type BlockKind, blocksOf } from '../parsing/blocks.ts';

let kinds: ReadonlyMap<string, BlockKind> | undefined;

/** Kinds of blocks by the name of their grammar rule, which is the type of their syntax nodes. */
export function blockKinds(): ReadonlyMap<string, BlockKind> {
  if (kinds) return kinds;
  const found = new Map<string, BlockKind>();
  const collect = (kind: BlockKind) => {
    if (found.has(kind.rule)) return;
    found.set(kind.rule, kind);
    for (const { block } of kind.fields.values()) if (block) collect(block);
  };
  collect(blocksOf(KnetGrammar()));
  kinds = found;
  return found;
}
