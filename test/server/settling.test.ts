import { DefaultWorkspaceLock, OperationCancelled, URI } from 'langium';
import { expect, test } from 'vitest';
import { createSettling } from '../../server/settling.ts';

type Session = Parameters<typeof createSettling>[0];
type Update = Session['analysis']['update'];

const uri = URI.parse('file:///home/me/netpol.yaml');

/** A server whose builds end when told. */
function controlled() {
  const builds: {
    readonly changed: readonly string[];
    readonly deleted: readonly string[];
    end(error?: unknown): void;
  }[] = [];
  const update: Update = (change) =>
    new Promise((resolve, reject) => {
      const changed = change.changed.map(String);
      const deleted = change.deleted.map(String);
      builds.push({ changed, deleted, end: (error) => (error === undefined ? resolve() : reject(error)) });
    });
  const workspace = { WorkspaceLock: new DefaultWorkspaceLock(), TextDocuments: { keys: () => [] } };
  const session = { shared: { workspace }, analysis: { update }, connection: { sendNotification: async () => {} } };
  const settling = createSettling(session as unknown as Session);
  const started = (count: number) => expect.poll(() => builds.length).toBe(count);
  return { builds, settling, started };
}

test('a text that changes while it is being read is read again', async () => {
  const { builds, settling, started } = controlled();
  settling.schedule([uri], []);
  await started(1);
  settling.schedule([uri], []);
  builds[0]!.end();
  await started(2);
  expect(builds[1]!.changed).toEqual([uri.toString()]);
  builds[1]!.end();
  await settling.idle();
});

test('what a cancelled build leaves is built with the next', async () => {
  const { builds, settling, started } = controlled();
  const other = URI.parse('file:///home/me/other.yaml');
  settling.schedule([uri], []);
  await started(1);
  settling.schedule([other], []);
  builds[0]!.end(OperationCancelled);
  await started(2);
  expect(new Set(builds[1]!.changed)).toEqual(new Set([uri.toString(), other.toString()]));
  builds[1]!.end();
  await settling.idle();
});

const GONE = { changed: [], deleted: [uri.toString()] };
const THERE = { changed: [uri.toString()], deleted: [] };

test.each([
  ['goes and comes back', [THERE, GONE, THERE]],
  ['comes and goes again', [GONE, THERE, GONE]],
])('of a file that %s while another build runs, the last counts', async (_, [first, then, last]) => {
  const { builds, settling, started } = controlled();
  const tell = ({ changed, deleted }: { changed: readonly string[]; deleted: readonly string[] }) =>
    settling.schedule(
      changed.map((one) => URI.parse(one)),
      deleted.map((one) => URI.parse(one)),
    );
  tell(first!);
  await started(1);
  tell(then!);
  tell(last!);
  builds[0]!.end(OperationCancelled);
  await started(2);
  expect(builds[1]).toMatchObject(last!);
  builds[1]!.end();
  await started(3);
  builds[2]!.end();
  await settling.idle();
});

test('what was built is not built again', async () => {
  const { builds, settling, started } = controlled();
  settling.schedule([uri], []);
  await started(1);
  builds[0]!.end();
  await settling.idle();
  settling.schedule([], []);
  await started(2);
  expect(builds[1]!.changed).toEqual([]);
  builds[1]!.end();
  await settling.idle();
});
