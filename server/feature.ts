import type { ServerCapabilities } from 'vscode-languageserver';
import type { Session } from './session.ts';

/** One thing that the server can do: what it announces, and its handlers. */
export interface Feature {
  readonly capabilities: ServerCapabilities;
  register(session: Session): void;
}
