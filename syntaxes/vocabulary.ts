import { AstUtils, GrammarAST } from 'langium';
import { CHOICE_FIELDS, CHOICES, PROTOCOLS } from '../language/fields.ts';
import { KnetTerminals } from '../language/generated/ast.ts';
import { KnetGrammar } from '../language/generated/grammar.ts';
import { type BlockKind, blocksOf } from '../language/parsing/blocks.ts';

/** The words of the language by what they are coloured as, read off the grammar. */
export interface Vocabulary {
  /** Open a block under a name of the writer's choice: `pod`, `vSwitch`. */
  readonly declarations: readonly string[];
  /** Open a block that has no name: `docker`, `egress`. */
  readonly blocks: readonly string[];
  /** Followed by one of a few kinds: `cni flannel`. */
  readonly kinds: readonly string[];
  /** `trace`, `expect` and what they are made of. */
  readonly statements: readonly string[];
  readonly fields: readonly string[];
  /** Fields behind which one of the constants follows, though it may be a keyword elsewhere: `targetType ip`. */
  readonly choiceFields: readonly string[];
  /** Values to choose from: `NodePort`, `Always`, `true`. */
  readonly constants: readonly string[];
}

/** Patterns of the tokens that have a shape of their own, as the lexer tries them. */
export const TERMINALS = KnetTerminals;

const KINDS = ['cni', 'kubeProxy', 'dns', 'backend'];
const CONSTANTS = ['true', 'false', 'None', 'internet', 'localhost', 'blackhole', 'ICMP', 'DF', 'NAT', ...PROTOCOLS];
const QUESTIONS = ['trace', 'expect'];

export function vocabulary(): Vocabulary {
  const grammar = KnetGrammar();
  const file = blocksOf(grammar);
  const blocks = [...allFields(file)].filter(({ keyword, block }) => block && !KINDS.includes(keyword));
  const declarations = [...new Set(blocks.filter(({ block }) => block!.headWords > 0).map(({ keyword }) => keyword))];
  const unnamed = [...new Set(blocks.map(({ keyword }) => keyword))].filter((word) => !declarations.includes(word));
  const keywords = allKeywords(grammar);
  const statements = QUESTIONS.flatMap((word) => [word, ...(file.fields.get(word)?.words ?? [])]);
  const taken = new Set([...declarations, ...unnamed, ...KINDS, ...CONSTANTS]);
  const inStatements = new Set(statements.filter((word) => !taken.has(word)));
  const fields = keywords.filter((word) => !taken.has(word) && !(inStatements.has(word) && !isField(file, word)));
  return {
    declarations: sorted(declarations),
    blocks: sorted(unnamed),
    kinds: KINDS,
    statements: sorted([...inStatements].filter((word) => !fields.includes(word))),
    fields: sorted(fields),
    choiceFields: sorted(CHOICE_FIELDS),
    constants: sorted([...new Set([...CONSTANTS, ...[...CHOICES].filter((word) => !keywords.includes(word))])]),
  };
}

function* allFields(kind: BlockKind, seen = new Set<BlockKind>()): Generator<{ keyword: string; block?: BlockKind }> {
  if (seen.has(kind)) return;
  seen.add(kind);
  for (const field of kind.fields.values()) {
    yield field;
    if (field.block) yield* allFields(field.block, seen);
  }
}

const isField = (file: BlockKind, word: string) =>
  !QUESTIONS.includes(word) && [...allFields(file)].some(({ keyword }) => keyword === word);

const allKeywords = (grammar: GrammarAST.Grammar) => [
  ...new Set(
    AstUtils.streamAllContents(grammar)
      .filter(GrammarAST.isKeyword)
      .map((keyword) => keyword.value)
      .filter((word) => /^[A-Za-z]/.test(word)),
  ),
];

/** Longer words first, so that an alternative never stops in the middle of one. */
const sorted = (words: readonly string[]) => [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
