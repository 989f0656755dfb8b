/// <reference types="node" />
import { parseAllDocuments } from 'yaml';
import { manifestDiagnostics } from '../manifests/diagnostics.ts';
import { CLUSTER, manifestsTopology } from '../manifests/lowering/lower.ts';
import { ManifestFile } from '../manifests/text/file.ts';
import { dump, TEN_MILLION } from '../test/manifests/support/dump.ts';
import { ms, sideBySide, table, time, times } from './measure.ts';

/** A dump of some ten million characters: from text to topology and diagnostics, beside the `yaml` package's own parse of it. */
export async function manifests(): Promise<void> {
  const text = dump(TEN_MILLION);
  const kept: unknown[] = [];
  const [memory, memoryWhole] = [kilobytesOf(() => kept.push(ours(text))), kilobytesOf(() => kept.push(theirs(text)))];
  kept.length = 0;
  const [knet, peer] = await sideBySide(
    2,
    () => time(() => ours(text)),
    () => time(() => theirs(text)),
  );
  const longest = longestDocument(text);
  table(
    `A dump of ${(text.length / 1e6).toFixed(1)} million characters`,
    ['', 'knet', 'yaml', 'ratio'],
    [
      ['time', ms(knet!), ms(peer!), times(peer! / knet!)],
      ['memory a character', `${bytes(memory, text)} B`, `${bytes(memoryWhole, text)} B`, times(memoryWhole / memory)],
      ['longest document', ms(longest), '', `${times(peer! / longest)}`],
    ],
  );
}

function ours(text: string): unknown {
  const file = new ManifestFile('file:///dump.yaml', text);
  const topology = manifestsTopology([file]);
  if (manifestDiagnostics(file, CLUSTER).length > 0) throw new Error('the dump is broken');
  return [file, topology];
}

const theirs = (text: string): unknown => parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false });

/** Between two documents other work has its turn. */
function longestDocument(text: string): number {
  const { documents } = new ManifestFile('file:///dump.yaml', text);
  return Math.max(
    ...documents.map((one) => {
      const start = performance.now();
      void one.parsed;
      return performance.now() - start;
    }),
  );
}

/** Needs `node --expose-gc` to be exact. */
function kilobytesOf(make: () => unknown): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  make();
  globalThis.gc?.();
  return (process.memoryUsage().heapUsed - before) / 1024;
}

const bytes = (kilobytes: number, text: string) => ((kilobytes * 1024) / text.length).toFixed(1);
