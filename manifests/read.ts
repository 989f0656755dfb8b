import { isMap, isSeq } from 'yaml';
import type { Diagnostic } from '../network/checks/diagnostic.ts';
import type { Finding } from '../network/topology/topology.ts';
import { type Item, KINDS, readObject } from './kinds/all.ts';
import { Reading } from './kinds/reading.ts';
import { type KubernetesObject, objectsOf } from './object.ts';
import { originOf } from './origins.ts';
import type { ManifestDocument } from './text/document.ts';

/** What one document declares in a cluster, before the objects of all documents are put together. */
export interface Part {
  readonly items: readonly Item[];
  /** Kinds of objects that say nothing about the network, one for each object. */
  readonly passedOver: readonly string[];
  readonly findings: readonly Finding[];
  /** What the API server would refuse. */
  readonly problems: readonly Diagnostic[];
  /** What of its aliases was too much to be taken in. */
  readonly beyond?: 'depth' | 'number';
}

const parts = new WeakMap<ManifestDocument, Map<string, Part>>();

/** Objects in a list that is no List: nobody takes them, and they would be passed over without a word. */
function reportBareList(document: ManifestDocument, reading: Reading): void {
  const { root } = document.parsed;
  if (!isSeq(root) || !root.items.some((item) => isMap(item) && item.has('apiVersion') && item.has('kind'))) return;
  const message = 'A list is no object: write the objects one by one, or as the items of a List (kind: List)';
  reading.report({ code: 'MANIFEST', severity: 'error', message, origin: originOf(document, root) });
}

/** With its API where the kind alone says that of another one. Of pods those are left out that have come to their end. */
function shownKind({ kind, group }: KubernetesObject): string {
  if (group === '') return kind === 'Pod' ? 'finished Pod' : kind;
  return Object.hasOwn(KINDS, kind) ? `${kind} of ${group}` : kind;
}

const isFinishedPod = (item: Item) =>
  item.what === 'workload' && item.object.kind === 'Pod' && item.read.workload.replicas === 0;

/** Reads a document for a cluster: once, since a document is the same object as long as its text is the same. */
export function readDocument(document: ManifestDocument, cluster: string): Part {
  const known = parts.get(document) ?? new Map<string, Part>();
  parts.set(document, known);
  const part = known.get(cluster) ?? read(document, cluster);
  known.set(cluster, part);
  return part;
}

function read(document: ManifestDocument, cluster: string): Part {
  const reading = new Reading(cluster);
  const items: Item[] = [];
  const passedOver: string[] = [];
  reportBareList(document, reading);
  for (const object of objectsOf(document)) {
    const item = readObject(object, reading);
    if (!item || item.what === 'otherPolicy' || isFinishedPod(item)) passedOver.push(shownKind(object));
    if (!item) continue;
    // That a policy will be there is known of a template, and is told; of the rest there is no telling.
    else if (document.parsed.isTemplate && item.what !== 'policy') continue;
    if (object.name !== '') items.push(item);
    else
      reading.report({
        code: 'MANIFEST',
        severity: 'error',
        message: `This ${object.kind} has no name`,
        origin: object.origin,
      });
  }
  const { findings, problems } = reading;
  const beyond = document.tooDeep ? 'depth' : document.exhausted ? 'number' : undefined;
  return { items, passedOver, findings, problems, ...(beyond && { beyond }) };
}
