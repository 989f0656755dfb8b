import type { LangiumDocument } from 'langium';
import { documentOf, manifestPatterns } from '../../language/manifests.ts';
import { withManifests } from '../../manifests/lowering/lower.ts';
import type { ManifestFile } from '../../manifests/text/file.ts';
import type { Topology } from '../../network/topology/topology.ts';
import type { ManifestSource } from './store.ts';

/** For models that are read without their manifests. */
export const NO_MANIFESTS: ManifestSource = { taken: () => ({ files: [], unreadable: [] }), stamps: () => [] };

/** All files that the patterns of the documents lead to, each once. */
export function takenFiles(documents: readonly LangiumDocument[], source: ManifestSource): ManifestFile[] {
  const files = documents.flatMap((document) =>
    manifestPatterns(document).flatMap(({ value }) => source.taken(document, value).files),
  );
  return [...new Set(files)];
}

/** The topology with what the manifests of its clusters declare. */
export function withTaken(topology: Topology, source: ManifestSource): Topology {
  return withManifests(topology, ({ manifests }) => {
    const files = manifests.flatMap(({ value, origin }) => {
      const document = documentOf(origin);
      return document ? source.taken(document, value).files : [];
    });
    return [...new Set(files)];
  });
}
