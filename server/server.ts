import { type FileSystemProvider, URI } from 'langium';
import {
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { createAnalysis } from '../analysis/analysis.ts';
import { createKnetServices } from '../language/services.ts';
import type { Feature } from './feature.ts';
import { FEATURES } from './features/all.ts';
import { codeActions } from './features/code-actions.ts';
import { publishDiagnostics } from './features/diagnostics.ts';
import { inlayHints } from './features/hints.ts';
import { codeLenses } from './features/lenses.ts';
import { followManifests } from './features/manifests.ts';
import { rename } from './features/rename.ts';
import { followSettings } from './follow-settings.ts';
import { type InitializationOptions, STATUS, type StatusParams } from './protocol.ts';
import { createSession, type Host, type Session } from './session.ts';
import { createSettling } from './settling.ts';
import { followTexts, watchFiles } from './texts.ts';

export interface Server {
  /** Resolves when everything that was sent so far is built, checked and published. */
  idle(): Promise<void>;
}

/** Serves a connection. The connection is the only thing that keeps the server running. */
export function startServer(connection: Connection, host: Host, files: () => FileSystemProvider): Server {
  const folders: URI[] = [];
  const { shared, knet } = createKnetServices({ connection, fileSystemProvider: files });
  const analysis = createAnalysis(shared, () => folders);
  const session = createSession({ connection, shared, knet, analysis, host });
  const settling = createSettling(session);
  const diagnostics = publishDiagnostics(session, settling);
  const features = [
    ...FEATURES,
    codeActions(diagnostics),
    inlayHints(settling),
    codeLenses(settling),
    rename(settling),
  ];

  connection.onInitialize((params): InitializeResult => {
    folders.push(...rootsOf(params));
    session.client = params.capabilities;
    session.initializationOptions = readOptions(params.initializationOptions);
    connection.onInitialized(() => initialized(session, params.capabilities, folders, diagnostics.again));
    return { capabilities: capabilitiesOf(features), serverInfo: { name: 'knet' } };
  });
  for (const feature of features) feature.register(session);
  followTexts(session, settling);
  connection.listen();
  return { idle: settling.idle };
}

/** A client may send anything; what is no text is left out. */
function readOptions(sent: unknown): InitializationOptions {
  const { graphviz, docs, lens, hoverLink, play, settings } = (sent ?? {}) as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    graphviz: text(graphviz),
    docs: text(docs),
    lens: clickable(lens),
    hoverLink: clickable(hoverLink),
    play: clickable(play),
    settings,
  };
}

function clickable(sent: unknown): InitializationOptions['lens'] {
  const { command, title } = (sent ?? {}) as Readonly<Record<string, unknown>>;
  return typeof command === 'string' && typeof title === 'string' ? { command, title } : undefined;
}

function rootsOf({ workspaceFolders, rootUri }: InitializeParams): URI[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.map((uri) => URI.parse(uri));
}

function capabilitiesOf(features: readonly Feature[]): ServerCapabilities {
  const offered: ServerCapabilities = Object.assign({}, ...features.map(({ capabilities }) => capabilities));
  return {
    ...offered,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

/** What may only be asked of the client once it has heard the answer to `initialize`. */
function initialized(session: Session, capabilities: ClientCapabilities, folders: URI[], again: () => void): void {
  const { connection } = session;
  const failed = (error: unknown) => session.defect('start', error);
  if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) watchFiles(session).catch(failed);
  followManifests(connection, capabilities).catch(failed);
  if (capabilities.workspace?.workspaceFolders) followFolders(connection, folders, again);
  followSettings(session, capabilities, again).catch(failed);
  const ready: StatusParams = { state: 'ready' };
  void connection.sendNotification(STATUS, ready);
}

function followFolders(connection: Connection, folders: URI[], again: () => void): void {
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = new Set(removed.map(({ uri }) => URI.parse(uri).toString()));
    const kept = folders.filter((folder) => !gone.has(folder.toString()));
    folders.splice(0, folders.length, ...kept, ...added.map(({ uri }) => URI.parse(uri)));
    again();
  });
}
