/// <reference types="node" />
import { describe, expect, test } from 'vitest';
import { type Feature, Omissions } from '../../lab/export/omissions.ts';
import { labScript } from '../../lab/export/script.ts';
import { createLab } from '../../lab/lab.ts';
import { questionsOf } from '../../lab/verify/questions.ts';
import { textOf } from './support/models.ts';
import { modelOf } from './support/verify-text.ts';

async function scriptOf(file: string, lacking: ReadonlyMap<Feature, string> = new Map()): Promise<string> {
  const model = await modelOf(textOf({ name: '', file }));
  questionsOf(model);
  const lab = createLab(model.network);
  return labScript(lab, file, new Omissions(lab, lacking));
}

describe('what stands in for a cloud', () => {
  test.each<[string, string, RegExp]>([
    [
      'ARP for pods of further interfaces',
      'aws-interfaces',
      /neigh replace 10\.0\.31\.249 lladdr \S+ dev sw nud permanent/,
    ],
    ['frames for attached interfaces', 'terway-eni', /elements = \{ .*10\.2\.0\.3 : /],
    ['source checks of AWS', 'aws-interfaces', /iifname "p-b" ip saddr != \{ .*10\.0\.16\.11.* \} drop/],
    ['nothing is given that is for others', 'aws-interfaces', /ether daddr \S+ ip daddr != \{ 10\.0\.16\.11 \} drop/],
    [
      'none of them elsewhere: the router gets it',
      'terway-vpc',
      /ether daddr \S+ ip daddr != \{ \S+ \} ether daddr set \S+ accept/,
    ],
    ['answers to a load balancer', 'services-load-balancer', /@passed-0 ether daddr set \S+ accept/],
    ['no way out for what a cluster keeps', 'ack-flannel', /route add blackhole 172\.21\.0\.0\/20 table 1000/],
    ['a gateway that nobody declared', 'services-kinds', /route add throw 10\.96\.0\.0\/12 table 999/],
  ])('%s', async (_, name, line) => {
    expect(await scriptOf(`examples/${name}.knet`)).toMatch(line);
  });

  test('a plain network has none of it', async () => {
    const script = await scriptOf('examples/services-kinds.knet');
    expect(script).not.toContain('table bridge');
    expect(script).not.toContain('proxy_arp_wifi');
  });

  test('nor has a lab whose kernel cannot', async () => {
    const script = await scriptOf('examples/terway-eni.knet', new Map([['fabric', 'no fabric']]));
    expect(script).not.toContain('table bridge');
  });
});

test('policies at the ports of a bridge, and by address at the bridge', async () => {
  const script = await scriptOf('test/lab/models/bridge-policies.knet');
  expect(script).toMatch(/-I FORWARD -m physdev --physdev-is-bridged --physdev-out (\S+) -j NP-ingress-\1/);
  expect(script).toMatch(/-I FORWARD -o weave -d 10\.32\.0\.10 -m physdev ! --physdev-is-bridged -j NP-ingress-/);
  expect(script).toMatch(/-I INPUT -i weave -s 10\.32\.0\.13 -j NP-egress-/);
});
