/// <reference types="node" />
import { setTimeout as pause } from 'node:timers/promises';
import { buildGraph } from '../../diagram/build.ts';
import type { Box } from '../../diagram/graph.ts';
import { summaryOf } from '../../diagram/summary/summary.ts';
import { allocator } from '../../network/topology/allocate.ts';
import type { Client, Published } from '../edit/client.ts';
import { median, ms, table, time, times } from '../measure.ts';
import { topologyOf } from '../topology.ts';
import { openBuilt, pictureOf } from './server.ts';
import { clusterWith } from './text.ts';

const ROUNDS = 21;
const PODS = 5_000;
const TEXT = clusterWith(PODS);

/**
 * An edit's diagnostics and a hover right behind it, over LSP with the built server: with nothing else going on, and while
 * the picture of the text before is made, each time at another moment of that. The two are measured in turn.
 */
export async function typing(): Promise<void> {
  const rows = [
    await typingAt(`${PODS} Pods, as they show`, []),
    await typingAt(`${PODS} Pods, all opened`, await everyId(TEXT)),
  ];
  table(
    'Typing while a picture is made: an edit to its diagnostics, and a hover right behind it. Medians (and the worst).',
    ['picture', 'takes', 'edit alone', 'meanwhile', 'beside', 'hover alone', 'meanwhile', 'beside'],
    rows,
  );
}

async function typingAt(what: string, open: readonly string[]): Promise<string[]> {
  const { client, stop } = await openBuilt(TEXT);
  let { version: have } = await pictureOf(client, { open });
  const draw = async () => {
    ({ version: have } = await pictureOf(client, { open, have }));
  };
  const takes = await drawingTime(client, draw);
  const alone: Typed[] = [];
  const meanwhile: Typed[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const moment = takes * ((round * GOLDEN) % 1);
    alone.push(await typedAfter(client, moment));
    meanwhile.push(await typedAfter(client, moment, draw));
  }
  stop();
  return [what, ms(takes), ...beside(alone, meanwhile, 'edit'), ...beside(alone, meanwhile, 'hover')];
}

/** Multiples of it, without their whole parts, lie evenly between 0 and 1 however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

async function drawingTime(client: Client, draw: () => Promise<void>): Promise<number> {
  const found: number[] = [];
  for (let round = 0; round < 3; round++) {
    await toggle(client);
    found.push(await time(draw));
  }
  return median(found);
}

/** Milliseconds. */
interface Typed {
  readonly edit: number;
  readonly hover: number;
}

/** An edit, what else is asked for then, and after a while the edit that counts. */
async function typedAfter(client: Client, milliseconds: number, other: () => Promise<void> = async () => {}) {
  await toggle(client);
  const done = other();
  await pause(milliseconds);
  const [edit, hover] = await Promise.all([toggle(client), client.ask('textDocument/hover', 'service app-0')]);
  await done;
  return { edit, hover };
}

function beside(alone: readonly Typed[], meanwhile: readonly Typed[], which: keyof Typed): string[] {
  const [before, now] = [alone, meanwhile].map((all) => all.map((one) => one[which]));
  const said = (all: readonly number[]) => `${ms(median(all))} (${ms(Math.max(...all))})`;
  return [said(before!), said(now!), times(median(now!) / median(before!))];
}

/** Ids of all boxes and, until none is left, of the groups that a picture of so many shows in their place. */
async function everyId(text: string): Promise<string[]> {
  const topology = await topologyOf(text);
  const graph = buildGraph(topology, allocator(topology));
  const open = new Set(flatten(graph.boxes).map(({ id }) => id));
  for (;;) {
    const shut = flatten(summaryOf(graph, { open, closed: new Set() }).boxes).filter(({ group }) => group);
    if (shut.length === 0) return [...open];
    for (const { id } of shut) open.add(id);
  }
}

const flatten = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...flatten(box.children)]);

/** Sends a Service to a port that its Pods have not, or again to the one they have; milliseconds until a check says so. */
function toggle(client: Client): Promise<number> {
  const wrong = client.has(GOOD);
  const isThere = (found: Published) => found.some(({ code }) => code === 'SVC-TARGET-PORT');
  return client.replace(wrong ? GOOD : WRONG, wrong ? WRONG : GOOD, (found) => isThere(found) === wrong);
}

const GOOD = 'selector app=app-0  port 80/TCP -> 8080';
const WRONG = 'selector app=app-0  port 80/TCP -> 8081';
