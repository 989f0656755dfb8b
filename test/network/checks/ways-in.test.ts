import { describe, expect, test } from 'vitest';
import { read } from '../../docs/reader.ts';
import { topologyOf } from '../../support/examples.ts';
import { diagnose } from './run.ts';

/** What is said with a code of a cluster with these fields, and of what stands beside it. */
async function found(code: string, fields: string, beside = ''): Promise<string[]> {
  const text = `vpc main {
    provider aws
    cidr 10.0.0.0/16
    subnet a { cidr 10.0.0.0/20  zone z-a  public }
    subnet b { cidr 10.0.16.0/20  zone z-b }
  }
  cluster c {
    serviceCIDR 172.20.0.0/16
    cni aws-vpc
    node n1 { in main/b  ip 10.0.16.10  instanceType m5.large }
    ${fields}
  }
  ${beside}`;
  const { problems } = await read(text);
  expect(
    problems.filter(({ code: own }) => own === 'SYNTAX' || own === 'UNKNOWN-FIELD' || own === 'UNRESOLVED'),
  ).toEqual([]);
  return problems.filter((one) => one.code === code).map(({ message }) => message);
}

const WEB = `deployment web { labels app=web  port http 8080/TCP }
  service web { type NodePort  selector app=web  port http 80/TCP -> http }`;
const ingress = (fields: string, name = 'i') => `ingress ${name} { ${fields} }`;
const inDefault = (...parts: string[]) => `namespace default { ${WEB} ${parts.join(' ')} }`;

describe('INGRESS-SHADOWED', () => {
  const cases: [string, string[], string[]][] = [
    ['the longest path is chosen', [ingress('path / -> web:80 path /api -> web:80')], []],
    ['one path of two hosts', [ingress('path / -> web:80 host a.b { path / -> web:80 }')], []],
    [
      'two ingresses of one class',
      [ingress('path /a -> web:80'), ingress('path /a/ -> web:80', 'j')],
      ['/a/ is never chosen: a rule of ingress default/i has the same host and path'],
    ],
    ['two ALBs', ['i', 'j'].map((name) => ingress('class alb path /a -> web:80', name)), []],
    [
      'an ALB takes the first that matches',
      [ingress('class alb path /a* -> web:80 host a.b { path /api -> web:80 path /b -> web:80 }')],
      ['a.b/api is never chosen: /a* stands before it and takes all of its paths'],
    ],
    ['the wide path last', [ingress('class alb path /api -> web:80 path /* -> web:80')], []],
  ];
  test.each(cases)('%s', async (_, parts, expected) => {
    expect(await found('INGRESS-SHADOWED', inDefault(...parts))).toEqual(expected);
  });

  test.each([
    [[undefined, 'Exact'], []],
    [['Exact', undefined], []],
    [['Exact', 'Exact'], ['/a is never chosen: a rule before it has the same host and path']],
  ] as const)('one path as %j', async (types, expected) => {
    const path = ingress('path /a -> web:80 path /a -> web:80');
    const topology = await topologyOf(`cluster c { ${inDefault(path)} }`);
    const clusters = topology.clusters.map((cluster) => ({
      ...cluster,
      namespaces: cluster.namespaces.map((namespace) => ({
        ...namespace,
        ingresses: namespace.ingresses.map((one) => ({
          ...one,
          rules: one.rules.map((rule, i) => ({ ...rule, pathType: types[i] })),
        })),
      })),
    }));
    const said = diagnose({ ...topology, clusters }, 'INGRESS-SHADOWED');
    expect(said.map(({ message }) => message)).toEqual(expected);
  });
});

describe('INGRESS-REF', () => {
  test.each([
    ['a port by name', 'path / -> web:http', []],
    ['a Pod’s port', 'path / -> web:8080', ['Service default/web has no port 8080: it has http (80)']],
    ['a name that is not there', 'path / -> web:htpt', ['Service default/web has no port htpt: it has http (80)']],
  ])('%s', async (_, fields, expected) => {
    expect(await found('INGRESS-REF', inDefault(ingress(fields)))).toEqual(expected);
  });
});

