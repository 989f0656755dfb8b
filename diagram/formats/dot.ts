import type { Box, Edge, Graph } from '../graph.ts';
import { textLines } from './text.ts';

/**
 * The graph in the DOT language, for Graphviz and whatever reads its files: boxes with others in them are clusters
 * (Graphviz draws them where their names begin with `cluster`), the others nodes. An edge cannot end at a cluster, so it
 * ends at a node in it and is cut at the border (`lhead`, `ltail` with `compound`).
 */
export function dotOf({ boxes, edges }: Graph): string {
  const clusters = new Map<string, string>();
  const lines = boxes.flatMap((box) => boxLines(box, 1, clusters));
  return [
    'digraph knet {',
    '  graph [rankdir=LR, compound=true, fontname="sans-serif"]',
    '  node [shape=box, style=rounded, fontname="sans-serif"]',
    '  edge [fontname="sans-serif"]',
    ...lines,
    ...edges.map((edge) => edgeLine(edge, clusters)),
    '}',
    '',
  ].join('\n');
}

/** `clusters` learns, for each box that is drawn as a cluster, the node in it that edges end at. */
function boxLines(box: Box, depth: number, clusters: Map<string, string>): string[] {
  const indent = '  '.repeat(depth);
  if (box.children.length === 0) return [`${indent}${quoted(box.id)} [label=${quoted(labelOf(box))}]`];
  const inner = box.children.flatMap((child) => boxLines(child, depth + 1, clusters));
  clusters.set(box.id, firstLeaf(box).id);
  return [
    `${indent}subgraph ${quoted(`cluster ${box.id}`)} {`,
    `${indent}  label=${quoted(labelOf(box))}`,
    ...inner,
    `${indent}}`,
  ];
}

const firstLeaf = (box: Box): Box => (box.children[0] ? firstLeaf(box.children[0]) : box);

function edgeLine({ from, to, kind, label }: Edge, clusters: ReadonlyMap<string, string>): string {
  const attributes = [
    ...(kind === 'connects' ? ['dir=none'] : []),
    ...(label ? [`label=${quoted(label)}`] : []),
    ...(clusters.has(from) ? [`ltail=${quoted(`cluster ${from}`)}`] : []),
    ...(clusters.has(to) ? [`lhead=${quoted(`cluster ${to}`)}`] : []),
  ];
  const ends = `${quoted(clusters.get(from) ?? from)} -> ${quoted(clusters.get(to) ?? to)}`;
  return `  ${ends}${attributes.length > 0 ? ` [${attributes.join(', ')}]` : ''}`;
}

const labelOf = (box: Box): string => textLines(box).join('\n');

/** Quotes and backslashes stand behind a backslash; a line break is `\n`. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
