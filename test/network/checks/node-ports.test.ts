import { expect, test } from 'vitest';
import type { Protocol } from '../../../network/topology/ports.ts';
import type { ServicePort, ServiceType } from '../../../network/topology/workload.ts';
import { cluster, namespace, origin, service, sourced, topology } from '../topology/builders.ts';
import { diagnose, summary } from './run.ts';

const port = (number: number, nodePort?: number, protocol: Protocol = 'TCP'): ServicePort => ({
  port: number,
  protocol,
  targetPort: number,
  nodePort: nodePort === undefined ? undefined : sourced(nodePort),
  origin: origin(`${number}`),
});

const nodePort = (name: string, ports: ServicePort[], type: ServiceType = 'NodePort') =>
  service(`default/${name}`, { type, ports });

const cases: [string, ReturnType<typeof service>[], string[]][] = [
  ['different ones', [nodePort('a', [port(80, 30080)]), nodePort('b', [port(80, 30081)])], []],
  ['one port over two protocols', [nodePort('a', [port(53, 30053), port(53, 30053, 'UDP')])], []],
  ['a Service without node ports', [nodePort('a', [port(80, 80)], 'ClusterIP')], []],
  [
    'two ports of a Service',
    [nodePort('a', [port(80, 30080), port(81, 30080, 'UDP')])],
    [
      'NODEPORT-DUPLICATE at 30080: Node port 30080 of Service default/a is already that of its port 80 (30080) [Use the next free node port, 30081: 30080 -> 30081]',
    ],
  ],
  [
    'other protocols: three of them get three ports, none of which another Service was given',
    [
      nodePort('a', [port(80, 30086)]),
      nodePort('b', [port(80, 30086, 'UDP')]),
      nodePort('c', [port(80, 30086)]),
      nodePort('d', [port(80)], 'LoadBalancer'),
    ],
    [
      "NODEPORT-DUPLICATE at 30086: Node port 30086 of Service default/b is already Service default/a's (30086) [Use the next free node port, 30088: 30086 -> 30088]",
      "NODEPORT-DUPLICATE at 30086: Node port 30086 of Service default/c is already Service default/a's (30086) [Use the next free node port, 30089: 30086 -> 30089]",
    ],
  ],
  [
    'outside of the range, twice: it is the range that is said',
    [nodePort('a', [port(80, 80)]), nodePort('b', [port(80, 80)])],
    [
      'NODEPORT-RANGE at 80: Node port 80 of Service default/a lies outside 30000-32767, the node ports of cluster c [Use the next free node port, 30000: 80 -> 30000]',
      'NODEPORT-RANGE at 80: Node port 80 of Service default/b lies outside 30000-32767, the node ports of cluster c [Use the next free node port, 30001: 80 -> 30001]',
    ],
  ],
];

test.each(cases)('%s', (_, services, expected) => {
  const model = topology({ clusters: [cluster({ namespaces: [namespace('default', { services })] })] });
  expect(diagnose(model, 'NODEPORT-RANGE', 'NODEPORT-DUPLICATE').map(summary)).toEqual(expected);
});

test('a range that is full has no next free port', () => {
  const services = [nodePort('a', [port(80, 40000)]), nodePort('b', [port(80, 40000)])];
  const full = cluster({
    serviceNodePortRange: { from: 40000, to: 40000 },
    namespaces: [namespace('default', { services })],
  });
  expect(diagnose(topology({ clusters: [full] })).flatMap(({ fixes }) => fixes)).toEqual([]);
});
