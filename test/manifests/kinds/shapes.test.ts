import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { textEdits } from '../../../manifests/edits.ts';
import { manifest, namespace, problems, read } from '../support/read.ts';

const messages = (text: string) => problems(read(text)).map(({ code, message }) => `${code} ${message}`);

const policy = (spec: string) => manifest('NetworkPolicy', 'networking.k8s.io/v1', spec);
const peer = (written: string) => `{podSelector: {}, ingress: [{from: [{podSelector: ${written}}]}]}`;

describe('a policy of other types than the API has decides nothing', () => {
  test.each([
    ['x', 'spec is a mapping'],
    ['[]', 'spec is a mapping'],
    ['{podSelector: {matchLabels: [a]}}', 'matchLabels is a mapping'],
    ['{podSelector: {matchLabels: "app=a"}}', 'matchLabels is a mapping'],
    [peer('{matchLabels: app=a}'), 'matchLabels is a mapping'],
    [peer('{matchExpressions: {key: app, operator: Exists}}'), 'matchExpressions is a list'],
    [peer('{matchExpressions: [{key: app, operator: Exists, value: x}]}'), 'value is no field of a requirement'],
    [peer('{matchExpressions: [app]}'), 'A requirement names the key of a label'],
    [peer('{matchLabels: {app: [a]}}'), 'app is text'],
    [peer('{matchLabels: {"a b": c}}'), 'a b is no key of a label'],
    [peer('{matchLabels: {app: a b}}'), 'a b is no value of a label'],
    [peer(`{matchLabels: {app: ${'a'.repeat(64)}}}`), 'is no value of a label'],
    ['{podSelector: {}, policyTypes: Egress}', 'policyTypes is a list'],
    ['{podSelector: {}, ingress: [x]}', 'An item of ingress is a mapping'],
    ['{podSelector: {}, ingress: [[{from: []}]]}', 'An item of ingress is a mapping'],
    ['{podSelector: {}, ingress: [{ports: [80]}]}', 'An item of ports is a mapping'],
    ['{podSelector: {}, ingress: [{ports: [{port: 80, endPort: "90"}]}]}', 'endPort is a whole number, and stands'],
  ])('%s', (spec, message) => {
    const found = read(policy(spec));
    expect(namespace(found).policies[0]!.broken).toBe(true);
    expect(problems(found)).toMatchObject([{ code: 'MANIFEST', message: expect.stringContaining(message) }]);
  });
});

test.each([
  ['{podSelector: {matchLabels: null, matchExpressions: null}}'],
  [peer('{matchLabels: {"example.com/app": "", app: "12", b: a_B.c-d, d: !!str yes}}')],
  ['{podSelector: {}, ingress: [{ports: [{port: http-alt, protocol: null}, {port: HTTP_X}]}]}'],
])('%s is as the API has it', (spec) => {
  const found = read(policy(spec));
  expect(problems(found)).toEqual([]);
  expect(namespace(found).policies[0]!.broken).toBe(false);
});

test.each([
  [peer('{matchLabels: {app: yes}}'), 'yes without quotes is true or false to Kubernetes: write it in quotes'],
  [peer('{matchLabels: {app: 12}}'), '12 without quotes is a number to Kubernetes: write it in quotes'],
  [peer('{matchLabels: {app: 1.10}}'), '1.10 without quotes is a number to Kubernetes: write it in quotes'],
  [peer('{matchExpressions: [{key: 1, operator: Exists}]}'), 'key is text, and 1 without quotes is a number'],
  [peer('{matchExpressions: [{key: a, operator: In, values: [no]}]}'), 'An item of values is text, and no without'],
  [peer('{matchLabels: {ns: y}}'), 'ns is text, and y without quotes is true or false to Kubernetes'],
  [peer('{matchExpressions: [{key: N, operator: Exists}]}'), 'key is text, and N without quotes is true or false'],
  [
    '{podSelector: {matchExpressions: [{key: a, operator: In, values: [n]}]}}',
    'An item of values is text, and n without',
  ],
])('%s is refused, but is read as most programs mean it', (spec, message) => {
  const found = read(policy(spec));
  expect(namespace(found).policies[0]!.broken).toBe(false);
  expect(problems(found)).toMatchObject([{ code: 'MANIFEST', message: expect.stringContaining(message) }]);
});

