import { configDefaults, defineConfig } from 'vitest/config';

/** The unit tests. Those that need a VS Code have a configuration of their own in test/vscode/. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/vscode/**'],
    // Vitest leaves a core free, which of two is half the machine.
    maxWorkers: '100%',
    // A loaded machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
