import { isOperationCancelled, UriUtils } from 'langium';
import type { LangiumServices, LangiumSharedServices } from 'langium/lsp';
import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver';
import type { Analysis } from '../analysis/analysis.ts';
import type { Model } from '../analysis/model.ts';
import type { LayoutEngine } from '../diagram/graph.ts';
import { type InitializationOptions, STATUS, type StatusParams } from './protocol.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

/** What differs between Node and a web worker. */
export interface Host {
  /** Loads the layout engine; called when the first diagram is asked for. */
  createLayout(options: InitializationOptions): LayoutEngine;
}

interface Parts {
  readonly connection: Connection;
  readonly shared: LangiumSharedServices;
  readonly knet: LangiumServices;
  readonly analysis: Analysis;
  readonly host: Host;
}

/** What every feature of the server works with. */
export interface Session extends Parts {
  settings: Settings;
  /** What the client can do; empty until it has said so. */
  client: ClientCapabilities;
  /** As the client sent them at start: the web worker finds the URL of the layout engine there. */
  initializationOptions: InitializationOptions;
  /**
   * Answers a request about a document when the texts are built. Never rejects: a mistake of knet's own is logged and
   * the answer is `fallback`, as it is for a document that is not known and a client that has lost interest.
   */
  answer<T>(
    what: string,
    fallback: T,
    uri: string,
    token: CancellationToken,
    run: (model: Model) => T | Promise<T>,
  ): Promise<T>;
  /** The same about a YAML or JSON file, in the first open model that takes it in; `run` gets the file's URI as models have it. */
  answerManifest<T>(
    what: string,
    fallback: T,
    uri: string,
    token: CancellationToken,
    run: (model: Model, uri: string) => T | Promise<T>,
  ): Promise<T>;
  /** A URI as the client spelled it when it opened the file: `file:///c:/a` and `file:///c%3A/a` are the same file. */
  spelled(uri: string): string;
  /** The spellings of open files, by Langium's. */
  readonly spellings: Map<string, string>;
  /** A mistake of knet's own: logged with where it happened, and shown in the status. The server goes on. */
  defect(where: string, error: unknown): void;
  /** Where the last mistake happened; undefined since the last build began. */
  broken: string | undefined;
}

/** The session of a server, before the client has said anything. */
export function createSession(parts: Parts): Session {
  const { connection, shared, analysis } = parts;
  const defect = (where: string, error: unknown) => {
    const status: StatusParams = { state: 'error', detail: where };
    session.broken = where;
    void connection.sendNotification(STATUS, status);
    connection.console.error(`knet: ${where}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  };
  const spellings = new Map<string, string>();
  const session: Session = {
    ...parts,
    settings: DEFAULT_SETTINGS,
    client: {},
    initializationOptions: {},
    broken: undefined,
    defect,
    spelled: (uri) => spellings.get(uri) ?? uri,
    spellings,
    answer: (what, fallback, uri, token, run) =>
      answerIn(() => analysis.model(UriUtils.normalize(uri)), what, fallback, token, run),
    answerManifest(what, fallback, written, token, run) {
      const uri = UriUtils.normalize(written);
      return answerIn(
        () => analysis.modelsWith(uri)[0],
        what,
        fallback,
        token,
        (model) => run(model, uri),
      );
    },
  };

  async function answerIn<T>(
    find: () => Model | undefined,
    what: string,
    fallback: T,
    token: CancellationToken,
    run: (model: Model) => T | Promise<T>,
  ): Promise<T> {
    try {
      // The promise is wrapped so that the lock does not wait for it: a diagram's layout must not hold up typing.
      const started = await shared.workspace.WorkspaceLock.read(() => {
        const model = token.isCancellationRequested ? undefined : find();
        return { result: model ? run(model) : fallback };
      });
      return await started.result;
    } catch (error) {
      if (!isOperationCancelled(error)) defect(what, error);
      return fallback;
    }
  }
  return session;
}
