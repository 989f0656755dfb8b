import type { Box, Edge, Graph } from '../graph.ts';
import { textLines } from './text.ts';

/**
 * The graph as a Mermaid flowchart, for wikis and pull requests. Ids are numbered, because Mermaid's take few characters;
 * texts stand in quotes with everything that Mermaid or HTML would read written as an entity.
 */
export function mermaidOf({ boxes, edges }: Graph): string {
  const ids = new Map<string, string>();
  const lines = boxes.flatMap((box) => boxLines(box, 1, ids));
  const arrows = edges.flatMap((edge) => edgeLine(edge, ids) ?? []);
  return ['flowchart LR', ...lines, ...arrows, ''].join('\n');
}

function boxLines(box: Box, depth: number, ids: Map<string, string>): string[] {
  const indent = '  '.repeat(depth);
  const id = `n${ids.size}`;
  ids.set(box.id, id);
  const text = `"${textOf(box)}"`;
  if (box.children.length === 0) return [`${indent}${id}[${text}]`];
  const inner = box.children.flatMap((child) => boxLines(child, depth + 1, ids));
  return [`${indent}subgraph ${id}[${text}]`, ...inner, `${indent}end`];
}

function edgeLine({ from, to, kind, label }: Edge, ids: ReadonlyMap<string, string>): string | undefined {
  const [tail, head] = [ids.get(from), ids.get(to)];
  if (tail === undefined || head === undefined) return undefined;
  const line = kind === 'connects' ? '---' : '-->';
  return `  ${tail} ${line}${label ? `|"${escaped(label)}"|` : ''} ${head}`;
}

const textOf = (box: Box): string => textLines(box).map(escaped).join('<br/>');

/** Mermaid's own entities (`#35;`) for what has a meaning in its texts, in Markdown or in HTML. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:×·→–…/()=+-]/gu, (character) => `#${character.codePointAt(0)};`);
}
