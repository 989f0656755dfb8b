import { describe, expect, test } from 'vitest';
import { namespace, readBoth as read } from '../support/read.ts';

describe('ingresses', () => {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{name: web, port: 80, targetPort: 8080}]}\n---\n';
  const routeTo = (target: string, rest = '') =>
    `apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r}\nspec: {to: {${target}, name: s}${rest}}\n`;

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
    ['{number: 80}', 80],
    ['{number: 0, name: web}', 'web'],
    ['{name: web}', 'web'],
    ['{number: 0}', '0'],
  ])('with the port %s lead to %s', (port, expected) => {
    const [ingress] = namespace(
      read(
        `${service}apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {defaultBackend: {service: {name: s, port: ${port}}}}\n`,
      ),
    ).ingresses;
    expect(ingress!.rules.map((rule) => rule.port)).toEqual([expected]);
  });

  test.each([
    ['{targetPort: web}', [80]],
    ['{targetPort: 8080}', [80]],
    ['{targetPort: 9}', [9]],
    [undefined, [80]],
  ])('a Route with port %s leads to %s', (port, expected) => {
    const route = routeTo('kind: Service', port ? `, port: ${port}` : '');
    const [ingress] = namespace(read(service + route)).ingresses;
    expect(ingress!.rules.map((rule) => rule.port)).toEqual(expected);
  });

  test.each([
    ['{targetPort: 8080}', [80]],
    ['{targetPort: quic}', ['quic']],
    [undefined, [80]],
  ])('a Route with port %s leads to TCP, whatever numbers UDP has: to %s', (port, expected) => {
    const both = service.replace('ports: [', 'ports: [{name: quic, port: 443, protocol: UDP, targetPort: 8080}, ');
    const [ingress] = namespace(read(both + routeTo('kind: Service', port ? `, port: ${port}` : ''))).ingresses;
    expect(ingress!.rules.map((rule) => rule.port)).toEqual(expected);
  });

  test.each([
    ['8080', [80]],
    ['9090', [80]],
    ['"8080"', [80]],
    ['81', [81]],
    ['5353', [5353]],
  ])(
    'a Route to port %s, which Pods call by a name that the Service has as its target, leads to %s',
    (port, expected) => {
      const pod = (name: string, ports: string) =>
        `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: s}}\nspec: {containers: [{name: c, ports: [${ports}]}]}\n---\n`;
      const pods = [
        pod('old', '{name: http, containerPort: 8080}'),
        pod('new', '{name: http, containerPort: 9090}, {name: http, containerPort: 5353, protocol: UDP}'),
      ];
      const named =
        'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: s}, ports: [{name: web, port: 80, targetPort: http}]}\n---\n';
      const found = read([...pods, named, routeTo('kind: Service', `, port: {targetPort: ${port}}`)].join(''));
      expect(namespace(found).ingresses[0]!.rules.map((rule) => rule.port)).toEqual(expected);
    },
  );

  test.each([
    ['kind: Service', 1],
    ['weight: 100', 1],
    ['kind: Pod', 0],
    ['weight: 0', 0],
    ['weight: null', 1],
  ])('a Route to a target with %s has %i rules', (target, count) => {
    const [ingress] = namespace(read(service + routeTo(target))).ingresses;
    expect(ingress!.rules).toHaveLength(count);
  });

  test('a Route shares requests among its targets but those of weight 0', () => {
    const others = ', alternateBackends: [{name: t, weight: 1}, {name: u, weight: 0}], port: {targetPort: web}';
    const [ingress] = namespace(read(service + routeTo('weight: 0', others))).ingresses;
    expect(ingress!.rules.map((rule) => rule.service.value)).toEqual(['cluster/default/t']);
  });
});
