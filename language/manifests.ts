import { AstUtils, type LangiumDocument } from 'langium';
import type { Origin, Sourced } from '../network/topology/origin.ts';
import * as ast from './generated/ast.ts';
import { isNodeOrigin, originOf } from './origins.ts';

/** The patterns of `manifests` fields in the clusters of one file, in the order of the text. */
export function manifestPatterns(document: LangiumDocument): Sourced<string>[] {
  const items = (document.parseResult.value as ast.Model).items ?? [];
  const clusters = items.filter((item) => ast.isCluster(item) || ast.isExtend(item));
  const fields = clusters.flatMap(({ fields = [] }) => fields).filter(isManifests);
  return fields.flatMap((field) =>
    (field.values ?? []).map((value, i) => ({ value, origin: originOf(field, 'values', i) })),
  );
}

/** Whether a field names manifests. */
export const isManifests = (field: ast.Field): field is ast.ValueField =>
  ast.isValueField(field) && field.keyword === 'manifests';

/** The file in which a pattern stands, as the topology hands it on. */
export const documentOf = (origin: Origin): LangiumDocument | undefined =>
  isNodeOrigin(origin) ? AstUtils.getDocument(origin.node) : undefined;
