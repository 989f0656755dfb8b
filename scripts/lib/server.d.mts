export const loopback: string;
export function freePort(): Promise<number>;
export function isFree(port: number): Promise<boolean>;

export interface Server {
  readonly port: number;
  /** Resolves when the server's process has gone. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

export function startServer(options: {
  vscode: string;
  dataDir: string;
  port: number;
  settings?: Record<string, unknown>;
  extra?: string[];
  env?: Record<string, string>;
  log?: (text: string) => void;
}): Promise<Server>;
