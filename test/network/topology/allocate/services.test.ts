import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../../network/address/address.ts';
import type { Cluster } from '../../../../network/topology/cluster.ts';
import { addresses, cidrs, namespace, origin, service, sourced } from '../builders.ts';
import { allocate } from './cluster.ts';

describe('Services', () => {
  const serviceAddresses = (parts: Partial<Cluster>) => {
    const { it, cluster } = allocate(parts);
    const all = cluster.namespaces.flatMap((n) => n.services);
    return Object.fromEntries(all.map((s) => [s.id.slice(2), it.clusterIPs(s).map(formatAddress).join(' ')]));
  };

  test('default/kubernetes first, DNS tenth, others from the dynamic band, none for headless ones', () => {
    const services = ['default/a', 'default/b'].map((id) => service(id));
    expect(
      serviceAddresses({
        namespaces: [
          namespace('default', {
            services: [
              ...services,
              service('default/taken', { clusterIPs: addresses('10.96.1.2') }),
              service('default/none', { headless: true }),
              service('default/name', { type: 'ExternalName' }),
              service('default/kubernetes', { implicit: true }),
            ],
          }),
          namespace('kube-system', { services: [service('kube-system/kube-dns', { implicit: true })] }),
        ],
      }),
    ).toEqual({
      'default/a': '10.96.1.1',
      'default/b': '10.96.1.3',
      'default/taken': '10.96.1.2',
      'default/none': '',
      'default/name': '',
      'default/kubernetes': '10.96.0.1',
      'kube-system/kube-dns': '10.96.0.10',
    });
  });

  // The first three are the examples of the Kubernetes documentation of ClusterIP allocation.
  test.each([
    ['10.96.0.0/24', '10.96.0.17'],
    ['10.96.0.0/20', '10.96.1.1'],
    ['10.96.0.0/16', '10.96.1.1'],
    ['10.96.0.0/28', '10.96.0.2'],
    ['fd00:10:96::/112', 'fd00:10:96::101'],
  ])('the dynamic band of %s begins at %s', (range, expected) => {
    const services = [service('default/a')];
    const parts = { serviceCIDRs: cidrs(range), namespaces: [namespace('default', { services })] };
    expect(serviceAddresses(parts)).toEqual({ 'default/a': expected });
  });

  test('the static band is used when the dynamic one is full', () => {
    const services = Array.from({ length: 14 }, (_, i) => service(`default/s${i}`));
    const namespaces = [namespace('default', { services })];
    const given = Object.values(serviceAddresses({ serviceCIDRs: cidrs('10.96.0.0/27'), namespaces }));
    expect(given).toHaveLength(14);
    expect(given.slice(0, 2)).toEqual(['10.96.0.17', '10.96.0.18']);
    expect(given[13]).toBe('10.96.0.30');
    const more = [...services, service('default/x'), service('default/y')];
    const spilled = Object.values(
      serviceAddresses({ serviceCIDRs: cidrs('10.96.0.0/27'), namespaces: [namespace('default', { services: more })] }),
    );
    expect(spilled.slice(14)).toEqual(['10.96.0.2', '10.96.0.3']);
  });

  test('node ports: from 30086 on, past what is written; only for types that have them', () => {
    const port = (nodePort?: number) => ({
      protocol: 'TCP' as const,
      port: 80,
      targetPort: 80,
      nodePort: nodePort === undefined ? undefined : sourced(nodePort),
      origin: origin('port'),
    });
    const services = [
      service('default/a', { type: 'NodePort', ports: [port(), port(30080)] }),
      service('default/b', { type: 'LoadBalancer', ports: [port(30087), port()] }),
      service('default/c'),
    ];
    const { it } = allocate({ namespaces: [namespace('default', { services })] });
    expect(services.map((s) => s.ports.map((_, i) => it.nodePort(s, i)))).toEqual([
      [30086, 30080],
      [30087, 30088],
      [undefined],
    ]);
  });
});
