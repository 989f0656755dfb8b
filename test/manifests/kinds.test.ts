import { describe, expect, test } from 'vitest';
import { manifestDiagnostics } from '../../manifests/diagnostics.ts';
import { NOTHING, readCalicoSelector } from '../../manifests/kinds/calico-selector.ts';
import { CLUSTER } from '../../manifests/lowering/lower.ts';
import { formatAddress } from '../../network/address/address.ts';
import { formatPrefix } from '../../network/address/prefix.ts';
import { formatSelector } from '../../network/topology/selector.ts';
import { namespace, type Read, readBoth as read, read as readOnce } from './support/read.ts';

const problems = (found: Read) => found.files.flatMap((file) => manifestDiagnostics(file, CLUSTER));

const workload = (kind: string, apiVersion: string, spec: string, metadata = 'name: w') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {${metadata}}\nspec: ${spec}\n`;

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
    const [found, ...more] = namespace(read(workload(kind, apiVersion, spec))).workloads;
    expect(more).toEqual([]);
    expect(found).toMatchObject({ kind, name: 'w', replicas, labels: { app: 'a' }, id: 'cluster/default/w' });
    expect(found!.ports.map(({ name, port, protocol }) => [name, port, protocol])).toEqual([
      ['http', 80, 'TCP'],
      [undefined, 53, 'UDP'],
    ]);
  });

  test('of a group that is not theirs are passed over', () => {
    const found = read(workload('Deployment', 'example.com/v1', `{template: ${TEMPLATE}}`));
    expect(found.cluster.namespaces).toEqual([]);
  });

  test('what runs beside the containers counts, what runs before them does not', () => {
    const spec =
      '{initContainers: [{ports: [{containerPort: 1}]}, {restartPolicy: Always, ports: [{containerPort: 2}]}]}';
    const [found] = namespace(read(workload('Pod', 'v1', spec))).workloads;
    expect(found!.ports.map(({ port }) => port)).toEqual([2]);
  });
});

const pod = (name: string, labels: string, owner: string, more = '') =>
  `---\n${workload('Pod', 'v1', '{}', `name: ${name}, labels: {${labels}}${owner && `, ownerReferences: [{${owner}, controller: true}]`}`)}${more}`;

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
    const deployment = workload(
      'Deployment',
      'apps/v1',
      `{replicas: 2, template: {metadata: {labels: {x: y}}}}`,
      'name: d',
    );
    const set = workload('ReplicaSet', 'apps/v1', '{}', 'name: d-1, ownerReferences: [{kind: Deployment, name: d}]');
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
      workload('ReplicaSet', 'apps/v1', '{}', `name: ${name}, ownerReferences: [{kind: ReplicaSet, name: ${owner}}]`);
    const found = read(`${set('a', 'b')}---\n${set('b', 'a')}${pod('p', '', 'kind: ReplicaSet, name: a')}`);
    expect(namespace(found).workloads.length).toBe(1);
  });

  test('have the addresses that a dump tells, unless they have come to their end', () => {
    const status = (ip: string, phase: string) => `status: {phase: ${phase}, podIP: ${ip}, podIPs: [{ip: ${ip}}]}\n`;
    const found = read(
      pod('a', '', '', status('10.0.0.1', 'Running')) + pod('b', '', '', status('10.0.0.2', 'Succeeded')),
    );
    const addresses = namespace(found).workloads.map((one) => one.addresses.map(({ value }) => formatAddress(value)));
    expect(addresses).toEqual([['10.0.0.1'], []]);
  });
});

describe('services', () => {
  const text = `apiVersion: v1
kind: Service
metadata: {name: s}
spec:
  type: NodePort
  clusterIP: 10.96.0.7
  externalTrafficPolicy: Local
  externalIPs: [1.2.3.4]
  ports:
  - {port: 80, targetPort: http, nodePort: 30080, name: web}
  - {port: 53, protocol: UDP}
`;

  test('are read with their ports', () => {
    const [service] = namespace(read(text)).services;
    expect(service).toMatchObject({
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      headless: false,
      selector: undefined,
    });
    expect(service!.clusterIPs.map(({ value }) => formatAddress(value))).toEqual(['10.96.0.7']);
    expect(service!.ports).toMatchObject([
      { port: 80, targetPort: 'http', nodePort: { value: 30080 }, name: 'web', protocol: 'TCP' },
      { port: 53, targetPort: 53, protocol: 'UDP', targetOrigin: undefined },
    ]);
  });

  test.each([
    ['Endpoints', 'apiVersion: v1\nkind: Endpoints\nmetadata: {name: s}\nsubsets: [{addresses: [{ip: 10.1.1.1}]}]\n'],
    [
      'EndpointSlice',
      'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: s-x, labels: {kubernetes.io/service-name: s}}\nendpoints: [{addresses: [10.1.1.1]}, {addresses: [10.1.1.2], conditions: {ready: false}}]\n',
    ],
  ])('have endpoints by %s, where they have no selector', (_kind, endpoints) => {
    const ofService = (found: Read) => namespace(found).services[0]!.endpoints.map(({ value }) => formatAddress(value));
    expect(ofService(read(`${text}---\n${endpoints}`))).toEqual(['10.1.1.1']);
    expect(ofService(read(`${text}  selector: {a: b}\n---\n${endpoints}`))).toEqual([]);
  });
});

describe('ingresses', () => {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{name: web, port: 80, targetPort: 8080}]}\n---\n';

  test('name Services, ports and the controller of their class', () => {
    const found = read(`${service}apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: public}
