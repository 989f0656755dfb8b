import { describe, expect, test } from 'vitest';
import { manifest, namespace, readBoth as read } from '../support/read.ts';

const POD = '{containers: [{name: c, ports: [{name: http, containerPort: 80}, {containerPort: 53, protocol: UDP}]}]}';
const TEMPLATE = `{metadata: {labels: {app: a}}, spec: ${POD}}`;

describe('workloads', () => {
  test.each([
    ['ReplicationController', 'v1', `{replicas: 3, template: ${TEMPLATE}}`, 3],
    ['Deployment', 'apps/v1', `{replicas: 0, template: ${TEMPLATE}}`, 0],
    ['Deployment', 'extensions/v1beta1', `{template: ${TEMPLATE}}`, 1],
    ['ReplicaSet', 'apps/v1', `{replicas: 2, template: ${TEMPLATE}}`, 2],
    ['StatefulSet', 'apps/v1', `{replicas: 2, serviceName: s, template: ${TEMPLATE}}`, 2],
    ['DaemonSet', 'apps/v1', `{template: ${TEMPLATE}}`, 1],
    ['Job', 'batch/v1', `{parallelism: 4, template: ${TEMPLATE}}`, 4],
    ['CronJob', 'batch/v1', `{jobTemplate: {spec: {template: ${TEMPLATE}}}}`, 1],
  ])('%s of %s', (kind, apiVersion, spec, replicas) => {
    const [found, ...more] = namespace(read(manifest(kind, apiVersion, spec))).workloads;
    expect(more).toEqual([]);
    expect(found).toMatchObject({ kind, name: 'w', replicas, labels: { app: 'a' }, id: 'cluster/default/w' });
    expect(found!.ports.map(({ name, port, protocol }) => [name, port, protocol])).toEqual([
      ['http', 80, 'TCP'],
      [undefined, 53, 'UDP'],
    ]);
  });

  test('a VirtualMachine of KubeVirt is a pod with the labels of its template', () => {
    const vm = manifest(
      'VirtualMachine',
      'kubevirt.io/v1',
      `{running: false, template: {metadata: {labels: {os: linux}}}}`,
    );
    const [found, ...more] = namespace(read(vm)).workloads;
    expect(more).toEqual([]);
    expect(found).toMatchObject({ kind: 'Pod', controller: 'VirtualMachine', labels: { os: 'linux' }, replicas: 1 });
  });

  test('of a group that is not theirs are passed over', () => {
    const found = read(manifest('Deployment', 'example.com/v1', `{template: ${TEMPLATE}}`));
    expect(found.cluster.namespaces).toEqual([]);
  });

  test('what runs beside the containers counts, what runs before them does not', () => {
    const spec =
      '{initContainers: [{ports: [{containerPort: 1}]}, {restartPolicy: Always, ports: [{containerPort: 2}]}]}';
    const [found] = namespace(read(manifest('Pod', 'v1', spec))).workloads;
    expect(found!.ports.map(({ port }) => port)).toEqual([2]);
  });
});
