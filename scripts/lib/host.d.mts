export function findHost(cache?: string): Promise<string | undefined>;
export function ensureHost(options?: { cache?: string; log?: (text: string) => void }): Promise<string>;
