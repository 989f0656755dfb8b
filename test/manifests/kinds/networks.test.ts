import { describe, expect, test } from 'vitest';
import { formatPrefix } from '../../../network/address/prefix.ts';
import { manifest, readBoth as read } from '../support/read.ts';

describe('the network', () => {
  test('of flannel, from its ConfigMap', () => {
    const found = read(`apiVersion: v1
kind: ConfigMap
metadata: {name: kube-flannel-cfg, namespace: kube-flannel}
data:
  cni-conf.json: |
    {"plugins": [{"type": "flannel", "delegate": {"hairpinMode": true}}, {"type": "portmap"}]}
  net-conf.json: |
    {"Network": "10.9.0.0/16", "Backend": {"Type": "vxlan", "VNI": 4096, "Port": 4789, "DirectRouting": true}}
`);
    expect(found.cluster.cni).toMatchObject({
      kind: 'flannel',
      hairpinMode: true,
      backend: { type: 'vxlan', vni: 4096, port: 4789, directRouting: true },
    });
    expect(found.cluster.podCIDRs.map(({ value }) => formatPrefix(value))).toEqual(['10.9.0.0/16']);
  });

  test('of Calico, from its resources', () => {
    const of = (group: string, kind: string, name: string, spec: string) =>
      `---\n${manifest(kind, group, spec, `name: ${name}`)}`;
    const found = read(
      of(
        'projectcalico.org/v3',
        'IPPool',
        'p',
        '{cidr: 10.8.0.0/16, ipipMode: CrossSubnet, natOutgoing: true, nodeSelector: "zone == \'a\'"}',
      ) +
        of(
          'crd.projectcalico.org/v1',
          'BGPConfiguration',
          'default',
          '{nodeToNodeMeshEnabled: false, asNumber: 64600}',
        ) +
        of('crd.projectcalico.org/v1', 'BGPPeer', 'rr', '{peerSelector: "has(rr)", nodeSelector: all()}') +
        of('v1', 'Node', 'n', '{podCIDR: 10.8.1.0/24}') +
        of('projectcalico.org/v3', 'Node', 'n', '{bgp: {routeReflectorClusterID: 244.0.0.1}}'),
    );
    expect(found.cluster.cni).toMatchObject({
      kind: 'calico',
      nodeToNodeMeshEnabled: false,
      asNumber: 64600,
      ipPools: [{ name: 'p', ipipMode: 'CrossSubnet', natOutgoing: true, blockSize: 26 }],
      bgpPeers: [{ name: 'rr', peerSelector: { op: 'has', key: 'rr' }, nodeSelector: { op: 'all' } }],
    });
    expect(found.cluster.nodes).toMatchObject([{ name: 'n', routeReflectorClusterID: { value: '244.0.0.1' } }]);
  });
});