describe('ALB-SUBNETS', () => {
  const one = 'it needs subnets in two zones';
  const what = 'The ALB of ingress default/i';
  test.each([
    ['nginx needs none', 'path / -> web:80', []],
    ['two zones', 'class alb subnets main/a main/b path / -> web:80', []],
    [
      'what the controller finds by itself',
      'class alb scheme internet-facing path / -> web:80',
      [`${what} names no subnets, and among the public ones of the VPC it finds subnets in one zone only, z-a: ${one}`],
    ],
  ])('%s', async (_, fields, expected) => {
    expect(await found('ALB-SUBNETS', inDefault(ingress(fields)))).toEqual(expected);
  });

  test('cannot reach is right about it', async () => {
    const fields = inDefault(ingress('class alb subnets main/a main/b path / -> web:80'));
    const question = (verb: string) => `expect internet ${verb} reach ingress default/i at http://x/`;
    expect(await found('ALB-SUBNETS', fields, question('cannot'))).toEqual([]);
    expect(await found('ALB-SUBNETS', fields, question('can'))).toEqual([
      `${what} has addresses of the VPC only: it takes scheme internet-facing to be reached from the Internet`,
    ]);
  });
});

describe('LB-NO-BACKEND', () => {
  test('Pods without addresses of the VPC', async () => {
    const fields = inDefault(ingress('class alb targetType ip subnets main/a main/b path / -> web:80'));
    expect(await found('LB-NO-BACKEND', fields)).toEqual([]);
    expect(await found('LB-NO-BACKEND', `cni flannel { backend vxlan } ${fields}`)).toEqual([
      'An ALB with targetType ip sends to the addresses of Pods, and those of cluster c are none of the VPC: its CNI is flannel',
    ]);
  });

  test('a cluster without nodes', async () => {
    const beside = 'cluster d { namespace default { service s { type LoadBalancer  port 80/TCP } } }';
    expect(await found('LB-NO-BACKEND', '', beside)).toEqual([
      'The load balancer of Service default/s sends to the nodes, and cluster d has none',
    ]);
  });
});

describe('CLUSTERIP-OUTSIDE', () => {
  const service = 'service own { clusterIP 172.20.0.7  selector app=web  port 80/TCP -> http }';
  const outside =
    'The ClusterIP of Service default/own is known to the Pods and nodes of cluster c only: from outside the way in is a NodePort, a LoadBalancer or an ingress';
  const cases: [string, string, string[]][] = [
    ['a Pod', 'expect default/web can reach service default/own:80/TCP', []],
    ['a node', 'expect n1 can reach service default/own:80/TCP', []],
    ['a node’s address', 'trace 10.0.16.10 -> 172.20.0.7:80/TCP', []],
    ['a NodePort', 'trace internet -> service default/web:80/TCP', []],
    ['cannot', 'host h { in main/a } expect h cannot reach service default/own:80/TCP', []],
    ['by name', 'host h { in main/a } trace h -> service default/own:80/TCP', [outside]],
    ['by address', 'trace 10.0.0.9 -> 172.20.0.7:80/TCP', [outside]],
    ['from another cluster', 'cluster d { node m { in main/b } } trace d/m -> service c/default/own:80/TCP', [outside]],
    [
      'by a route that somebody wrote',
      'host h { in main/a  route 172.20.0.0/16 via 10.0.16.10 } trace h -> 172.20.0.7:80/TCP',
      [],
    ],
  ];
  test.each(cases)('%s', async (_, beside, expected) => {
    expect(await found('CLUSTERIP-OUTSIDE', inDefault(service), beside)).toEqual(expected);
  });

  test('is said instead of what became of the packet', async () => {
    const beside = 'host h { in main/a } expect h can reach service default/own:80/TCP';
    expect(await found('CLUSTERIP-OUTSIDE', inDefault(service), beside)).toEqual([outside]);
    expect(await found('EXPECT-FAILED', inDefault(service), beside)).toEqual([]);
    expect(await found('INSUFFICIENT_INFO', inDefault(service), beside)).toEqual([]);
  });
});

describe('UNUSED', () => {
  test.each([
    ['a subnet that a question is about', 'trace n1 -> main/a'],
    ['an address in it', 'trace n1 -> 10.0.0.77'],
    ['a router', 'router r { connects main/a main/b }'],
    ['a group of nodes', 'cluster d { nodes w 0..3 { in main/a } }'],
  ])('not %s', async (_, beside) => {
    expect(await found('UNUSED', '', beside)).toEqual([]);
  });

  test('a subnet in which nothing is', async () => {
    expect(await found('UNUSED', '')).toEqual(['Nothing is in subnet a, and nothing refers to it']);
  });
});
