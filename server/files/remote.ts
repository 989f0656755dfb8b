import type { FileSystemNode, FileSystemProvider, URI } from 'langium';
import { UriUtils } from 'langium';
import type { Connection } from 'vscode-languageserver';
import {
  LIST_FOLDER,
  type ListFolderParams,
  type ListFolderResult,
  READ_FILE,
  type ReadFileParams,
  type ReadFileResult,
} from '../protocol.ts';

/**
 * The files of the client: a web worker has no disk, and not every workspace is on one, so every access is a request. What Langium would like to have
 * at once does not exist here; nothing of knet asks for it.
 */
export class RemoteFileSystem implements FileSystemProvider {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async readFile(uri: URI): Promise<string> {
    const params: ReadFileParams = { uri: uri.toString() };
    const result = await this.#connection.sendRequest<ReadFileResult>(READ_FILE, params);
    if (result === null) throw new Error(`cannot read ${uri}`);
    return result.text;
  }

  async readBinary(uri: URI): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.readFile(uri));
  }

  async readDirectory(uri: URI): Promise<FileSystemNode[]> {
    const params: ListFolderParams = { uri: uri.toString() };
    const entries = await this.#connection.sendRequest<ListFolderResult>(LIST_FOLDER, params);
    return entries.map(({ name, folder }) => node(UriUtils.joinPath(uri, name), folder));
  }

  async stat(uri: URI): Promise<FileSystemNode> {
    const name = UriUtils.basename(uri);
    const entry = (await this.readDirectory(UriUtils.dirname(uri))).find((one) => UriUtils.basename(one.uri) === name);
    if (!entry) throw new Error(`there is no ${uri}`);
    return entry;
  }

  async exists(uri: URI): Promise<boolean> {
    return this.stat(uri).then(
      () => true,
      () => false,
    );
  }

  statSync(uri: URI): FileSystemNode {
    throw notAtOnce(uri);
  }

  existsSync(): boolean {
    return false;
  }

  readBinarySync(uri: URI): Uint8Array {
    throw notAtOnce(uri);
  }

  readFileSync(uri: URI): string {
    throw notAtOnce(uri);
  }

  readDirectorySync(): FileSystemNode[] {
    return [];
  }
}

const node = (uri: URI, folder: boolean): FileSystemNode => ({ uri, isDirectory: folder, isFile: !folder });

const notAtOnce = (uri: URI) => new Error(`${uri} cannot be read synchronously in a web worker`);