spec: {controller: k8s.io/ingress-nginx}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec:
  ingressClassName: public
  rules: [{host: a.example, http: {paths: [{path: /x, pathType: Prefix, backend: {service: {name: s, port: {name: web}}}}]}}]
  defaultBackend: {service: {name: s, port: {number: 80}}}
`);
    const [ingress] = namespace(found).ingresses;
    expect(ingress).toMatchObject({
      class: 'nginx',
      rules: [
        { host: 'a.example', path: '/x', service: { value: 'cluster/default/s' }, port: 'web' },
        { path: '/', service: { value: 'cluster/default/s' }, port: 80 },
      ],
    });
  });

  test.each([
    ['{targetPort: web}', [80]],
    ['{targetPort: 8080}', [80]],
    ['{targetPort: 9}', [9]],
    [undefined, [80]],
  ])('a Route with port %s leads to %s', (port, expected) => {
    const route = `apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r}\nspec: {to: {kind: Service, name: s}${port ? `, port: ${port}` : ''}}\n`;
    const [ingress] = namespace(read(service + route)).ingresses;
    expect(ingress!.rules.map((rule) => rule.port)).toEqual(expected);
  });
});

const policy = (spec: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: ${spec}\n`;

describe('policies', () => {
  test.each([
    ['{podSelector: {}}', ['Ingress']],
    ['{podSelector: {}, egress: [{}]}', ['Ingress', 'Egress']],
    ['{podSelector: {}, egress: []}', ['Ingress']],
    ['{podSelector: {}, policyTypes: [Egress]}', ['Egress']],
  ])('%s is of types %j', (spec, types) => {
    expect(namespace(read(policy(spec))).policies[0]).toMatchObject({ policyTypes: types, broken: false });
  });

  test('are read with their peers and ports', () => {
    const found = read(
      policy(`{podSelector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: NotIn, values: [d, e]}]},
  ingress: [{from: [{podSelector: {}, namespaceSelector: {matchExpressions: [{key: f, operator: Exists}]}},
    {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{}, {port: http}, {protocol: UDP, port: 1, endPort: 9}]}]}`),
    );
    const [one] = namespace(found).policies;
    expect(formatSelector(one!.podSelector)).toBe('a=b c notin (d, e)');
    const [rule] = one!.ingress;
    expect(formatSelector(rule!.peers[0]!.namespaceSelector!)).toBe('has(f)');
    expect(rule!.peers[1]!.ipBlock!.except.map(({ value }) => formatPrefix(value))).toEqual(['10.1.0.0/16']);
    expect(rule!.ports).toMatchObject([
      { protocol: 'TCP' },
      { protocol: 'TCP', name: 'http' },
      { protocol: 'UDP', from: 1, to: 9 },
    ]);
    expect(problems(found)).toEqual([]);
  });

  test.each([
    ['{podSelectr: {}}', 'UNKNOWN-FIELD', 'did you mean podSelector?'],
    ['{podSelector: {matchLabel: {a: b}}}', 'MANIFEST', 'no field of a label selector'],
    ['{podSelector: {}, policyTypes: [ingress]}', 'MANIFEST', 'ingress is no policy type'],
    ['{podSelector: {}, ingress: {}}', 'MANIFEST', 'are a list'],
    ['{podSelector: {}, ingress: [{to: [{podSelector: {}}]}]}', 'UNKNOWN-FIELD', 'to is no field of a rule of ingress'],
    ['{podSelector: {}, ingress: [{from: [{}]}]}', 'MANIFEST', 'A peer has'],
    [
      '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 1.0.0.0/8}, podSelector: {}}]}]}',
      'MANIFEST',
      'no selectors',
    ],
    ['{podSelector: {}, ingress: [{ports: [{port: 70000}]}]}', 'MANIFEST', '70000 is no port number'],
    ['{podSelector: {}, ingress: [{ports: [{port: 9, endPort: 8}]}]}', 'MANIFEST', 'An endPort'],
    ['{podSelector: {}, ingress: [{ports: [{port: 9, protocol: tcp}]}]}', 'MANIFEST', 'protocol'],
    ['{podSelector: {matchExpressions: [{key: a, operator: In}]}}', 'MANIFEST', 'In needs values'],
    ['{podSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}}', 'MANIFEST', 'operator'],
  ])('%s decides nothing', (spec, code, message) => {
    const found = read(policy(spec));
    expect(namespace(found).policies[0]!.broken).toBe(true);
    expect(problems(found)[0]).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test.each([
    ['{podSelector: null}', 'pods {}'],
    ['{podSelector: {}, ingress: null}', 'pods {}'],
    ['{podSelector: {}, ingress: [{from: [], ports: []}]}', 'pods {}, from anyone on every port'],
    ['{podSelector: {}, ingress: [{from: null, ports: null}]}', 'pods {}, from anyone on every port'],
    ['{podSelector: {}, ingress: [null]}', 'pods {}, from anyone on every port'],
    [
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: null, podSelector: {}}]}]}',
      'pods {}, from podSelector on every port',
    ],
    [
      '{podSelector: {}, ingress: [{from: [{ipBlock: null, namespaceSelector: {}}]}]}',
      'pods {}, from namespaceSelector on every port',
    ],
    [
      '{podSelector: {}, ingress: [{ports: [{port: 80, endPort: null, protocol: null}]}]}',
      'pods {}, from anyone on 80-80/TCP',
    ],
    ['{podSelector: {}, ingress: [{ports: [{protocol: SCTP}]}]}', 'pods {}, from anyone on all/SCTP'],
    ['{podSelector: {}, ingress: [{ports: [{port: null}]}]}', 'pods {}, from anyone on all/TCP'],
    ['{podSelector: {}, policyTypes: []}', 'pods {}'],
  ])('%s is %s', (spec, expected) => {
    const found = read(policy(spec));
    const [one] = namespace(found).policies;
    const rules = one!.ingress.map(({ peers, ports }) => {
      const from = peers.flatMap((peer) => Object.keys(peer).filter((key) => key !== 'origin'));
      const on = ports.map((port) => `${port.from === undefined ? 'all' : `${port.from}-${port.to}`}/${port.protocol}`);
      return `from ${from.join(' ') || 'anyone'} on ${on.join() || 'every port'}`;
    });
    expect([`pods ${formatSelector(one!.podSelector)}`, ...rules].join(', ')).toBe(expected);
    expect(one).toMatchObject({ broken: false, policyTypes: ['Ingress'] });
    expect(problems(found)).toEqual([]);
  });

  test.each([
    ['{from: [{podSelector: null}]}', 'A peer has'],
    ['{from: [null]}', 'A peer has'],
    ['{from: {podSelector: {}}}', 'from is a list'],
    ['{ports: {port: 80}}', 'ports is a list'],
    ['{ports: [{port: "80"}]}', 'In quotes 80 is a name'],
    ['{ports: [{port: http, endPort: 90}]}', 'A port with a name has no endPort'],
    ['{ports: [{endPort: 90}]}', 'An endPort stands behind a port'],
    ['{ports: [{port: 0}]}', '0 is no port number'],
    ['{ports: [{port: 80, portEnd: 90}]}', 'portEnd is no field of a port'],
  ])('a rule %s decides nothing', (rule, message) => {
    const found = readOnce(policy(`{podSelector: {}, ingress: [${rule}]}`));
    expect(namespace(found).policies[0]!.broken).toBe(true);
    expect(problems(found)[0]!.message).toContain(message);
  });

  test('a prefix that is none breaks the policy, and is a finding', () => {
    const found = read(policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0/8}}]}]}'));
    expect(namespace(found).policies[0]!.broken).toBe(true);
    expect(found.topology.findings).toMatchObject([{ kind: 'bad-literal', text: '10.0.0/8' }]);
  });
});

