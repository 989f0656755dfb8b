/** A part of a trace's text: a way, a machine on it, a step there. Lines from 0, the last included. */
export interface Section {
  readonly kind: 'path' | 'way' | 'hop' | 'step';
  readonly name: string;
  /** What a machine is (`node`, `pod`, …), or where the rule of a step is declared. */
  readonly detail: string;
  readonly line: number;
  lastLine: number;
  readonly children: Section[];
}

/** One of several ways; the question to a DNS server and the connection behind it. */
const PATH = /^(?:[A-Z_]+ path \d+ of \d+|looks up "|connects$)/;
const WAY = /^(?:request|reply|error)$/;
const HOP = /^ {2}(\S.*) \((\S+)\)$/;
const STEP = /^ {4}(\S.*?)(?: {2}<- (.*))?$/;

/** The parts of a trace as they lie in one another. Headers belong to their step; what is before the first way is none. */
export function sectionsOf(lines: readonly string[]): Section[] {
  const root: Section[] = [];
  const open: Section[] = [];
  for (const [line, text] of lines.entries()) {
    const section = sectionOf(text, line);
    if (section) {
      while (open.length > 0 && DEPTHS[open.at(-1)!.kind] >= DEPTHS[section.kind]) open.pop();
      (open.at(-1)?.children ?? root).push(section);
      open.push(section);
    }
    if (text !== '') for (const one of open) one.lastLine = line;
  }
  return root;
}

const DEPTHS: Readonly<Record<Section['kind'], number>> = { path: 0, way: 1, hop: 2, step: 3 };

function sectionOf(text: string, line: number): Section | undefined {
  const make = (kind: Section['kind'], name: string, detail = ''): Section => {
    return { kind, name, detail, line, lastLine: line, children: [] };
  };
  const [, hop, what] = HOP.exec(text) ?? [];
  if (hop !== undefined) return make('hop', hop, what);
  const [, step, place] = STEP.exec(text) ?? [];
  if (step !== undefined) return make('step', step, place);
  if (WAY.test(text)) return make('way', text);
  return PATH.test(text) ? make('path', text) : undefined;
}
