import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import { formatSelector } from '../../../network/topology/selector.ts';
import { clusterOf } from './model.ts';

describe('what nobody declares', () => {
  const services = (cluster: Cluster) =>
    Object.fromEntries(
      cluster.namespaces.flatMap((one) =>
        one.services.map((service) => [service.id, service.clusterIPs.map(({ value }) => formatAddress(value))]),
      ),
    );

  test('DNS has the tenth address, the API server the first', async () => {
    const cluster = await clusterOf('serviceCIDR 10.0.0.0/24 node a { ip 192.168.0.1 }');
    expect(services(cluster)).toEqual({
      'c/kube-system/kube-dns': ['10.0.0.10'],
      'c/default/kubernetes': ['10.0.0.1'],
    });
    const api = cluster.namespaces.find((one) => one.name === 'default')!.services[0]!;
    expect(api.ports).toMatchObject([{ name: 'https', port: 443, targetPort: 6443, protocol: 'TCP' }]);
    expect(api.selector).toBeUndefined();
    expect(api.endpoints.map(({ value }) => formatAddress(value))).toEqual(['192.168.0.1']);
  });

  test('DNS pods bear the label that the Service selects', async () => {
    const cluster = await clusterOf('dns kube-dns { clusterIP 10.96.0.53 replicas 3 }');
    const [namespace] = cluster.namespaces;
    expect(namespace!.workloads).toMatchObject([
      {
        id: 'c/kube-system/kube-dns',
        kind: 'Deployment',
        replicas: 3,
        labels: { 'k8s-app': 'kube-dns' },
        implicit: true,
      },
    ]);
    expect(namespace!.workloads[0]!.ports.map((port) => `${port.name} ${port.port}/${port.protocol}`)).toEqual([
      'dns 53/UDP',
      'dns-tcp 53/TCP',
    ]);
    expect(formatSelector(namespace!.services[0]!.selector!)).toBe('k8s-app=kube-dns');
    expect(services(cluster)['c/kube-system/kube-dns']).toEqual(['10.96.0.53']);
  });

  test('what is declared by hand stays', async () => {
    const cluster = await clusterOf('namespace kube-system { service kube-dns { clusterIP 10.96.0.99 } pod x { } }');
    expect(services(cluster)['c/kube-system/kube-dns']).toEqual(['10.96.0.99']);
    expect(cluster.namespaces.map((one) => [one.name, one.workloads.length])).toEqual([
      ['kube-system', 2],
      ['default', 0],
    ]);
  });

  test('a service range that is too small has no tenth address', async () => {
    expect(services(await clusterOf('serviceCIDR 10.0.0.0/29'))).toEqual({
      'c/kube-system/kube-dns': [],
      'c/default/kubernetes': ['10.0.0.1'],
    });
  });
});
