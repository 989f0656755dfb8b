import type { Plugin } from 'esbuild';

export const browserSafeRooms: readonly string[];
export const browserSafe: Plugin;
