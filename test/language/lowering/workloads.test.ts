import { describe, expect, test } from 'vitest';
import { formatSelector } from '../../../network/topology/selector.ts';
import { namespaceOf } from './model.ts';

describe('workloads and Services', () => {
  test('ports of a pod are its own and its containers’', async () => {
    const { workloads } = await namespaceOf(
      'pod p { port http 80/TCP hostPort 8080 port 53/UDP container c { port 9090 } }',
    );
    expect(workloads[0]!.ports).toMatchObject([
      { name: 'http', port: 80, protocol: 'TCP', hostPort: { value: 8080 } },
      { port: 53, protocol: 'UDP' },
      { port: 9090, protocol: 'TCP', container: 'c' },
    ]);
  });

  test.each([
    ['port 80', { port: 80, protocol: 'TCP', targetPort: 80 }],
    ['port 80/TCP -> http', { targetPort: 'http' }],
    [
      'port web 80/UDP -> 8080 nodePort 30080',
      { name: 'web', protocol: 'UDP', targetPort: 8080, nodePort: { value: 30080 } },
    ],
  ])('%s', async (field, expected) => {
    expect((await namespaceOf(`service s { ${field} }`)).services[0]!.ports).toMatchObject([expected]);
  });

  test('several ports may follow one keyword', async () => {
    const { services } = await namespaceOf('service s { port http 80/TCP 443/TCP port 53/UDP }');
    expect(services[0]!.ports.map((one) => `${one.port}/${one.protocol}`)).toEqual(['80/TCP', '443/TCP', '53/UDP']);
  });

  test('a Service has the defaults of the API', async () => {
    expect((await namespaceOf('service s { }')).services[0]).toMatchObject({
      type: 'ClusterIP',
      headless: false,
      clusterIPs: [],
      externalTrafficPolicy: 'Cluster',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      implicit: false,
    });
    expect((await namespaceOf('service s { clusterIP None }')).services[0]!.headless).toBe(true);
  });

  test.each([
    ['app=web tier=fe', 'app=web tier=fe'],
    ['app!=web', 'app!=web'],
    ['app in (a, b) x notin (c)', 'app in (a, b) x!=c'],
    ['has(app) !has(x.io/y)', 'has(app) !has(x.io/y)'],
    ['{}', '{}'],
    ['{ app=web }', 'app=web'],
  ])('selector %s', async (written, expected) => {
    const { services } = await namespaceOf(`service s { selector ${written} }`);
    expect(formatSelector(services[0]!.selector!)).toBe(expected);
  });

  test('rules of an Ingress by host and path', async () => {
    const { ingresses } = await namespaceOf(
      'service web { } ingress i { host a.example { path /api -> web:80 } path / -> web:http }',
    );
    expect(ingresses[0]!.rules).toMatchObject([
      { host: undefined, path: '/', service: { value: 'c/n/web' }, port: 'http' },
      { host: 'a.example', path: '/api', port: 80 },
    ]);
  });
});
