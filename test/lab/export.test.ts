/// <reference types="node" />
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type Feature, Omissions } from '../../lab/export/omissions.ts';
import { labScript } from '../../lab/export/script.ts';
import { sysctlPath } from '../../lab/export/sysctls.ts';
import { createLab } from '../../lab/lab.ts';
import { deviceNames } from '../../lab/names.ts';
import { expectationOf } from '../../lab/verify/expected.ts';
import { questionsOf } from '../../lab/verify/questions.ts';
import { knet } from '../support/cli.ts';
import { MODELS, textOf } from './support/models.ts';
import { modelOf } from './support/verify-text.ts';

const SMALL = `network lan { cidr 192.168.1.0/24 }
cluster lab {
  podCIDR 10.244.0.0/16
  cni flannel { backend vxlan }
  dns coredns { replicas 0 }
  node a { in lan  ip 192.168.1.11  podCIDR 10.244.0.0/24 }
  node the-node-with-a-long-name { in lan  ip 192.168.1.12  podCIDR 10.244.1.0/24  sysctl net.ipv4.conf.flannel.1.rp_filter 2 }
  namespace default {
    pod web { on a  ip 10.244.0.10  port 80/TCP }
  }
}
`;
const exported = async (text: string) => labScript(createLab((await modelOf(text)).network), 'small.knet');

describe('the script', () => {
  test('of a small model', async () => {
    await expect(await exported(SMALL)).toMatchFileSnapshot('golden/small-lab.sh');
  });
  test('is the same every time', async () => {
    expect(await exported(SMALL)).toBe(await exported(SMALL));
  });
  test.each(MODELS)('of $file is bash', async (model) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: await exported(textOf(model)), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
  test('on the command line', async () => {
    const { code, out } = await knet(['lab', 'export', 'examples/flannel-vxlan.knet']);
    expect(code).toBe(0);
    expect(out).toContain('route add 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink');
    expect(out).toContain('neigh replace 10.244.1.0 lladdr 7a:2c:d0:7f:48:3f dev flannel.1 nud permanent');
    expect(out).toContain('fdb append 7a:2c:d0:7f:48:3f dev flannel.1 dst 172.16.130.140 self permanent');
  });
});

describe('what a kernel lacks', () => {
  const text = textOf(MODELS.find(({ file }) => file.endsWith('direct-routing.knet'))!);
  const without = async (feature: Feature) => {
    const model = await modelOf(text);
    const questions = questionsOf(model);
    const lab = createLab(model.network);
    const omissions = new Omissions(lab, new Map([[feature, `no ${feature}`]]));
    const found = questions.map(({ result }) => expectationOf(lab, omissions, result.paths[0]!));
    return { script: labScript(lab, 'x', omissions), found };
  };

  test('vxlan: packets that need none are verified all the same', async () => {
    const { script, found } = await without('vxlan');
    expect(script).not.toContain('type vxlan');
    const unsupported = found.filter((one) => 'status' in one);
    expect(unsupported).toContainEqual({ status: 'unsupported', reason: 'no vxlan' });
    expect(unsupported.length).toBeLessThan(found.length);
  });
  test('iptables: whatever meets a machine with rules', async () => {
    const { script, found } = await without('iptables');
    expect(script).not.toContain('iptables-restore');
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(found.map(() => ({ status: 'unsupported', reason: 'no iptables' })));
  });
});

describe('names', () => {
  test('fifteen characters are kept, more are cut and stay apart', () => {
    const names = deviceNames();
    expect(names.of('p-fifteen-chars')).toBe('p-fifteen-chars');
    const long = ['p-a-machine-with-a-name-1', 'p-a-machine-with-a-name-2'].map((name) => names.of(name));
    expect(new Set(long).size).toBe(2);
    for (const name of long) expect(name).toMatch(/^p-a-machin-[0-9a-f]{4}$/);
  });
  test('a name that is taken', () => {
    const names = deviceNames();
    expect(names.of('eth0')).toBe('eth0');
    expect(names.of('eth0')).not.toBe('eth0');
  });
  test.each([
    ['net.ipv4.ip_forward', 'net/ipv4/ip_forward'],
    ['net.ipv4.conf.all.rp_filter', 'net/ipv4/conf/all/rp_filter'],
    ['net.ipv4.conf.flannel.1.rp_filter', 'net/ipv4/conf/flannel.1/rp_filter'],
  ])('%s is %s', (name, path) => {
    expect(sysctlPath(name)).toBe(path);
  });
});
