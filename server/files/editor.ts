import type { FileSystemNode, FileSystemProvider, URI } from 'langium';
import { NodeFileSystemProvider } from 'langium/node';

/** What lies on this machine's disk, or whose neighbours do: a file that is not saved yet, an old version of one. */
const LOCAL: ReadonlySet<string> = new Set(['file', 'untitled', 'git']);

/** The disk, and for what is on none, such as a repository on the web, the editor, which has it open. */
export class EditorFiles extends NodeFileSystemProvider {
  readonly #editor: FileSystemProvider;

  constructor(editor: FileSystemProvider) {
    super();
    this.#editor = editor;
  }

  override stat(uri: URI): Promise<FileSystemNode> {
    return isLocal(uri) ? super.stat(uri) : this.#editor.stat(uri);
  }

  override exists(uri: URI): Promise<boolean> {
    return isLocal(uri) ? super.exists(uri) : this.#editor.exists(uri);
  }

  override readFile(uri: URI): Promise<string> {
    return isLocal(uri) ? super.readFile(uri) : this.#editor.readFile(uri);
  }

  override readBinary(uri: URI): Promise<Uint8Array> {
    return isLocal(uri) ? super.readBinary(uri) : this.#editor.readBinary(uri);
  }

  override readDirectory(uri: URI): Promise<FileSystemNode[]> {
    return isLocal(uri) ? super.readDirectory(uri) : this.#editor.readDirectory(uri);
  }
}

const isLocal = ({ scheme }: URI): boolean => LOCAL.has(scheme);
