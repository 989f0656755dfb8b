export function openDesk(cache?: string, checkout?: string): Promise<string>;
