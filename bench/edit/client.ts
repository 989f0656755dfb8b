/// <reference types="node" />
import {
  createMessageConnection,
  type Diagnostic,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const URI = 'file:///bench/model.knet';

export type Published = readonly Diagnostic[];

/** A client of a language server at the other end of two streams; one open document. */
export class Client {
  readonly connection: MessageConnection;
  /** Of its document. */
  readonly uri = URI;
  #document = TextDocument.create(URI, 'knet', 1, '');
  #waiting: { readonly enough: (diagnostics: Published) => boolean; readonly done: () => void } | undefined;

  constructor(from: NodeJS.ReadableStream, to: NodeJS.WritableStream) {
    this.connection = createMessageConnection(new StreamMessageReader(from), new StreamMessageWriter(to));
    this.connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }) =>
      this.#published(diagnostics),
    );
    this.connection.onRequest('workspace/configuration', () => [null]);
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  /** Milliseconds from the opening to its first diagnostics. */
  async open(text: string): Promise<number> {
    await this.request('initialize', { processId: null, rootUri: null, capabilities: {}, workspaceFolders: null });
    await this.connection.sendNotification('initialized', {});
    this.#document = TextDocument.create(URI, 'knet', 1, text);
    return this.#until(() => true, 'textDocument/didOpen', {
      textDocument: { uri: URI, languageId: 'knet', version: 1, text },
    });
  }

  has(text: string): boolean {
    return this.#document.getText().includes(text);
  }

  /** Puts other text in the place of the first `old`. Milliseconds until diagnostics come that are enough. */
  replace(old: string, text: string, enough: (diagnostics: Published) => boolean): Promise<number> {
    const offset = this.#document.getText().indexOf(old);
    const range = { start: this.#document.positionAt(offset), end: this.#document.positionAt(offset + old.length) };
    const contentChanges = [{ range, text }];
    const version = this.#document.version + 1;
    TextDocument.update(this.#document, contentChanges, version);
    return this.#until(enough, 'textDocument/didChange', { textDocument: { uri: URI, version }, contentChanges });
  }

  /** Milliseconds until the answer to a request about the first place of a text. */
  async ask(method: string, at: string): Promise<number> {
    const position = this.#document.positionAt(this.#document.getText().indexOf(at));
    const start = performance.now();
    await this.request(method, { textDocument: { uri: URI }, position });
    return performance.now() - start;
  }

  request(method: string, params: unknown): Promise<unknown> {
    return this.connection.sendRequest(method, params);
  }

  async #until(enough: (diagnostics: Published) => boolean, method: string, params: unknown): Promise<number> {
    const published = new Promise<void>((done) => {
      this.#waiting = { enough, done };
    });
    const start = performance.now();
    await this.connection.sendNotification(method, params);
    await published;
    return performance.now() - start;
  }

  #published(diagnostics: Published): void {
    if (!this.#waiting?.enough(diagnostics)) return;
    const { done } = this.#waiting;
    this.#waiting = undefined;
    done();
  }
}
