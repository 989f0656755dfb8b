/// <reference types="node" />
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckReport } from '../../cli/format/problems-json.ts';
import { knet, root } from '../support/cli.ts';
import { type Schema, schemaErrors } from '../support/schema.ts';

const BROKEN = 'network lan { cidr 192.168.7.3/24 }\n';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'knet-check-'));
  await mkdir(join(folder, 'sub', 'node_modules'), { recursive: true });
  await mkdir(join(folder, 'good'));
  await mkdir(join(folder, 'empty'));
  await writeFile(join(folder, 'good', 'good.knet'), 'network lan { cidr 192.168.7.0/24 }\nhost h { in lan }\n');
  await writeFile(join(folder, 'sub', 'broken.knet'), BROKEN);
  await writeFile(join(folder, 'sub', 'main.knet'), 'import "broken.knet"\nhost h { in lan }\n');
  await writeFile(join(folder, 'sub', 'outside.knet'), 'import "../../elsewhere.knet"\n');
  await writeFile(join(folder, 'sub', 'node_modules', 'theirs.knet'), BROKEN);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function checkJson(args: readonly string[], cwd = folder) {
  const { code, out, err } = await knet(['check', '--format', 'json', ...args], { cwd });
  return { code, err, report: JSON.parse(out) as CheckReport };
}

describe('knet check', () => {
  test('tells a clean file so and exits with 0', async () => {
    expect(await knet(['check', 'good/good.knet'], { cwd: folder })).toEqual({
      code: 0,
      out: '',
      err: 'no errors in 1 file\n',
    });
  });

  test('prints file, line, column, severity, code and message, and exits with 1', async () => {
    const { code, out, err } = await knet(['check', 'sub/broken.knet'], { cwd: folder });
    expect(out).toMatch(/^sub\/broken\.knet:1:20 error CIDR-SYNTAX .*192\.168\.7\.3\/24/m);
    expect({ code, err }).toEqual({ code: 1, err: '1 error, 0 warnings in 1 file\n' });
  });

  test('searches folders, passes over node_modules, and tells a shared finding once', async () => {
    const { report } = await checkJson(['sub']);
    const found = report.diagnostics.map(({ file, code }) => `${file} ${code}`);
    expect(found).toContain('sub/broken.knet CIDR-SYNTAX');
    expect(found.filter((one) => one.endsWith('CIDR-SYNTAX'))).toHaveLength(1);
  });

  test('exits with 1 for a warning only when asked to be strict', async () => {
    await writeFile(join(folder, 'warned.knet'), 'vpc v { provider alibaba  cidr 11.0.0.0/16 }\n');
    const codes = [];
    for (const args of [[], ['--strict']])
      codes.push((await knet(['check', 'warned.knet', ...args], { cwd: folder })).code);
    const { report } = await checkJson(['warned.knet']);
    await rm(join(folder, 'warned.knet'));
    expect(report.summary).toEqual({ errors: 0, warnings: 1 });
    expect(codes).toEqual([0, 1]);
  });

  test('refuses imports from outside', async () => {
    const { report } = await checkJson(['outside.knet'], join(folder, 'sub'));
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['IMPORT']);
  });

  test('prints JSON that follows its schema', async () => {
    const schema = JSON.parse(await readFile(join(root, 'docs/schemas/check.schema.json'), 'utf8')) as Schema;
    for (const path of ['good', 'sub']) expect(schemaErrors(schema, (await checkJson([path])).report)).toEqual([]);
  });

  test('counts in the summary what it lists', async () => {
    const { report } = await checkJson(['.']);
    const of = (severity: string) => report.diagnostics.filter((one) => one.severity === severity).length;
    expect(report.summary).toEqual({ errors: of('error'), warnings: of('warning') });
  });

  test.each([
    ['a file that is not there', ['nothing.knet'], 'there is no nothing.knet'],
    ['a folder without models', ['empty'], 'no .knet file in empty'],
    ['a format that does not exist', ['--format', 'xml'], 'xml'],
  ])('says that %s is wrong usage', async (_what, args, message) => {
    const { code, out, err } = await knet(['check', ...args], { cwd: folder });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

describe('the examples', async () => {
  const examples = (await readdir(join(root, 'examples'))).filter((name) => name.endsWith('.knet'));

  test.each(examples)('%s has no error', async (name) => {
    const { code, report } = await checkJson([`examples/${name}`], root);
    expect(report.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(code).toBe(0);
  });

  test('leave nothing undecided', async () => {
    const { report } = await checkJson(['examples'], root);
    expect(report.diagnostics.map(({ code }) => code)).not.toContain('INSUFFICIENT_INFO');
  });
});

test('a file that uses what is not modelled says so, with a reason', async () => {
  const nodes = 'node a { in lan }  node b { in lan }  namespace default { pod p { on a }  pod q { on b } }';
  const text = `network lan { cidr 10.0.0.0/24 }\ncluster c { ${nodes} }\nexpect default/p can reach default/q\n`;
  await writeFile(join(folder, 'without.knet'), text);
  const { report } = await checkJson(['without.knet']);
  await rm(join(folder, 'without.knet'));
  const undecided = report.diagnostics.filter(({ code }) => code === 'INSUFFICIENT_INFO');
  expect(undecided).toMatchObject([{ severity: 'information', message: expect.stringMatching(/\w+ \w+ \w+/) }]);
});
