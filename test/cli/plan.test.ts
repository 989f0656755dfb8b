/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Plan } from '../../analysis/plan/plan.ts';
import { knet, root } from '../support/cli.ts';
import { EXAMPLE_NAMES } from '../support/example-names.ts';
import { type Schema, schemaErrors } from '../support/schema.ts';

const schema = JSON.parse(readFileSync(join(root, 'docs/schemas/plan.schema.json'), 'utf8')) as Schema;

test.each(EXAMPLE_NAMES)('the plan of %s follows its schema', async (name) => {
  const { code, out, err } = await knet(['plan', `examples/${name}`, '--format', 'json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const plan = JSON.parse(out) as Plan;
  expect(schemaErrors(schema, plan)).toEqual([]);
  const networks = [...plan.networks, ...plan.vpcs.flatMap(({ subnets }) => subnets)];
  const ranges = networks.flatMap((one) => one.ranges);
  expect(ranges.length).toBeGreaterThan(0);
  for (const { size, usable, reserved, used, free } of ranges) {
    expect([usable + reserved, used + free]).toEqual([size, usable]);
  }
});

test('the text is a tree: VPC, its subnets, the cluster with its bands and nodes', async () => {
  const { out } = await knet(['plan', 'examples/ack-flannel.knet']);
  const lines = out.split('\n');
  expect(lines[0]).toBe('vpc shop  alibaba');
  expect(lines[2]).toMatch(/^├ vSwitch zone-h {2}192\.168\.0\.0\/20 {3}4092 usable, 4 used, 4 reserved, 4088 free/);
  expect(out).toContain('256 node ranges of /24, 3 used, 253 free');
  expect(out).toContain('│ ├ static band   172.21.0.1 to 172.21.1.0: 2 of 256 used, 254 free');
  expect(out).toMatch(/n1 {2}172\.20\.0\.0\/24 {2}2 of 110 pods, 108 more: maxPods is 110/);
});

test('a large cluster is summed up, and a file with errors has a plan', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'knet-plan-'));
  const text =
    'network lan { cidr 10.0.0.0/16 }\ncluster c { podCIDR 10.4.0.0/14 nodes w 40..60 { in lan } }\nclutser x { }\n';
  await writeFile(join(folder, 'a.knet'), text);
  const { code, out } = await knet(['plan', 'a.knet'], { cwd: folder });
  await rm(folder, { recursive: true });
  expect(code).toBe(0);
  expect(out).toContain('and 24 more nodes');
  expect(out).toContain('20 may come; ');
});
