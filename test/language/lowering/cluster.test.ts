import { describe, expect, test } from 'vitest';
import { formatPrefix } from '../../../network/address/prefix.ts';
import { clusterOf } from './model.ts';

describe('defaults of a cluster', () => {
  test('are those of Kubernetes', async () => {
    const cluster = await clusterOf('');
    expect(cluster).toMatchObject({
      id: 'c',
      nodeCIDRMaskSizes: { 4: 24, 6: 64 },
      serviceNodePortRange: { from: 30000, to: 32767 },
      maxPods: 110,
      clusterDomain: 'cluster.local',
      cni: { kind: 'none' },
      kubeProxy: { mode: 'iptables' },
      dns: { implementation: 'coredns', replicas: 2 },
    });
    expect(cluster.podCIDRs.map(({ value }) => formatPrefix(value))).toEqual(['10.244.0.0/16']);
    expect(cluster.serviceCIDRs.map(({ value }) => formatPrefix(value))).toEqual(['10.96.0.0/12']);
    expect(cluster.namespaces.map((one) => one.name)).toEqual(['kube-system', 'default']);
  });

  test.each([
    ['cni flannel', ['10.244.0.0/16']],
    ['cni weave', ['10.32.0.0/12']],
    ['cni terway { mode eniip }', []],
    ['cni terway { mode vpc }', ['10.244.0.0/16']],
    ['cni aws-vpc', []],
    ['cni calico { ipPool p { cidr 10.5.0.0/16 } }', []],
    ['podCIDR 10.1.0.0/16 fd00::/56', ['10.1.0.0/16', 'fd00::/56']],
    ['podCIDR 10.1.0.0/16 podCIDR fd00::/56', ['10.1.0.0/16', 'fd00::/56']],
  ])('pod range of %s', async (fields, expected) => {
    expect((await clusterOf(fields)).podCIDRs.map(({ value }) => formatPrefix(value))).toEqual(expected);
  });

  test.each([
    [
      'cni flannel',
      { kind: 'flannel', backend: { type: 'vxlan', vni: 1, port: 8472 }, ipMasq: true, hairpinMode: true },
    ],
    ['cni flannel { backend udp }', { backend: { type: 'udp', port: 8285 } }],
    [
      'cni flannel { backend vxlan { VNI 7 Port 4789 DirectRouting } }',
      { backend: { vni: 7, port: 4789, directRouting: true } },
    ],
    ['cni calico', { kind: 'calico', nodeToNodeMeshEnabled: true, asNumber: 64512, ipPools: [], bgpPeers: [] }],
    [
      'cni calico { ipPool p { cidr fd00::/64 } }',
      { ipPools: [{ blockSize: 122, ipipMode: 'Never', natOutgoing: false }] },
    ],
    ['cni weave', { kind: 'weave', mode: 'fastdp' }],
    ['cni terway', { kind: 'terway', mode: 'eniip' }],
    ['cni aws-vpc { externalSNAT }', { kind: 'aws-vpc', externalSNAT: true, enableNetworkPolicy: false }],
    ['cni cilium', { kind: 'none' }],
  ])('%s', async (fields, expected) => expect((await clusterOf(fields)).cni).toMatchObject(expected));

  test.each([
    ['nodeCIDRMaskSize 26', { 4: 26, 6: 64 }],
    ['nodeCIDRMaskSize 26 80', { 4: 26, 6: 64 }],
    ['nodeCIDRMaskSize 26 nodeCIDRMaskSize 80', { 4: 26, 6: 80 }],
    ['podCIDR fd00::/48 nodeCIDRMaskSize 24', { 4: 24, 6: 24 }],
  ])('%s', async (fields, expected) => expect((await clusterOf(fields)).nodeCIDRMaskSizes).toEqual(expected));
});
