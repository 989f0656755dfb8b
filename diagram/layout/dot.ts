import type { Box } from '../graph.ts';
import { edgeLabelSize } from '../measure/shape.ts';
import { type Block, entryHeight, exitHeight, type Outline, type Strand } from './outline.ts';

/**
 * The outline as dot text, from left to right: what clusters declare, the networks that carry it, what joins and leaves
 * them. Blocks are tables with a port at every height where a line ends: dot places blocks and draws lines between
 * them, and inside of them nothing.
 */
export function dotText(outline: Outline): string {
  const guides = guidesOf(outline);
  const lines = [...outline.strands, ...guides];
  return [
    'digraph {',
    `rankdir=LR nodesep=0.33 ranksep=${rankGap(outline)}`,
    'node [shape=plain margin=0] edge [dir=none]',
    ...outline.blocks.map((block) => `${block.name} [label=<${table(block, heightsOf(block, lines))}>]`),
    ...outline.strands.map((strand, index) => `${line(strand)} [id=e${index}]`),
    ...guides.map((strand) => `${line(strand)} [style=invis]`),
    ...outline.columns.map(column),
    '}',
  ].join('\n');
}

/** Inches between two columns: room for the lines to swing, and for the longest of their labels. */
function rankGap({ outer }: Outline): number {
  const labels = outer.map(({ label }) => (label ? edgeLabelSize(label).width : 0));
  return 0.75 + labels.reduce((most, width) => Math.max(most, width), 0) / 72;
}

const line = ({ tail, head, exit, entry }: Strand): string =>
  `${tail.name}:${port(exit)}:e -> ${head.name}:${port(entry)}:w`;

const port = (height: number): string => `p${Math.floor(height)}`;

function heightsOf(block: Block, lines: readonly Strand[]): number[] {
  const ends = lines.flatMap(({ tail, head, exit, entry }) => [
    ...(tail === block ? [exit] : []),
    ...(head === block ? [entry] : []),
  ]);
  return [...new Set(ends.map(Math.floor))].sort((a, b) => a - b);
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
function guidesOf({ blocks, blockOf, strands, columns }: Outline): Strand[] {
  const [clusters = [], networks = []] = columns;
  if (networks.length === 0) return [];
  const boxes = blocks.map(({ box }) => box);
  return clusters.flatMap((tail, index) => {
    const target = findNode(boxes, tail.box.accent) ?? (index === 0 ? networks[0]?.box : undefined);
    if (!target || strands.some((strand) => strand.tail === tail)) return [];
    const head = blockOf.get(target.id)!;
    return [{ tail, head, exit: exitHeight(tail, tail.box.id), entry: entryHeight(head, target.id) }];
  });
}

function findNode(boxes: readonly Box[], accent: number | undefined): Box | undefined {
  for (const box of boxes) {
    const found = box.kind === 'node' ? box : findNode(box.children, accent);
    if (found && found.accent === accent) return found;
  }
  return undefined;
}
