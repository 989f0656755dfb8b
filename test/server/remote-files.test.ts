import { URI } from 'langium';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import { RemoteFileSystem } from '../../server/files/remote.ts';

const uri = URI.parse('vscode-vfs://github/w/base.knet');

/** Files of a client that answers every request in the same way. */
const filesOf = (answer: () => Promise<unknown>) =>
  new RemoteFileSystem({ sendRequest: answer } as unknown as Connection, 100);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  ['readFile', (files: RemoteFileSystem) => files.readFile(uri)],
  ['readBinary', (files: RemoteFileSystem) => files.readBinary(uri)],
  ['readDirectory', (files: RemoteFileSystem) => files.readDirectory(uri)],
  ['stat', (files: RemoteFileSystem) => files.stat(uri)],
])('%s gives a client up that never answers', async (_, ask) => {
  const refused = expect(ask(filesOf(() => new Promise(() => {})))).rejects.toThrow('within 100 ms');
  await vi.advanceTimersByTimeAsync(100);
  await refused;
});

test('an answer within the limit counts', async () => {
  const reading = filesOf(() => new Promise((resolve) => setTimeout(() => resolve({ text: 'late' }), 99))).readFile(
    uri,
  );
  await vi.advanceTimersByTimeAsync(99);
  expect(await reading).toBe('late');
});

test.each([
  ['answers', () => Promise.resolve({ text: 'read' })],
  ['refuses', () => Promise.reject(new Error('no'))],
])('nothing waits on for a client that %s', async (_, answer) => {
  await filesOf(answer)
    .readFile(uri)
    .catch(() => '');
  expect(vi.getTimerCount()).toBe(0);
});
