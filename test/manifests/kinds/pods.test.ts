import { describe, expect, test } from 'vitest';
import { passedOver } from '../../../manifests/diagnostics.ts';
import { formatAddress } from '../../../network/address/address.ts';
import { manifest, namespace, type Read, readBoth as read } from '../support/read.ts';

const pod = (name: string, labels: string, owner: string, more = '') =>
  `---\n${manifest('Pod', 'v1', '{}', `name: ${name}, labels: {${labels}}${owner && `, ownerReferences: [{${owner}, controller: true}]`}`)}${more}`;

const shown = (found: Read) =>
  namespace(found).workloads.map(({ id, kind, replicas, labels }) => [id, kind, replicas, labels]);

describe('pods of controllers', () => {
  test('are one workload under the controller they name', () => {
    const found = read(pod('a', 'x: y', 'kind: DaemonSet, name: d') + pod('b', 'x: y', 'kind: DaemonSet, name: d'));
    expect(shown(found)).toEqual([['cluster/default/d', 'DaemonSet', 2, { x: 'y' }]]);
  });

  test('stay apart where their labels differ, under one name', () => {
    const found = read(pod('a', 'x: y', 'name: d') + pod('b', 'x: z', 'name: d') + pod('c', 'x: y', 'name: d'));
    expect(shown(found)).toEqual([
      ['cluster/default/d', 'Pod', 2, { x: 'y' }],
      ['cluster/default/d#2', 'Pod', 1, { x: 'z' }],
    ]);
    expect(found.topology.findings).toEqual([]);
  });

  test('come under the topmost controller of a dump', () => {
    const deployment = manifest(
      'Deployment',
      'apps/v1',
      `{replicas: 2, template: {metadata: {labels: {x: y}}}}`,
      'name: d',
    );
    const set = manifest('ReplicaSet', 'apps/v1', '{}', 'name: d-1, ownerReferences: [{kind: Deployment, name: d}]');
    const pods = pod('d-1-a', 'x: y, pod-template-hash: "1"', 'kind: ReplicaSet, name: d-1');
    expect(shown(read(`${deployment}---\n${set}${pods}`))).toEqual([
      ['cluster/default/d', 'Deployment', 2, { x: 'y' }],
    ]);
  });

  test('are told apart by a label of the controller only where a selector asks for it', () => {
    const pods = ['0', '1'].map((n) =>
      pod(`db-${n}`, `app: db, apps.kubernetes.io/pod-index: "${n}"`, 'kind: StatefulSet, name: db'),
    );
    expect(shown(read(pods.join(''))).length).toBe(1);
    const service =
      '---\napiVersion: v1\nkind: Service\nmetadata: {name: first}\nspec: {selector: {apps.kubernetes.io/pod-index: "0"}}\n';
    expect(shown(read(pods.join('') + service)).map(([id]) => id)).toEqual([
      'cluster/default/db',
      'cluster/default/db#2',
    ]);
  });

  test('of a kind that the model does not know say so, and a node controls nothing', () => {
    const found = read(pod('a', '', 'kind: Rollout, name: r') + pod('kube-proxy', '', 'kind: Node, name: n'));
    expect(namespace(found).workloads).toMatchObject([
      { name: 'r', kind: 'Pod', controller: 'Rollout' },
      { name: 'kube-proxy', kind: 'Pod' },
    ]);
  });

  test('owners in a circle end', () => {
    const set = (name: string, owner: string) =>
      manifest('ReplicaSet', 'apps/v1', '{}', `name: ${name}, ownerReferences: [{kind: ReplicaSet, name: ${owner}}]`);
    const found = read(`${set('a', 'b')}---\n${set('b', 'a')}${pod('p', '', 'kind: ReplicaSet, name: a')}`);
    expect(namespace(found).workloads.length).toBe(1);
  });

  test('of a roll-out that is over are those of no old ReplicaSet', () => {
    const set = (name: string, replicas: number) =>
      manifest(
        'ReplicaSet',
        'apps/v1',
        `{replicas: ${replicas}, template: {metadata: {labels: {r: ${name}}}}}`,
        `name: ${name}, ownerReferences: [{kind: Rollout, name: web}]`,
      );
    expect(shown(read(`${set('web-1', 0)}---\n${set('web-2', 3)}`)).map(([id]) => id)).toEqual([
      'cluster/default/web-2',
    ]);
    const alone = manifest(
      'ReplicaSet',
      'apps/v1',
      '{replicas: 0, template: {metadata: {labels: {a: b}}}}',
      'name: rs',
    );
    expect(shown(read(alone)).map(([id]) => id)).toEqual(['cluster/default/rs']);
  });

  test('that have come to their end are nobody, and their controllers stay as they are, or as these say', () => {
    const job = manifest('Job', 'batch/v1', '{template: {metadata: {labels: {x: y}}}}', 'name: j');
    const end = (phase: string) => `status: {phase: ${phase}}\n`;
    const found = read(
      `${job}${pod('j-1', 'x: y', 'kind: Job, name: j', end('Succeeded'))}${pod('k-1', 'x: y', 'kind: Job, name: k', end('Failed'))}${pod('p', '', '', end('Pending'))}`,
    );
    const workloads = (one: Read) => namespace(one).workloads.map(({ id, labels, replicas }) => [id, labels, replicas]);
    expect(workloads(found)).toEqual([
      ['cluster/default/j', { x: 'y' }, 1],
      ['cluster/default/k', { x: 'y' }, 0],
      ['cluster/default/p', {}, 1],
    ]);
    expect([...passedOver(found.files, 'cluster')]).toEqual([['finished Pod', 2]]);
    const evicted = `${pod('s-1', 'v: old', 'kind: StatefulSet, name: s', end('Failed'))}${pod('s-2', 'v: new', 'kind: StatefulSet, name: s')}`;
    expect(workloads(read(evicted))).toEqual([['cluster/default/s', { v: 'new' }, 1]]);
    expect(read(pod('a', 'x: y', '', end('Succeeded'))).cluster.namespaces).toEqual([]);
  });

  test('have the addresses that a dump tells, unless they have come to their end', () => {
    const status = (ip: string, phase: string) => `status: {phase: ${phase}, podIP: ${ip}, podIPs: [{ip: ${ip}}]}\n`;
    const found = read(
      pod('a', '', '', status('10.0.0.1', 'Running')) + pod('b', '', '', status('10.0.0.2', 'Succeeded')),
    );
    const addresses = namespace(found).workloads.map((one) => one.addresses.map(({ value }) => formatAddress(value)));
    expect(addresses).toEqual([['10.0.0.1']]);
  });
});
