import { type AstNode, AstUtils, type LangiumDocument } from 'langium';
import { DefaultRenameProvider, type LangiumServices } from 'langium/lsp';
import type {
  Range,
  RenameParams,
  TextDocumentPositionParams,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { type Mention, mentionsOf, namedAt } from './mentions.ts';
import { modelDocuments } from './model.ts';
import { contains } from './ranges.ts';
import { declarationsOf } from './scoping/declared.ts';
import { WORDS } from './words.ts';

/**
 * Renames what is declared, and every reference in which its name is a part: renaming a namespace changes `default/a` as
 * well as `default/*`, and renaming `db` changes `pay/db-0`.
 */
export class KnetRenameProvider extends DefaultRenameProvider {
  private readonly documents: () => Iterable<LangiumDocument>;

  constructor(services: LangiumServices) {
    super(services);
    this.documents = () => services.shared.workspace.LangiumDocuments.all;
  }

  override async rename(document: LangiumDocument, params: RenameParams): Promise<WorkspaceEdit | undefined> {
    const target = namedAt(document, params.position);
    if (!target || !isName(params.newName)) return undefined;
    const changes: Record<string, TextEdit[]> = {};
    for (const { uri, range } of mentionsOf(target, this.documents())) {
      changes[uri] ??= [];
      changes[uri].push({ range, newText: params.newName });
    }
    return { changes };
  }

  override prepareRename(document: LangiumDocument, params: TextDocumentPositionParams): Range | undefined {
    const target = namedAt(document, params.position);
    if (!target) return undefined;
    const uri = document.uri.toString();
    const here = ({ uri: own, range }: Mention) => own === uri && contains(range, params.position);
    return mentionsOf(target, this.documents()).find(here)?.range;
  }

  /** Why the thing at a position may not have that name; undefined when it may, or when nothing is there. */
  objection(document: LangiumDocument, { position, newName }: RenameParams): string | undefined {
    const target = namedAt(document, position);
    if (!target) return undefined;
    if (!isName(newName)) return `"${newName}" is no name: letters, digits, "-", "_" and "." make one.`;
    const other = clash(target, newName);
    if (other) return `There is a ${other} ${newName} already.`;
    if (!Object.hasOwn(WORDS, newName)) return undefined;
    const bare = mentionsOf(target, this.documents()).some((one) => one.bare);
    return bare ? `"${newName}" is a keyword: references would be read as that field. Qualify them first.` : undefined;
  }
}

/** Not what would be read as an address or a range. */
const isName = (text: string) => /^[A-Za-z0-9_]([\w.-]*\w)?$/.test(text) && !/^\d+(?:(?:\.+|-)\d+)+$/.test(text);

/** The keyword of what already bears the new name beside the thing. */
function clash(target: AstNode, newName: string): string | undefined {
  const documents = modelDocuments(AstUtils.getDocument(target));
  const own = declarationsOf(AstUtils.getDocument(target)).all.find(({ node }) => node === target);
  if (!own) return undefined;
  const path = [...own.path.slice(0, -1), newName].join('/');
  const found = documents.flatMap((document) => declarationsOf(document).byPath.get(path) ?? []);
  return found.find(({ node, keyword }) => node !== target && node.$type === target.$type && keyword !== undefined)
    ?.keyword;
}
