import { manifestsTopology } from '../../../manifests/lowering/lower.ts';
import { ManifestFile } from '../../../manifests/text/file.ts';
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