describe('ports of a Service', () => {
  test.each([
    ['{port: 80}', []],
    ['{name: a, port: 80}, {name: b, port: 80, protocol: UDP}', []],
    ['{port: 80}, {name: b, port: 81}', ['Each port of a Service that has several needs a name']],
    ['{name: a, port: 80}, {name: a, port: 81}', ['The Service has a port a already']],
    ['{name: a, port: 80}, {name: b, port: 80}', ['The Service has port 80/TCP already']],
    ['{port: 70000}', ['70000 is no port number']],
    ['{targetPort: 80}', ['A port of a Service needs its number']],
  ])('%s', (ports, expected) => {
    const found = read(`apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [${ports}]}\n`);
    expect(problems(found).map(({ message }) => message)).toEqual(expected);
  });
});

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
      `---\napiVersion: ${group}\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
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

  test.each([
    ['', { op: 'all' }],
    ['all()', { op: 'all' }],
    ["a == 'b'", { op: '==', key: 'a', value: 'b' }],
    ['a != "b"', { op: '!=', key: 'a', value: 'b' }],
    ["a not in {'b', 'c'}", { op: 'not in', key: 'a', values: ['b', 'c'] }],
    ["!has(a) && b == 'c' || all()", { op: '||', left: { op: '&&' }, right: { op: 'all' } }],
    ['(has(a) || has(b)) && has(c)', { op: '&&', left: { op: '||' } }],
    ['a ==', NOTHING],
    ['has(a) has(b)', NOTHING],
    ['(has(a)', NOTHING],
    ['a == b', NOTHING],
  ])('the selector %s', (text, expected) => {
    expect(readCalicoSelector(text)).toMatchObject(expected);
  });
});
