import { Cancellation, URI } from 'langium';
import { describe, expect, test, vi } from 'vitest';
import { checkProblems, syntaxProblems } from '../../analysis/diagnostics/diagnose.ts';
import { createBudget } from '../../analysis/hover/budget.ts';
import { hoverAt } from '../../analysis/hover/hover.ts';
import { CHECKS } from '../../network/checks/catalogue.ts';
import { load } from '../support/analysis.ts';

const BASE = 'network lan { cidr 10.0.0.0/24 }\n';
const MAIN = 'import "base.knet"\nhost h { in lan  ip 10.0.0.5 }\n';
const none = Cancellation.CancellationToken.None;
const uri = (path: string) => URI.parse(`file:///w/${path}`);

describe('a model', () => {
  test('is a file and its transitive imports, each read once', async () => {
    const { model, files } = await load({
      'main.knet': 'import "a.knet"\nimport "b.knet"\n',
      'a.knet': 'import "base.knet"\n',
      'b.knet': 'import "base.knet"\n',
      'base.knet': BASE,
      'beside.knet': BASE,
    });
    expect(model.documents.map((one) => one.uri.path).sort()).toEqual([
      '/w/a.knet',
      '/w/b.knet',
      '/w/base.knet',
      '/w/main.knet',
    ]);
    expect(files.reads.sort()).toEqual(['a.knet', 'b.knet', 'base.knet', 'main.knet']);
  });

  test('stays the same object while no text in it changes', async () => {
    const { analysis, model, files } = await load({ 'main.knet': MAIN, 'base.knet': BASE });
    await analysis.update({ changed: [uri('main.knet')], deleted: [], roots: [uri('main.knet')] }, none);
    expect(analysis.model(model.uri)).toBe(model);
    files.files.set('base.knet', BASE.replace('10.0.0.0/24', '10.0.0.0/16'));
    await analysis.update({ changed: [uri('base.knet')], deleted: [], roots: [uri('main.knet')] }, none);
    expect(analysis.model(model.uri)).not.toBe(model);
  });

  test('forgets files that nothing imports any more', async () => {
    const { analysis, files } = await load({ 'main.knet': MAIN, 'base.knet': BASE });
    expect(analysis.model('file:///w/base.knet')).toBeDefined();
    files.files.set('main.knet', 'host h { }\n');
    await analysis.update({ changed: [uri('main.knet')], deleted: [], roots: [uri('main.knet')] }, none);
    expect(analysis.model('file:///w/base.knet')).toBeUndefined();
  });

  test('computes nothing that nobody asks for', async () => {
    const { model } = await load({ 'main.knet': MAIN, 'base.knet': BASE });
    const run = vi.spyOn(CHECKS[0]!, 'run');
    syntaxProblems(model);
    expect(run).not.toHaveBeenCalled();
    run.mockRestore();
  });

  test.each([
    ['import "main.knet"', ['IMPORT']],
    ['import "base.knet"\nimport "base.knet"', ['IMPORT', 'IMPORT', 'IMPORT']],
    ['import ""', ['SYNTAX']],
    ['import', ['SYNTAX']],
    ['import "a\\\\b"', ['IMPORT']],
  ])('survives %s', async (text, codes) => {
    const { model } = await load({ 'main.knet': `${text}\n`, 'base.knet': 'import "main.knet"\n' });
    expect(model.topology.segments).toEqual([]);
    expect(syntaxProblems(model).map(({ code }) => code)).toEqual(codes);
  });
});

describe('checks', () => {
  test('stop when the text has moved on', async () => {
    const { model } = await load({ 'main.knet': MAIN, 'base.knet': BASE });
    expect(await checkProblems(model, { stop: () => true })).toBeUndefined();
    expect(await checkProblems(model, { stop: () => false })).toBeDefined();
  });

  test('that are made alone take no turns and say the same', async () => {
    const { model } = await load({ 'main.knet': MAIN, 'base.knet': BASE });
    const others = await checkProblems(model);
    const { model: again } = await load({ 'main.knet': MAIN, 'base.knet': BASE });
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const late = vi.spyOn(performance, 'now').mockImplementation(() => late.mock.calls.length * 100);
    const alone = await checkProblems(again, { alone: true });
    expect(timers).not.toHaveBeenCalled();
    expect(alone).toEqual(others);
    await checkProblems(again);
    expect(timers).toHaveBeenCalled();
    timers.mockRestore();
    late.mockRestore();
  });

  test('that break down are told of, and the others still run', async () => {
    const { model } = await load({ 'main.knet': 'network lan { cidr 10.0.0.3/24 }\n' });
    const broken = vi.spyOn(CHECKS[0]!, 'run').mockImplementation(() => {
      throw new Error('a mistake');
    });
    const defects: string[] = [];
    const problems = await checkProblems(model, { onDefect: (where) => defects.push(where) });
    broken.mockRestore();
    expect(defects).toEqual([`check ${CHECKS[0]!.code}`]);
    expect(problems?.length).toBeGreaterThan(0);
  });
});

describe('a hover', () => {
  test('that has used up its time says that it is partial', async () => {
    const { model } = await load({ 'main.knet': MAIN, 'base.knet': BASE });
    const place = { line: 1, character: 5 };
    expect(hoverAt(model, model.uri, place)?.markdown).toContain('**host** `h`');
    expect(hoverAt(model, model.uri, place, createBudget(-1))?.markdown).toContain('Partial');
  });
});
