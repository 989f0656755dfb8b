export const calmSettings: Record<string, unknown>;
export function remoteUri(port: number, path: string): string;
export function workbenchUrl(port: number, what: { folder: string; payload?: string[][] }): string;
export function registerExtension(dataDir: string, folder?: string): Promise<void>;
