/// <reference types="node" />
import { defineConfig } from 'vitest/config';

/** What a person sees, one editor at a time: two of them on a small machine make each other late. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/vscode/person/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
