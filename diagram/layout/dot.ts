import type { Box } from '../graph.ts';
import { type Block, entryHeight, exitHeight, type Outline } from './outline.ts';

/**
 * The outline as dot text, from left to right: what clusters declare, the networks that carry it, what joins and leaves
 * them. Blocks are tables with a port at every height where a line ends: dot places blocks and draws lines between
 * them, and inside of them nothing.
 */
export function dotText(outline: Outline): string {
  return [
    'digraph {',
    'rankdir=LR nodesep=0.33 ranksep=0.75',
    'node [shape=plain margin=0] edge [dir=none]',
    ...outline.blocks.map((block) => `${block.name} [label=<${table(block, heightsOf(block, outline))}>]`),
    ...outline.outer.map((edge, index) => `${line(outline, edge.from, edge.to)} [id=e${index}]`),
    ...outline.columns.map(column),
    ...leads(outline).map(([from, to]) => `${line(outline, from, to)} [style=invis]`),
    '}',
  ].join('\n');
}

function line({ blockOf }: Outline, from: string, to: string): string {
  const [tail, head] = [blockOf.get(from)!, blockOf.get(to)!];
  return `${tail.name}:${port(exitHeight(tail, from))}:e -> ${head.name}:${port(entryHeight(head, to))}:w`;
}

const port = (height: number): string => `p${Math.floor(height)}`;

function heightsOf(block: Block, outline: Outline): number[] {
  const lines = [...outline.outer.map(({ from, to }) => [from, to] as const), ...leads(outline)];
  const own = lines.flatMap(([from, to]) => [
    ...(outline.blockOf.get(from) === block ? [exitHeight(block, from)] : []),
    ...(outline.blockOf.get(to) === block ? [entryHeight(block, to)] : []),
  ]);
  return [...new Set(own.map(Math.floor))].sort((a, b) => a - b);
}

/** A column of cells: one of a pixel at each height where a line ends, and what lies between them. */
function table({ content: { width, height } }: Block, heights: readonly number[]): string {
  const cells: string[] = [];
  let y = 0;
  for (const at of heights) {
    if (at > y) cells.push(cell(width, at - y));
    cells.push(cell(width, 1, `p${at}`));
    y = at + 1;
  }
  if (height > y) cells.push(cell(width, height - y));
  const rows = cells.map((one) => `<TR>${one}</TR>`).join('');
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">${rows}</TABLE>`;
}

const cell = (width: number, height: number, name?: string): string =>
  `<TD FIXEDSIZE="TRUE" WIDTH="${Math.ceil(width)}" HEIGHT="${Math.ceil(height)}"${name ? ` PORT="${name}"` : ''}></TD>`;

/** Without this dot shuffles blocks to save crossings, and a small edit would move the whole picture. */
function column(blocks: readonly Block[]): string {
  if (blocks.length < 2) return '';
  const names = blocks.map(({ name }) => name);
  return `{ rank=same; ${names.join(' -> ')} [style=invis] }`;
}

/** Invisible lines that keep a cluster left of its machines, and beside them, where no visible one does. */
function leads({ blocks, blockOf, outer, columns }: Outline): [string, string][] {
  const [clusters = [], networks = []] = columns;
  const boxes = blocks.map(({ box }) => box);
  return clusters.flatMap((cluster, index): [string, string][] => {
    const own = findNode(boxes, cluster.box.accent);
    const held = outer.some(({ from }) => blockOf.get(from) === cluster);
    const target = own ?? (index === 0 ? networks[0]?.box : undefined);
    return held || !target || blockOf.get(target.id) === cluster || networks.length === 0
      ? []
      : [[cluster.box.id, target.id]];
  });
}

function findNode(boxes: readonly Box[], accent: number | undefined): Box | undefined {
  for (const box of boxes) {
    const found = box.kind === 'node' ? box : findNode(box.children, accent);
    if (found && found.accent === accent) return found;
  }
  return undefined;
}
