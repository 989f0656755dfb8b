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

/** Milliseconds that a client has for an answer: whoever waits for a file holds up everything that comes after. */
const PATIENCE = 10_000;

/**
 * The files of the client: a web worker has no disk, and not every workspace is on one, so every access is a request. What Langium would like to have
 * at once does not exist here; nothing of knet asks for it. A file that the client does not answer for in time cannot be read.
 */
export class RemoteFileSystem implements FileSystemProvider {
  readonly #connection: Connection;
  readonly #patience: number;

  /** `patience`: milliseconds that one answer may take. */
  constructor(connection: Connection, patience = PATIENCE) {
    this.#connection = connection;
    this.#patience = patience;
  }

  async readFile(uri: URI): Promise<string> {
    const params: ReadFileParams = { uri: uri.toString() };
    const result = await this.#ask<ReadFileResult>(READ_FILE, params);
    if (result === null) throw new Error(`cannot read ${uri}`);
    return result.text;
  }

  async readBinary(uri: URI): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.readFile(uri));
  }

  async readDirectory(uri: URI): Promise<FileSystemNode[]> {
    const params: ListFolderParams = { uri: uri.toString() };
    const entries = await this.#ask<ListFolderResult>(LIST_FOLDER, params);
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

  /** A client may never answer; what it says too late is dropped. */
  async #ask<T>(method: string, params: object): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      const giveUp = () => reject(new Error(`no answer to ${method} within ${this.#patience} ms`));
      timer = setTimeout(giveUp, this.#patience);
    });
    try {
      return await Promise.race([this.#connection.sendRequest<T>(method, params), late]);
    } finally {
      clearTimeout(timer);
    }
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
