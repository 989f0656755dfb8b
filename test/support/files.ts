import { type FileSystemNode, type FileSystemProvider, type URI, UriUtils } from 'langium';

/** Files in memory, by path below `file:///w/`. A test changes them as somebody's other editor would. */
export class MemoryFiles implements FileSystemProvider {
  readonly files: Map<string, string>;
  /** Paths in the order in which they were read. */
  readonly reads: string[] = [];

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  async readFile(uri: URI): Promise<string> {
    const path = uri.path.replace('/w/', '');
    this.reads.push(path);
    const text = this.files.get(path);
    if (text === undefined) throw new Error(`there is no ${uri}`);
    return text;
  }

  async stat(uri: URI): Promise<FileSystemNode> {
    if (!this.files.has(uri.path.replace('/w/', ''))) throw new Error(`there is no ${uri}`);
    return { uri, isFile: true, isDirectory: false };
  }

  async exists(uri: URI): Promise<boolean> {
    return this.files.has(uri.path.replace('/w/', ''));
  }

  async readBinary(uri: URI): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.readFile(uri));
  }

  async readDirectory(uri: URI): Promise<FileSystemNode[]> {
    const folder = `${uri.path}/`.replace(/^\/w\//, '').replace(/^\/$/, '');
    const below = [...this.files.keys()].filter((path) => path.startsWith(folder));
    const names = new Set(below.map((path) => path.slice(folder.length).split('/')));
    const entries = new Map([...names].map(([name = '', ...more]) => [name, more.length > 0]));
    return [...entries].map(([name, isDirectory]) => ({
      uri: UriUtils.joinPath(uri, name),
      isFile: !isDirectory,
      isDirectory,
    }));
  }

  // A server must do without these: a web worker has nothing synchronous.
  statSync = refuse;
  existsSync = refuse;
  readFileSync = refuse;
  readBinarySync = refuse;
  readDirectorySync = refuse;
}

function refuse(): never {
  throw new Error('something reads a file synchronously, which a web worker cannot');
}