describe('what the API server refuses of other kinds is told, and the rest is read', () => {
  const pod = (ports: string) => manifest('Pod', 'v1', `{containers: [{name: c, ports: ${ports}}]}`);
  const service = (spec: string) => manifest('Service', 'v1', spec);
  test.each([
    [manifest('Pod', 'v1', '{}', 'name: w, labels: {a: off}'), 'a is text, and off without quotes is true or false'],
    [manifest('Pod', 'v1', '{}', 'name: w, labels: [app]'), 'labels is a mapping'],
    [manifest('Pod', 'v1', '{}', 'name: w, labels: {on: x}'), 'on without quotes is the key true to Kubernetes'],
    [service('{selector: {no: x}}'), 'no without quotes is the key false to Kubernetes'],
    [pod('{containerPort: 80}'), 'ports is a list'],
    [pod('[{containerPort: "80"}]'), 'containerPort is a whole number, and stands without quotes'],
    [pod('[{containerPort: 70000}]'), '70000 is no port number'],
    [pod('[{containerPort: 80, protocol: tcp}]'), 'protocol is one of TCP, UDP, SCTP'],
    [pod('[{containerPort: 80, name: Http}]'), 'A port of a container cannot be called Http'],
    [service('{type: loadbalancer}'), 'type is one of ClusterIP, NodePort, LoadBalancer, ExternalName'],
    [service('{selector: [app]}'), 'selector is a mapping'],
    [service('{ports: {port: 80}}'), 'ports is a list'],
    [service('{ports: [{port: 80, targetPort: "8080"}]}'), 'In quotes 8080 is a name'],
    [service('{ports: [{port: 80, targetPort: true}]}'), 'targetPort is a number or a name'],
    [manifest('Deployment', 'apps/v1', '{replicas: "2"}'), 'replicas is a whole number, and stands without quotes'],
    [manifest('Deployment', 'apps/v1', '{template: {spec: {hostNetwork: 1}}}'), 'hostNetwork is true or false'],
    [manifest('CronJob', 'batch/v1', '{jobTemplate: []}'), 'jobTemplate is a mapping'],
  ])('%j', (text, message) => {
    expect(messages(text)).toEqual([expect.stringContaining(`MANIFEST ${message}`)]);
  });

  test('what was told of a value is not told again', () => {
    expect(messages(service('{ports: [{port: 70000}]}'))).toEqual(['MANIFEST 70000 is no port number']);
    expect(messages(policy('{podSelector: {}, ingress: {}}'))).toEqual(['MANIFEST The rules of a policy are a list']);
  });

  test.each([
    ['{selector: null, ports: null, type: null, clusterIP: "", clusterIPs: null, loadBalancerIP: ""}'],
    ['{ports: [{port: 80, targetPort: 0, nodePort: 0, protocol: ""}], type: "", sessionAffinity: ""}'],
    ['{ports: [{port: 80, targetPort: ""}]}'],
  ])('a Service %s is as good as one that says nothing of it', (spec) => {
    expect(problems(read(service(spec)))).toEqual([]);
    expect(read(service(spec)).topology.findings).toEqual([]);
  });
});

test.each(['name: "{{ .Release.Name }}-b"', 'name: b, namespace: "{{ .Release.Namespace }}"'])(
  'metadata: {%s} is a template',
  (metadata) => {
    expect(messages(manifest('Service', 'v1', '{}', metadata))).toEqual([
      expect.stringContaining('a template and no YAML yet'),
    ]);
  },
);

describe('a word that lacks its quotes gets them', () => {
  const edited = (text: string) => {
    const changes = problems(read(text)).flatMap(({ fixes }) => fixes.flatMap((fix) => fix.changes));
    const edits = textEdits(changes)?.get('file:///w/0.yaml') ?? [];
    return TextDocument.applyEdits(TextDocument.create('file:///w/0.yaml', 'yaml', 0, text), [...edits]);
  };
  test.each([
    [policy(peer('{matchLabels: {app: yes, tier: web}}')), 'app: "yes", tier: web'],
    [policy(peer('{matchLabels: {app: 12}}')), 'app: "12"'],
    [policy(peer('{matchLabels: {app: 0o17}}')), 'app: "0o17"'],
    [
      policy(peer('{matchExpressions: [{key: 1, operator: In, values: [no, a, 2]}]}')),
      'key: "1", operator: In, values: ["no", a, "2"]',
    ],
    [manifest('Pod', 'v1', '{}', 'name: w, labels: {a: off, b: c}'), 'a: "off", b: c'],
    [manifest('Service', 'v1', '{selector: {v: 1.0}}'), 'v: "1.0"'],
  ])('%j', (text, expected) => {
    const after = edited(text);
    expect(after).toContain(expected);
    expect(problems(read(after))).toEqual([]);
  });
});
