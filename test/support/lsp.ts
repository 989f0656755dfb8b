/// <reference types="node" />
import { PassThrough } from 'node:stream';
import { URI } from 'langium';
import { expect } from 'vitest';
import {
  createConnection,
  createMessageConnection,
  type InitializeResult,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Location,
  Position,
  TextEdit,
} from 'vscode-languageserver-types';
import type { LayoutEngine } from '../../diagram/graph.ts';
import { RemoteFileSystem } from '../../server/files/remote.ts';
import { READ_FILE } from '../../server/protocol.ts';
import { type Server, startServer } from '../../server/server.ts';
import { MemoryFiles } from './files.ts';

export interface StartOptions {
  /** Files on disk, by path below the workspace's folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly layout?: LayoutEngine;
  readonly settings?: unknown;
  /** What the client can do, beside asking for settings and watching files. */
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** What the client tells of itself at the start. */
  readonly initializationOptions?: unknown;
  /** The server has no disk and asks the client for files, as in a web worker. */
  readonly remote?: boolean;
  /** Milliseconds that the server waits for a file of a client that it asks. */
  readonly patience?: number;
}

const noLayout: LayoutEngine = () => Promise.reject(new Error('this test has no layout engine'));

/** URI of a file of the test's workspace. */
export const uriOf = (path: string) => `file:///w/${path}`;

/** A client of a real server over a real connection; streams in memory are all that is not as in an editor. */
export class Client {
  readonly files: MemoryFiles;
  /** What the server logged as an error: a test that ends with any has failed. */
  readonly errors: string[] = [];
  /** Notifications beyond diagnostics, in the order they came. */
  readonly notifications: { readonly method: string; readonly params: unknown }[] = [];
  readonly diagnostics = new Map<string, Diagnostic[]>();
  settings: unknown;
  initialized!: InitializeResult;
  #server!: Server;
  #connection!: MessageConnection;
  readonly #versions = new Map<string, number>();
  readonly #texts = new Map<string, string>();

  private constructor(options: StartOptions) {
    this.files = new MemoryFiles(options.files ?? {});
    this.settings = options.settings ?? null;
  }

  static async start(options: StartOptions = {}): Promise<Client> {
    const client = new Client(options);
    await client.#connect(options);
    return client;
  }

  async #connect(options: StartOptions) {
    const { layout = noLayout, remote = false, patience, capabilities: more = {}, initializationOptions } = options;
    const [there, back] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(there, back);
    const files = () => (remote ? new RemoteFileSystem(connection, patience) : this.files);
    this.#server = startServer(connection, { createLayout: () => layout }, files);
    this.#connection = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
    this.#listen();
    const capabilities = {
      workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } },
      ...more,
    };
    const workspaceFolders = [{ uri: 'file:///w', name: 'w' }];
    this.initialized = await this.request('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
      initializationOptions,
      workspaceFolders,
    });
    await this.notify('initialized', {});
  }

  #listen() {
    const connection = this.#connection;
    connection.onNotification((method, params) => void this.notifications.push({ method, params }));
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      this.diagnostics.set(uri, diagnostics);
    });
    connection.onNotification('window/logMessage', ({ type, message }) => {
      if (type === 1) this.errors.push(message);
    });
    connection.onRequest('workspace/configuration', () => [this.settings]);
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest(READ_FILE, ({ uri }) =>
      this.files.readFile(URI.parse(uri)).then(
        (text) => ({ text }),
        () => null,
      ),
    );
    connection.listen();
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.#connection.sendRequest(method, params) as Promise<T>;
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  async open(path: string, text: string): Promise<void> {
    const uri = uriOf(path);
    this.#versions.set(uri, 1);
    this.#texts.set(uri, text);
    await this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'knet', version: 1, text } });
  }

  /** Replaces the whole text. */
  async change(path: string, text: string): Promise<void> {
    await this.#edited(uriOf(path), [{ text }], text);
  }

  /** Types into a text: one incremental change, as an editor sends it. */
  async type(path: string, edit: TextEdit): Promise<void> {
    const uri = uriOf(path);
    const document = TextDocument.create(uri, 'knet', 0, this.textOf(path));
    await this.#edited(uri, [{ range: edit.range, text: edit.newText }], TextDocument.applyEdits(document, [edit]));
  }

  async #edited(uri: string, contentChanges: unknown[], text: string): Promise<void> {
    const version = this.#versions.get(uri)! + 1;
    this.#versions.set(uri, version);
    this.#texts.set(uri, text);
    await this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  async close(path: string): Promise<void> {
    this.#texts.delete(uriOf(path));
    await this.notify('textDocument/didClose', { textDocument: { uri: uriOf(path) } });
  }

  textOf(path: string): string {
    const text = this.#texts.get(uriOf(path));
    if (text === undefined) throw new Error(`${path} is not open`);
    return text;
  }

  /** Resolves when the server has taken in, built, checked and published everything that was sent. */
  async settled(): Promise<void> {
    // The answer to a request proves that what was sent before it has arrived. The server may have asked back, for settings,
    // and the answer to that has then arrived the second time.
    for (let times = 0; times < 2; times++) {
      await this.#arrived();
      await this.#server.idle();
    }
    await this.#arrived();
  }

  #arrived(): Promise<unknown> {
    return this.request('textDocument/documentSymbol', { textDocument: { uri: uriOf('nothing.knet') } });
  }

  async diagnosticsOf(path: string): Promise<Diagnostic[]> {
    await this.settled();
    return this.diagnostics.get(uriOf(path)) ?? [];
  }

  hover(path: string, position: Position): Promise<Hover | null> {
    return this.request('textDocument/hover', { textDocument: { uri: uriOf(path) }, position });
  }

  async completion(path: string, position: Position): Promise<CompletionItem[]> {
    const params = { textDocument: { uri: uriOf(path) }, position };
    const found = await this.request<CompletionList | CompletionItem[] | null>('textDocument/completion', params);
    return Array.isArray(found) ? found : (found?.items ?? []);
  }

  definition(path: string, position: Position): Promise<Location | null> {
    return this.request('textDocument/definition', { textDocument: { uri: uriOf(path) }, position });
  }

  outline(path: string): Promise<DocumentSymbol[]> {
    return this.request('textDocument/documentSymbol', { textDocument: { uri: uriOf(path) } });
  }

  codeActions(path: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
    const context = { diagnostics: [diagnostic] };
    const params = { textDocument: { uri: uriOf(path) }, range: diagnostic.range, context };
    return this.request('textDocument/codeAction', params);
  }

  /** Ends the connection; fails when the server logged an error that the test has not looked at. */
  async stop(): Promise<void> {
    await this.request('shutdown', undefined);
    this.#connection.dispose();
    expect(this.errors).toEqual([]);
  }
}

/** Runs a test with a client of its own. */
export async function withClient(options: StartOptions, run: (client: Client) => Promise<void>): Promise<void> {
  const client = await Client.start(options);
  await run(client);
  await client.stop();
}
