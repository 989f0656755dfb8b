import { describe, expect, test, vi } from 'vitest';

describe.each([
  ['as Node runs it', 'yaml'],
  ['as it is shipped and as browsers run it', '../../node_modules/yaml/browser/index.js'],
])('the parser of YAML %s', async (_where, parser) => {
  vi.resetModules();
  vi.doMock('yaml', () => import(parser));
  const { namespace, problems, read } = await import('./support/read.ts');

  test.each([
    ['!!binary aGVsbG8=', 'hello', []],
    ['!!binary |\n      aGVs\n      bG8=', 'hello', []],
    ['!!binary w6k=', 'é', ['MANIFEST']],
    ['!!binary "@"', '@', ['MANIFEST']],
    ['!!timestamp 2001-01-01', '2001-01-01', []],
  ])('reads %j as %j', (written, expected, said) => {
    const found = read(
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n    app: ${written}\nspec: {containers: [{name: c, image: i}]}\n`,
    );
    const codes = problems(found).map(({ code }) => code);
    expect(namespace(found).workloads[0]!.labels).toEqual({ app: expected });
    expect(codes).toEqual(said);
  });
});
