/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { questionsOf } from '../../lab/verify/questions.ts';
import { exitCodeOf, type Report, summaryOf } from '../../lab/verify/report.ts';
import { verify } from '../../lab/verify/verify.ts';
import { address, prefix } from '../../network/address/parse.ts';
import type { Vxlan } from '../../network/linux/device.ts';
import type { NetworkNamespace } from '../../network/linux/namespace.ts';
import { createNetwork } from '../../network/machines/create.ts';
import { knet } from '../support/cli.ts';
import { modelRow } from './support/conformance.ts';
import { MODELS, textOf } from './support/models.ts';
import { modelOf, verifyText } from './support/verify-text.ts';
import { mustRun, obstacle, skips } from './support/where.ts';

const PATIENCE = 120_000;
const shown = ({ findings, failure }: Report) => ({
  failure,
  mismatched: findings.filter(({ status }) => status === 'mismatch'),
});

test('a lab is possible where it has to be', () => {
  if (mustRun) expect(obstacle).toBeUndefined();
});

describe.skipIf(skips)(`the kernel does as the model says${skips ? ` (skipped: ${obstacle})` : ''}`, () => {
  test.each(MODELS)(
    '$name: $file',
    async (model) => {
      const report = await verifyText(textOf(model));
      expect(shown(report)).toEqual({ failure: undefined, mismatched: [] });
      expect(exitCodeOf(report)).toBe(0);
      const page = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8');
      expect(page.split('\n')).toContain(modelRow(model, summaryOf(report)));
    },
    PATIENCE,
  );

  test('on the command line', { timeout: PATIENCE }, async () => {
    const { code, out } = await knet(['lab', 'verify', 'examples/flannel-vxlan.knet', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).summary).toMatchObject({ verified: 3, mismatch: 0, unsupported: 0, undecided: 0 });
  });

  test('in a user namespace, as for somebody who is not root', { timeout: PATIENCE }, async () => {
    vi.stubEnv('KNET_LAB_USER_NAMESPACE', '1');
    const udp = MODELS.find(({ file }) => file.endsWith('udp.knet'))!;
    const report = await verifyText(textOf(udp)).finally(() => vi.unstubAllEnvs());
    expect(shown(report)).toEqual({ failure: undefined, mismatched: [] });
    expect(exitCodeOf(report)).toBe(0);
  });

  test('a file without questions verifies nothing', { timeout: PATIENCE }, async () => {
    expect(exitCodeOf(await verifyText('network lan { cidr 10.0.0.0/24 }\n'))).toBe(3);
  });
});

/* The referee has to be able to say no: the lab is built of tables with one mistake, which the traces do not know of. */

const LAB = MODELS.find(({ name }) => name.endsWith('captures'))!;
const vtep = (node: NetworkNamespace) => node.devices.get('flannel.1') as Vxlan;
const macOf = (node: NetworkNamespace) => vtep(node).neighbours.get(address('10.244.1.0'))!.mac;

const MISTAKES: Readonly<Record<string, (node: NetworkNamespace) => void>> = {
  'a missing FDB entry': (node) => vtep(node).fdb.delete(macOf(node)),
  'an FDB entry with another node': (node) =>
    vtep(node).fdb.set({ mac: macOf(node), destination: address('172.16.130.164') }),
  'another MAC of the VTEP': (node) =>
    vtep(node).neighbours.set({ address: address('10.244.1.0'), mac: '02:00:00:00:00:99', state: 'PERMANENT' }),
  'a missing route': (node) => node.main.delete(prefix('10.244.1.0/24')),
  'another VNI': (node) => void node.devices.set('flannel.1', { ...vtep(node), vni: 2 }),
  'another UDP port': (node) => void node.devices.set('flannel.1', { ...vtep(node), port: 4789 }),
  'no forwarding': (node) => void node.sysctls.set('net.ipv4.ip_forward', '0'),
};

describe.skipIf(skips)('a table that differs is a mismatch', () => {
  test.each(Object.entries(MISTAKES))(
    '%s',
    async (_, mistake) => {
      const model = await modelOf(textOf(LAB));
      const questions = questionsOf(model);
      const wrong = createNetwork(model.topology, model.allocate, { mutate: { 'node:lab/node1': mistake } });
      for (const key of model.network.built()) wrong.namespace(key);
      const report = await verify(wrong, questions, 'a wrong lab');
      expect(exitCodeOf(report)).toBe(1);
    },
    PATIENCE,
  );
});
