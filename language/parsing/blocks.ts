import { type AstNode, AstUtils, type Grammar, GrammarAST } from 'langium';

/** What may stand inside one kind of block, read off the grammar so that the two never disagree. */
export interface BlockKind {
  /** Name of the grammar rule that has the braces. */
  readonly rule: string;
  /** Fields by the keyword they begin with. */
  readonly fields: ReadonlyMap<string, FieldKind>;
  /** False where the block may be left out. */
  readonly mandatory: boolean;
  /** How many words may stand between the keyword and the brace. */
  readonly headWords: number;
}

export interface FieldKind {
  readonly keyword: string;
  /** Keywords that mean something in this field behind its first one, outside its own block. */
  readonly words: ReadonlySet<string>;
  /** Whether a plain name may be one of its values. */
  readonly takesNames: boolean;
  /** Whether an address or prefix may be. */
  readonly takesAddresses: boolean;
  /** The block that the field opens, if it has one. */
  readonly block?: BlockKind;
}

/** The file as a block: its fields are the declarations. */
export function blocksOf(grammar: Grammar): BlockKind {
  const entry = grammar.rules.filter(GrammarAST.isParserRule).find((rule) => rule.entry);
  if (!entry) throw new Error('the grammar has no entry rule');
  return new BlockReader().block(entry, fieldCalls(entry.definition));
}

class BlockReader {
  private readonly known = new Map<string, BlockKind>();

  block(rule: GrammarAST.ParserRule, fieldRules: readonly GrammarAST.ParserRule[]): BlockKind {
    const found = this.known.get(rule.name);
    if (found) return found;
    const fields = new Map<string, FieldKind>();
    const kind = { rule: rule.name, fields, mandatory: hasMandatoryBlock(rule), headWords: headWords(rule) };
    this.known.set(rule.name, kind);
    for (const field of fieldRules) this.addField(field, fields);
    return kind;
  }

  private addField(rule: GrammarAST.ParserRule, fields: Map<string, FieldKind>): void {
    const inner = blockContent(rule);
    const block = inner.length > 0 ? this.block(rule, inner) : undefined;
    const words = wordsOf(rule);
    for (const keyword of firstKeywords(rule.definition)) words.delete(keyword);
    const takesNames = takes(rule, 'ID');
    const takesAddresses = takes(rule, 'IPV4');
    for (const keyword of firstKeywords(rule.definition))
      fields.set(keyword, { keyword, words, takesNames, takesAddresses, block });
  }
}

/** Rules of the fields in a rule's own braces; alternatives of rules are opened up. */
function blockContent(rule: GrammarAST.ParserRule): GrammarAST.ParserRule[] {
  return elements(rule)
    .filter(({ depth, element }) => depth > 0 && GrammarAST.isRuleCall(element))
    .flatMap(({ element }) => fieldCalls(element));
}

function fieldCalls(element: AstNode | undefined): GrammarAST.ParserRule[] {
  if (GrammarAST.isAlternatives(element)) return element.elements.flatMap(fieldCalls);
  if (GrammarAST.isAssignment(element)) return fieldCalls(element.terminal);
  if (!GrammarAST.isRuleCall(element) || !GrammarAST.isParserRule(element.rule.ref)) return [];
  const rule = element.rule.ref;
  return isChoiceOfRules(rule) ? fieldCalls(rule.definition) : [rule];
}

const isChoiceOfRules = (rule: GrammarAST.ParserRule) =>
  GrammarAST.isAlternatives(rule.definition) && rule.definition.elements.every(GrammarAST.isRuleCall);

type Element = { readonly element: AstNode; readonly depth: number };

const elementsOf = new WeakMap<GrammarAST.ParserRule, readonly Element[]>();

/** Keywords and calls of a rule in the order of the text, with how many braces stand around each. */
function elements(rule: GrammarAST.ParserRule): readonly Element[] {
  let known = elementsOf.get(rule);
  if (!known) {
    known = readElements(rule);
    elementsOf.set(rule, known);
  }
  return known;
}

function readElements(rule: GrammarAST.ParserRule): readonly Element[] {
  let depth = 0;
  return AstUtils.streamAst(rule.definition)
    .filter((element) => GrammarAST.isKeyword(element) || GrammarAST.isRuleCall(element))
    .map((element) => {
      if (GrammarAST.isKeyword(element) && element.value === '}') depth--;
      const here = { element, depth };
      if (GrammarAST.isKeyword(element) && element.value === '{') depth++;
      return here;
    })
    .toArray();
}

/** Alphabetic keywords of a rule and of the rules it calls, outside all braces. */
function wordsOf(rule: GrammarAST.ParserRule, seen = new Set<string>()): Set<string> {
  const words = new Set<string>();
  if (seen.has(rule.name)) return words;
  seen.add(rule.name);
  for (const { element, depth } of elements(rule)) {
    if (depth > 0) continue;
    if (GrammarAST.isKeyword(element) && isWord(element.value)) words.add(element.value);
    if (GrammarAST.isRuleCall(element) && GrammarAST.isParserRule(element.rule.ref))
      for (const word of wordsOf(element.rule.ref, seen)) words.add(word);
  }
  return words;
}

/** Whether a rule, or one that it calls, may read such a token outside all braces. */
function takes(rule: GrammarAST.ParserRule, terminal: string, seen = new Set<string>()): boolean {
  if (seen.has(rule.name)) return false;
  seen.add(rule.name);
  return elements(rule).some(({ element, depth }) => {
    if (depth > 0 || !GrammarAST.isRuleCall(element)) return false;
    const called = element.rule.ref;
    return GrammarAST.isParserRule(called) ? takes(called, terminal, seen) : called?.name === terminal;
  });
}

export const isWord = (text: string) => /^[A-Za-z]/.test(text);

function firstKeywords(element: AstNode | undefined): string[] {
  if (GrammarAST.isKeyword(element)) return [element.value];
  if (GrammarAST.isAssignment(element)) return firstKeywords(element.terminal);
  if (GrammarAST.isAlternatives(element)) return element.elements.flatMap(firstKeywords);
  if (GrammarAST.isGroup(element)) return firstKeywords(element.elements[0]);
  return [];
}

function hasMandatoryBlock(rule: GrammarAST.ParserRule): boolean {
  const { definition } = rule;
  return (
    GrammarAST.isGroup(definition) && definition.elements.some((one) => GrammarAST.isKeyword(one) && one.value === '{')
  );
}

function headWords(rule: GrammarAST.ParserRule): number {
  const { definition } = rule;
  if (!GrammarAST.isGroup(definition)) return 0;
  const brace = definition.elements.findIndex((one) => GrammarAST.isKeyword(one) && one.value === '{');
  return (brace < 0 ? 2 : brace) - 1;
}
