import { describe, expect, test } from 'vitest';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { RULES } from '../../network/checks/catalogue.ts';
import { type Page, readIndex, readPages } from './pages.ts';
import { read } from './reader.ts';

const pages = readPages();
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

test('every rule has a page and every page a rule', () => {
  expect(pages.map((page) => page.code).sort()).toEqual(RULES.map((rule) => rule.code).sort());
});

test('the index has every rule, with its severity and summary, in the order of the catalogue', () => {
  const rows = [...readIndex().matchAll(/^\| \[(.*?)\]\((.*?)\) *\|(.*?)\|(.*?)\|$/gm)].map((row) =>
    row.slice(1, 5).map((cell) => cell.trim()),
  );
  expect(rows).toEqual(RULES.map((rule) => [rule.code, `${rule.code}.md`, rule.severity, rule.summary]));
});

describe.each(pages.map((page) => [page.code, page] as const))('%s', (code, page) => {
  test('the page has one form', () => {
    const rule = RULES.find((rule) => rule.code === code)!;
    expect(page.text.startsWith(`# ${code}\n\n`)).toBe(true);
    expect(page.lead).toBe(`${capital(rule.severity)}. ${rule.summary}.`);
    const sections = [...page.text.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    expect(sections).toEqual(['Wrong', 'Right', 'To silence it']);
    expect(page.text).toContain('\nSource: ');
    expect(page.text).toContain(`// knet-disable-next-line ${code}`);
    expect(page.expected.map((one) => one.code)).toContain(code);
  });

  test('the wrong file gives its diagnostics and no other', async () => {
    const { problems } = await read(page.wrong, page.files);
    expect(loud(problems, page)).toEqual(page.expected);
  });

  test('the right file gives none', async () => {
    const { problems } = await read(page.right, page.files);
    expect(loud(problems, page)).toEqual([]);
  });

  test('every repair mends what it is offered for and breaks nothing', async () => {
    const { problems, repaired } = await read(page.wrong, page.files);
    for (const problem of problems) {
      for (const fix of problem.fixes) {
        const text = repaired(fix);
        const left = (await read(text, page.files)).problems;
        expect(left.filter((one) => one.code === problem.code && one.message === problem.message)).toEqual([]);
        const errors = (all: readonly Problem[]) => all.filter((one) => one.severity === 'error').length;
        expect([fix.title, text, errors(left)]).toEqual([
          fix.title,
          text,
          errors(problems) - (problem.severity === 'error' ? 1 : 0),
        ]);
      }
    }
  });
});

/** What the page speaks of: errors and warnings, and information where the page is about that. */
function loud(problems: readonly Problem[], page: Page) {
  const quiet = page.lead.startsWith('Information');
  return problems
    .filter((problem) => problem.severity !== 'information' || (quiet && problem.code === page.code))
    .map(({ code, range, message }) => ({ code, range, message }));
}
