/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Ajv from 'ajv-draft-04';
import formats from 'ajv-formats';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RULES } from '../../network/checks/catalogue.ts';
import { knet } from '../support/cli.ts';

const SCHEMA = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif')),
  'schemas/sarif-2.1.0-rtm.5.json',
);

/** Errors of a log against the schema of SARIF 2.1.0, as its makers ship it. */
const isSarif = formats
  .default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }))
  .compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

const BROKEN = `vpc shop {
  provider alibaba
  cidr 192.168.0.0/16
  vSwitch a { cidr 192.168.0.0/20 }
  vSwitch b { cidr 192.168.0.0/20 }
}
cluster c {
  podCIDR 192.168.0.0/18
  cni flannel { backend vxlan }
  node n { in shop/a
}
`;

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'knet-sarif-'));
  await mkdir(join(cwd, 'a plan'));
  await writeFile(join(cwd, 'a plan', 'größe.knet'), BROKEN);
  await writeFile(join(cwd, 'good.knet'), 'network lan { cidr 192.168.7.0/24 }\nhost h { in lan }\n');
});

afterAll(() => rm(cwd, { recursive: true }));

async function sarif(...paths: string[]): Promise<Log> {
  const { out } = await knet(['check', '--format', 'sarif', ...paths], { cwd });
  const log = JSON.parse(out) as Log;
  expect(isSarif(log) ? [] : isSarif.errors).toEqual([]);
  return log;
}

test('the schema refuses what is no log', () => {
  expect(isSarif({ version: '2.1.0', runs: [{ results: [{}] }] })).toBe(false);
});

test('a log of a clean file has every rule, with its page, and no result', async () => {
  const [run] = (await sarif('good.knet')).runs;
  const rules = run!.tool.driver.rules as ReportingDescriptor[];
  expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ code }) => code));
  for (const { id, help } of rules) expect(help?.markdown).toContain(id);
  expect(run!.results).toEqual([]);
});

test('the examples give a valid log', async () => {
  const { out, code } = await knet(['check', '--format', 'sarif', 'examples']);
  const log = JSON.parse(out);
  expect({ code, errors: isSarif(log) ? [] : isSarif.errors }).toEqual({ code: 0, errors: [] });
});

const resultsOf = async (code: string): Promise<Result[]> =>
  (await sarif('a plan')).runs[0]!.results!.filter(({ ruleId }) => ruleId === code);

test('a result has its rule, its level and its place', async () => {
  const { runs } = await sarif('a plan');
  const [result] = await resultsOf('CIDR-POD-VPC');
  expect(runs[0]!.tool.driver.rules![result!.ruleIndex!]!.id).toBe('CIDR-POD-VPC');
  expect(result).toMatchObject({ level: 'error' });
  expect(result!.locations![0]!.physicalLocation).toEqual({
    artifactLocation: { uri: 'a%20plan/gr%C3%B6%C3%9Fe.knet', uriBaseId: '%SRCROOT%' },
    region: { startLine: 8, startColumn: 11, endLine: 8, endColumn: 25 },
  });
  expect(runs[0]!.originalUriBaseIds!['%SRCROOT%']!.uri).toMatch(/^file:\/\/\/.*\/$/);
});

test('a result has the other places that it is about', async () => {
  const [result] = await resultsOf('SUBNET-OVERLAP');
  const [place] = result!.relatedLocations!;
  expect(place!.physicalLocation!.region!.startLine).toBeGreaterThan(3);
  expect(place!.message!.text).not.toBe('');
});

test('a repair is the edit that an editor would make', async () => {
  const [result] = await resultsOf('SUBNET-OVERLAP');
  const [fix] = result!.fixes!;
  const [change] = fix!.artifactChanges;
  expect(fix!.description!.text).toContain('192.168.64.0/20');
  expect(change!.replacements[0]).toMatchObject({
    deletedRegion: { startLine: 5, startColumn: 20, endLine: 5, endColumn: 34 },
    insertedContent: { text: '192.168.64.0/20' },
  });
});

test('braces of a message are doubled: single ones would stand for arguments', async () => {
  const texts = (await resultsOf('SYNTAX')).map(({ message }) => message.text!);
  expect(texts.join()).toContain('}}');
  for (const text of texts) expect(text.replaceAll('{{', '').replaceAll('}}', '')).not.toMatch(/[{}]/);
});
