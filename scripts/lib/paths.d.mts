export const root: string;
export function cacheDir(env?: Record<string, string | undefined>, platform?: string): string;
export function projectNode(): string;
