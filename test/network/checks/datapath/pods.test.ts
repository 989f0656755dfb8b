import { describe, expect, test } from 'vitest';
import { read } from '../../../docs/reader.ts';
import { codes, IN_A } from './support.ts';

describe('hairpin', () => {
  const fields = (cni: string, more: string) =>
    `cni flannel { ${cni} } node n1 { in a } namespace default { deployment w { labels app=w port 80/TCP } ${more} }`;
  const service = 'service s { selector app=w port 80/TCP }';
  test.each([
    ['on unless it is switched off', fields('backend vxlan', service), []],
    ['off', fields('backend vxlan hairpinMode false', service), ['HAIRPIN']],
    ['no Service', fields('backend vxlan hairpinMode false', ''), []],
    [
      'headless',
      fields('backend vxlan hairpinMode false', 'service s { clusterIP None selector app=w port 80/TCP }'),
      [],
    ],
  ])('%s', async (_, cluster, expected) => {
    expect(await codes(cluster)).toEqual(expected);
  });
});

describe('the Kubernetes network model', () => {
  const pods = 'namespace default { pod p { on n1 } pod q { on n2 } }';
  const off = 'sysctl net.ipv4.ip_forward 0';
  test.each([
    ['holds for every backend', `cni flannel { backend host-gw } ${IN_A} ${pods}`, []],
    [
      'a node that forwards nothing',
      `cni flannel { backend vxlan } node n1 { in a } node n2 { in a ${off} } ${pods}`,
      ['K8S-MODEL'],
    ],
    ['Weave routes nothing between nodes', `cni weave node n1 { in a } node n2 { in a ${off} } ${pods}`, []],
    ['what is not known is not denied', `node n1 { in a } node n2 { in a ${off} } ${pods}`, []],
  ])('%s', async (_, fields, expected) => {
    expect(await codes(fields)).toEqual(expected);
  });

  test('policies are left out', async () => {
    const policy = 'namespace default { pod p { on n1 } pod q { on n2 } networkPolicy none { podSelector {} } }';
    expect(await codes(`cni flannel { backend vxlan } ${IN_A} ${policy}`)).toEqual(['NP-UNENFORCED']);
  });
});

test('flannel on IPv6 alone is what is not modelled, not a missing route', async () => {
  const { problems } = await read(`network six { cidr fd01::/64  gateway fd01::1 }
    cluster c {
      podCIDR fd00:10:244::/56  serviceCIDR fd00:10:96::/112
      cni flannel
      node n1 { in six  ip fd01::11 }
      node n2 { in six  ip fd01::12 }
      namespace d { pod a { on n1 } pod b { on n2  port 80/TCP } }
    }
    expect d/a can reach d/b:80`);
  const told = problems.filter(({ code }) => code === 'INSUFFICIENT_INFO').map(({ message }) => message);
  expect(told).toEqual([expect.stringMatching(/flannel over IPv6 is not modelled yet$/)]);
});
