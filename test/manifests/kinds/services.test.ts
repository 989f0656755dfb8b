import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../../network/address/address.ts';
import { namespace, problems, type Read, readBoth as read } from '../support/read.ts';

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
  - {port: 81, targetPort: 0, nodePort: 0}
  - {port: 82, targetPort: ""}
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
      { port: 81, targetPort: 81, targetOrigin: undefined, nodePort: undefined },
      { port: 82, targetPort: 82, targetOrigin: undefined },
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

describe('ports of a Service', () => {
  test.each([
    ['{port: 80}', []],
    ['{name: a, port: 80}, {name: b, port: 80, protocol: UDP}', []],
    ['{port: 80}, {name: b, port: 81}', ['Each port of a Service that has several needs a name']],
    ['{name: a, port: 80}, {name: a, port: 81}', ['The Service has a port a already']],
    ['{name: a, port: 80}, {name: b, port: 80}', ['The Service has port 80/TCP already']],
    ['{port: 70000}', ['70000 is no port number']],
    ['{targetPort: 80}', ['A port of a Service needs its number']],
    ['{name: a_b, port: 80}', [expect.stringMatching(/^A port of a Service cannot be called a_b: /)]],
  ])('%s', (ports, expected) => {
    const found = read(`apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [${ports}]}\n`);
    expect(problems(found).map(({ message }) => message)).toEqual(expected);
  });
});

describe('names', () => {
  test.each([
    ['Service', 'name: web-1', []],
    ['Service', 'name: 1web', [expect.stringMatching(/^A Service cannot be called 1web: .* begins with a letter$/)]],
    ['Service', 'generateName: web-', []],
    ['Namespace', 'name: "1"', []],
    ['Namespace', 'name: team_a', [expect.stringMatching(/^A Namespace cannot be called team_a: /)]],
  ])('of a %s: %s', (kind, metadata, expected) => {
    const found = read(`apiVersion: v1\nkind: ${kind}\nmetadata: {${metadata}}\nspec: {}\n`);
    expect(problems(found).map(({ message }) => message)).toEqual(expected);
  });
});
