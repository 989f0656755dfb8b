import { describe, expect, test } from 'vitest';
import { rangeOf } from '../../manifests/origins.ts';
import { formatAddress } from '../../network/address/address.ts';
import type { Origin } from '../../network/topology/origin.ts';
import { namespace, readBoth as read } from './support/read.ts';

const textAt = (found: ReturnType<typeof read>, origin: Origin) =>
  found.files[0]!.textDocument.getText(rangeOf(origin)!.range);

const service = (spec: string, metadata = 'name: s', rest = '') =>
  `apiVersion: v1\nkind: Service\nmetadata: {${metadata}}\nspec: ${spec}\n${rest}`;

describe('the address of a load balancer', () => {
  const GIVEN = 'status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}\n';
  const note = (name: string, value = '"203.0.113.8,2001:db8::8"') => `name: s, annotations: {${name}: ${value}}`;
  test.each([
    [
      'what was asked for',
      service('{type: LoadBalancer, loadBalancerIP: 203.0.113.9}', 'name: s', GIVEN),
      '203.0.113.9',
    ],
    ['MetalLB', service('{type: LoadBalancer}', note('metallb.universe.tf/loadBalancerIPs'), GIVEN), '203.0.113.8'],
    ['MetalLB today', service('{type: LoadBalancer}', note('metallb.io/loadBalancerIPs')), '203.0.113.8'],
    ['kube-vip', service('{type: LoadBalancer}', note('kube-vip.io/loadbalancerIPs', '203.0.113.6')), '203.0.113.6'],
    [
      'an annotation that is no address',
      service('{type: LoadBalancer}', note('metallb.io/loadBalancerIPs', 'dhcp'), GIVEN),
      '203.0.113.7',
    ],
    ['what was given', service('{type: LoadBalancer}', 'name: s', GIVEN), '203.0.113.7'],
    ['nothing', service('{type: LoadBalancer}'), undefined],
  ])('%s', (_what, text, expected) => {
    const { loadBalancerIP } = namespace(read(text)).services[0]!;
    expect(loadBalancerIP && formatAddress(loadBalancerIP.value)).toBe(expected);
  });
});

describe('fields of Services', () => {
  test('externalTrafficPolicy has its place where it is written', () => {
    const found = read(service('{type: NodePort, externalTrafficPolicy: Local}'));
    const [written] = namespace(found).services;
    expect(written!.externalTrafficPolicy).toBe('Local');
    expect(textAt(found, written!.externalTrafficPolicyOrigin!)).toBe('Local');
    expect(namespace(read(service('{}'))).services[0]!.externalTrafficPolicyOrigin).toBeUndefined();
    expect(namespace(read(service('{externalTrafficPolicy: Locl}'))).services[0]).toMatchObject({
      externalTrafficPolicy: 'Cluster',
      externalTrafficPolicyOrigin: undefined,
    });
  });

  test.each([
    ['a name', 'http', 'http'],
    ['a number', '8080', 8080],
    ['a number in quotes', '"8080"', 8080],
  ])('targetPort is %s', (_what, written, expected) => {
    const found = read(service(`{ports: [{port: 80, targetPort: ${written}}]}`));
    const [port] = namespace(found).services[0]!.ports;
    expect(port!.targetPort).toBe(expected);
    expect(textAt(found, port!.targetOrigin!)).toBe(written);
  });
});

describe('paths of an Ingress', () => {
  test.each([
    ['pathType: Exact, ', 'Exact'],
    ['pathType: Prefix, ', undefined],
    ['pathType: ImplementationSpecific, ', undefined],
    ['', undefined],
  ])('%s', (pathType, expected) => {
    const backend = 'backend: {service: {name: s, port: {number: 80}}}';
    const text = `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {rules: [{http: {paths: [{path: /x, ${pathType}${backend}}]}}]}\n`;
    expect(namespace(read(text)).ingresses[0]!.rules).toMatchObject([{ path: '/x', port: 80 }]);
    expect(namespace(read(text)).ingresses[0]!.rules[0]!.pathType).toBe(expected);
  });
});

describe('the arguments of flanneld', () => {
  const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata: {name: kube-flannel-cfg, namespace: kube-flannel}
data: {net-conf.json: '{"Network": "10.244.0.0/16", "Backend": {"Type": "vxlan"}}'}
`;
  const daemonSet = (command: string, args: string) => `---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: kube-flannel-ds, namespace: kube-flannel}
spec:
  template:
    metadata: {labels: {app: flannel}}
    spec:
      hostNetwork: true
      containers: [{name: kube-flannel, command: ${command}, args: ${args}}]
`;
  test.each([
    ['as in its own manifests', '[/opt/bin/flanneld]', '[--ip-masq, --kube-subnet-mgr]', true, undefined],
    ['without --ip-masq', '[/opt/bin/flanneld]', '[--kube-subnet-mgr]', false, undefined],
    ['with --ip-masq off', '[/opt/bin/flanneld]', '[--ip-masq=false]', false, undefined],
    ['with a NIC', '[/opt/bin/flanneld]', '[--ip-masq, --iface=eth1, --iface=eth2]', true, 'eth1'],
    ['with a NIC of its own word', '[/opt/bin/flanneld, -iface, eth1]', '[-ip-masq=true]', true, 'eth1'],
    ['with a NIC of a variable', '[/opt/bin/flanneld]', '[--ip-masq, --iface=$(IFACE)]', true, undefined],
    ['of another program', '[/bin/other]', '[--iface=eth1]', true, undefined],
  ])('%s', (_what, command, args, ipMasq, iface) => {
    const found = read(`${CONFIG}${daemonSet(command, args)}`);
    const { cni } = found.cluster;
    expect(cni).toMatchObject({ kind: 'flannel', ipMasq, backend: { type: 'vxlan' } });
    expect(cni.kind === 'flannel' && cni.iface?.value).toBe(iface);
  });
});
