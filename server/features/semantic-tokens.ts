import { type AstNode, GrammarUtils } from 'langium';
import {
  AbstractSemanticTokenProvider,
  AllSemanticTokenModifiers,
  AllSemanticTokenTypes,
  type SemanticTokenAcceptor,
} from 'langium/lsp';
import { type SemanticTokens, SemanticTokenTypes } from 'vscode-languageserver';
import * as ast from '../../language/generated/ast.ts';
import type { Feature } from '../feature.ts';

const NOTHING: SemanticTokens = { data: [] };

/**
 * Colours that only the parser knows: a name that looks like a keyword, and the kind of object a name stands for. The
 * TextMate grammar has coloured the rest already.
 */
export const semanticTokens: Feature = {
  capabilities: {
    semanticTokensProvider: {
      legend: {
        tokenTypes: Object.keys(AllSemanticTokenTypes),
        tokenModifiers: Object.keys(AllSemanticTokenModifiers),
      },
      full: true,
      range: true,
    },
  },
  register({ connection, answer, knet }) {
    const provider = new KnetTokens(knet);
    const { semanticTokens: requests } = connection.languages;
    requests.on((params, token) =>
      answer('semantic tokens', NOTHING, params.textDocument.uri, token, ({ documents }) =>
        provider.semanticHighlight(documents[0]!, params, token),
      ),
    );
    requests.onRange((params, token) =>
      answer('semantic tokens', NOTHING, params.textDocument.uri, token, ({ documents }) =>
        provider.semanticHighlightRange(documents[0]!, params, token),
      ),
    );
  },
};

/** What themes colour by; knet's kinds are put to the nearest of the protocol's. */
const TYPES: Readonly<Record<string, SemanticTokenTypes>> = {
  Cluster: SemanticTokenTypes.class,
  Vpc: SemanticTokenTypes.class,
  Network: SemanticTokenTypes.type,
  Subnet: SemanticTokenTypes.type,
  Overlay: SemanticTokenTypes.type,
  Namespace: SemanticTokenTypes.namespace,
  Service: SemanticTokenTypes.interface,
  Ingress: SemanticTokenTypes.interface,
  Workload: SemanticTokenTypes.function,
  NetworkPolicy: SemanticTokenTypes.enum,
  SecurityGroup: SemanticTokenTypes.enum,
  Cni: SemanticTokenTypes.enumMember,
  Backend: SemanticTokenTypes.enumMember,
  KubeProxy: SemanticTokenTypes.enumMember,
  Dns: SemanticTokenTypes.enumMember,
};

const typeOf = (node: AstNode): SemanticTokenTypes => TYPES[node.$type] ?? SemanticTokenTypes.variable;

class KnetTokens extends AbstractSemanticTokenProvider {
  protected override highlightElement(node: AstNode, acceptor: SemanticTokenAcceptor): void {
    if (ast.isDeclaration(node)) {
      acceptor({ node, property: 'keyword', type: SemanticTokenTypes.keyword });
      if (node.name !== undefined) acceptor({ node, property: 'name', type: typeOf(node), modifier: 'declaration' });
    }
    this.highlightReferences(node, acceptor);
  }

  /** A reference has the colour of what it leads to; one that leads nowhere is underlined, and needs no colour. */
  private highlightReferences(node: AstNode, acceptor: SemanticTokenAcceptor): void {
    for (const [property, value] of Object.entries(node)) {
      if (property.startsWith('$') || typeof value?.$refText !== 'string' || !node.$cstNode) continue;
      const target: AstNode | undefined = value.ref;
      const cst = GrammarUtils.findNodeForProperty(node.$cstNode, property);
      if (target && cst) acceptor({ cst, type: typeOf(target) });
    }
  }
}
