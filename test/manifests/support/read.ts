import { expect } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { manifestDiagnostics } from '../../../manifests/diagnostics.ts';
import { CLUSTER, manifestsTopology } from '../../../manifests/lowering/lower.ts';
import { ManifestFile } from '../../../manifests/text/file.ts';
import { DUMP_FROM } from '../../../manifests/text/limits.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import type { Topology } from '../../../network/topology/topology.ts';

/** Files of one cluster. */
export interface Read {
  readonly files: readonly ManifestFile[];
  readonly topology: Topology;
  readonly cluster: Cluster;
}

/** Reads texts as manifests of one cluster; their names are `0.yaml`, … */
export function read(...texts: readonly string[]): Read {
  const files = texts.map((text, i) => new ManifestFile(`file:///w/${i}.yaml`, text));
  const topology = manifestsTopology(files);
  return { files, topology, cluster: topology.clusters[0]! };
}

/** All of a topology but the places where it was said. */
export const said = (topology: Topology): string =>
  JSON.stringify(topology, (key, one) => (/origin/i.test(key) ? undefined : typeof one === 'bigint' ? `${one}` : one));

/** The same in block style, as programs write it. */
function blockStyle(text: string): string {
  const documents = parseAllDocuments(text, { schema: 'failsafe' }).map((one) => one.toJS());
  const style = { schema: 'failsafe', aliasDuplicateObjects: false, lineWidth: 0 } as const;
  return documents.map((one) => stringify(one, style)).join('---\n');
}

/** Reads texts, and once more as parts of a dump, of which less is parsed: both must say the same. */
export function readBoth(...texts: readonly string[]): Read {
  const found = read(...texts);
  const padding = `---\n# ${'x'.repeat(DUMP_FROM)}\n`;
  const dumped = read(...texts.map((text) => `${blockStyle(text)}${padding}`));
  expect(said(dumped.topology)).toBe(said(found.topology));
  return found;
}

/** What is wrong with the objects of all documents. */
export const problems = ({ files }: Read) => files.flatMap((file) => manifestDiagnostics(file, CLUSTER));

/** What is wrong with the text of all documents. */
export const textProblems = ({ files }: Read) =>
  files.flatMap((file) =>
    file.documents.flatMap((document) =>
      document.parsed.problems.map(({ message, start }) => ({
        message,
        line: file.rangeOf(document.start + start, document.start + start).start.line,
      })),
    ),
  );

export const namespace = ({ cluster }: Read, name = 'default') => cluster.namespaces.find((one) => one.name === name)!;

/** An object as a manifest. */
export const manifest = (kind: string, apiVersion: string, spec: string, metadata = 'name: w') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {${metadata}}\nspec: ${spec}\n`;
