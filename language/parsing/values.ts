import type { CstNode, ValueConverter, ValueType } from 'langium';
import { GrammarAST } from 'langium';

/** Words are kept as they are written: `0080` stays what it was until a message needs to show it. Strings lose their quotes. */
export class KnetValueConverter implements ValueConverter {
  convert(input: string, cst: CstNode): ValueType {
    const { grammarSource: source } = cst;
    const call = GrammarAST.isCrossReference(source) ? source.terminal : source;
    return GrammarAST.isRuleCall(call) && call.rule.$refText === 'STRING' ? input.slice(1, -1) : input;
  }
}
