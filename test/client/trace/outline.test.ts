import { expect, test } from 'vitest';
import { traceDocument } from '../../../analysis/trace/document.ts';
import { type Section, sectionsOf } from '../../../client/features/trace/outline.ts';
import { ping } from '../../support/traces.ts';

const written = (result: typeof ping) => traceDocument(result, { show: () => 'demo.knet' }).text.split('\n');

/** Sections as lines, with what they span. */
const listed = (sections: readonly Section[], indent = ''): string[] =>
  sections.flatMap(({ kind, name, detail, line, lastLine, children }) => [
    `${indent}${kind} ${name}${detail === '' ? '' : ` | ${detail}`} [${line}-${lastLine}]`,
    ...listed(children, `${indent}  `),
  ]);

test('ways hold machines, and these hold steps with their headers', () => {
  const lines = written(ping);
  const sections = sectionsOf(lines);
  expect(sections.map(({ name }) => name)).toEqual(['request', 'reply']);
  const text = listed(sections).map((line) => line.replace(/ \[.*\]$/, ''));
  expect(text).toContain('  hop node-a | node');
  expect(text).toContain('    step route 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink | demo.knet:9:3');
});

test('every section ends before the next of its kind begins, and holds its parts', () => {
  const check = (sections: readonly Section[], from: number, to: number) => {
    let before = from - 1;
    for (const { line, lastLine, children } of sections) {
      expect(line).toBeGreaterThan(before);
      expect(lastLine).toBeGreaterThanOrEqual(line);
      expect(lastLine).toBeLessThanOrEqual(to);
      check(children, line + 1, lastLine);
      before = lastLine;
    }
  };
  const lines = written({ ...ping, paths: [ping.paths[0]!, ping.paths[0]!] });
  const sections = sectionsOf(lines);
  expect(sections.map(({ kind }) => kind)).toEqual(['path', 'path']);
  check(sections, 0, lines.length);
});

test('the question to a DNS server and the connection behind it are apart', () => {
  const trace: typeof ping = { ...ping, lookup: { name: 'web.default', queries: [], trace: ping } };
  expect(listed(sectionsOf(written(trace))).map((line) => line.replace(/ \[.*\]$/, ''))).toEqual(
    expect.arrayContaining(['path looks up "web.default" at 10.244.1.2', '  way request', 'path connects']),
  );
  expect(sectionsOf(written(trace)).map(({ children }) => children.map(({ name }) => name))).toEqual([
    ['request', 'reply'],
    ['request', 'reply'],
  ]);
});

test.each([[[]], [['']], [['    a step of nothing']], [['DELIVERED a -> b', '', '', '  x (y)']]])(
  'of what is no trace is what looks like one: %j',
  (lines) => expect(() => sectionsOf(lines)).not.toThrow(),
);
