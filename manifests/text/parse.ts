import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { PROBLEM_LIMIT } from './limits.ts';
import type { TextProblem } from './problem.ts';
import { type Skimmed, skim } from './skim.ts';
import { BINARY } from './tags.ts';

/** A document as it was read: what could be, and what was wrong. */
export interface Parsed {
  readonly root: ParsedNode | null;
  readonly problems: readonly TextProblem[];
  /** What stands here is not what will: somebody makes YAML of it first. */
  readonly isTemplate: boolean;
}

/**
 * Reads one document. All scalars stay the text that they are: what a field makes of it (a number, a name) is the field's
 * to say, as it is in the API server. `inShort`: what nobody reads is left out where it surely is good YAML. Never throws.
 */
export function parse(text: string, { inShort = false } = {}): Parsed {
  const skimmed = inShort ? skim(text) : undefined;
  const short = skimmed && parseWhole(skimmed.text, skimmed.original);
  // What is wrong is told of the document as it stands.
  return short && short.problems.length === 0 ? short : parseWhole(text, undefined);
}

function parseWhole(text: string, original: Skimmed['original'] | undefined): Parsed {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      resolveKnownTags: false,
      customTags: (tags) => [...tags, BINARY],
      prettyErrors: false,
      uniqueKeys: false,
      stringKeys: true,
      logLevel: 'silent',
    });
    const template = templateProblem(document.errors[0], text);
    const found = template
      ? [template]
      : [...document.errors.map((error) => problemOf(error, text)), ...looseEnds(document, original)];
    return { root: document.contents, problems: found.slice(0, PROBLEM_LIMIT), isTemplate: template !== undefined };
  } catch (error) {
    // Nesting beyond the stack, or a defect of the parser: the document is lost, the others are not.
    const message = error instanceof RangeError ? TOO_DEEP : 'This document cannot be read: the parser gave up';
    return {
      root: null,
      problems: [{ message, start: 0, end: 3 }],
      isTemplate: false,
    };
  }
}

const TOO_DEEP = 'This document cannot be read: it is nested too deeply';

/** What is said of a text that is to become YAML. */
export const TEMPLATE =
  'This is a template and no YAML yet: read what `helm template`, or another renderer, makes of it';

/** Of `{{ … }}` a parser of YAML says many things, and none that helps. */
function templateProblem(first: { pos: [number, number] } | undefined, text: string): TextProblem | undefined {
  if (!first) return undefined;
  const begin = text.lastIndexOf('\n', first.pos[0] - 1) + 1;
  const [line = ''] = text.slice(begin).split('\n', 1);
  const start = begin + line.indexOf('{{');
  if (start < begin) return undefined;
  return { message: TEMPLATE, start, end: begin + line.trimEnd().length };
}

function problemOf({ message, pos }: { message: string; pos: [number, number] }, text: string): TextProblem {
  const start = Math.min(pos[0], text.length);
  const lineEnd = text.indexOf('\n', start);
  const end = Math.max(Math.min(pos[1], lineEnd < 0 ? text.length : lineEnd), start);
  // The parser makes a problem of its own of an overflow.
  const reason = /call stack/i.test(message) ? TOO_DEEP : `This is no YAML: ${message}`;
  return { message: reason, start, end };
}

/**
 * What the parser leaves to others: keys that stand twice, and aliases without an anchor in front of them. On the way all
 * nodes are put where they stand in the whole text.
 */
function looseEnds(document: Document.Parsed, original: Skimmed['original'] | undefined): TextProblem[] {
  const problems: TextProblem[] = [];
  const anchors = new Set<string>();
  visit(document, (_, node) => {
    if (original && isNode(node)) moveTo(node, original);
    if (isAlias(node) && !anchors.has(node.source)) problems.push(noAnchor(node));
    if (isMap(node)) collectDuplicates(node, problems);
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchors.add(node.anchor);
  });
  return problems;
}

function moveTo(node: Node, original: Skimmed['original']): void {
  const { range } = node;
  if (range) node.range = [original(range[0]), original(range[1], true), original(range[2], true)];
}

function noAnchor({ source, range }: Alias): TextProblem {
  const [start = 0, end = 0] = range ?? [];
  return { message: `No anchor in front of it is called ${source}`, start, end };
}

/** Readers disagree about which of two equal keys counts, and the API server refuses them: no guess is made. */
function collectDuplicates(map: YAMLMap, problems: TextProblem[]): void {
  const seen = new Set<unknown>();
  for (const pair of map.items) {
    const { key } = pair;
    if (!isPair(pair) || !isScalar(key) || key.value === '<<') continue;
    if (seen.has(key.value)) {
      const [start = 0, end = 0] = key.range ?? [];
      problems.push({ message: `The key ${key.value} stands here twice`, start, end });
    }
    seen.add(key.value);
  }
}

/** The map that a document consists of, when it is one. */
export const isMapping = (root: ParsedNode | null): root is YAMLMap.Parsed => isMap(root);
