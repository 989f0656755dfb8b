import { expect, test } from 'vitest';
import type { Origin } from '../../../network/topology/origin.ts';
import type { ServicePort } from '../../../network/topology/workload.ts';
import { cluster, namespace, origin, service, topology } from '../topology/builders.ts';
import { diagnose, summary } from './run.ts';

const port = (
  place: string,
  number: number,
  name?: string,
  protocol: ServicePort['protocol'] = 'TCP',
): ServicePort => ({
  name,
  port: number,
  protocol,
  targetPort: number,
  origin: origin(place),
});

const said = (space: string, name: string, ports: ServicePort[], from: Origin = origin(name)) => {
  const one = namespace(space, { services: [service(`${space}/${name}`, { ports, origin: from })] });
  const model = topology({ clusters: [cluster({ namespaces: [one] })] });
  return diagnose(model, 'API-REFUSED').map(summary);
};

const LABEL = 'a name has at most 63 lower-case letters, digits and "-", with no "-" at its ends';

test.each<[string, ServicePort[], string[]]>([
  ['web', [port('x', 80)], []],
  ['web', [port('x', 53, 'dns'), port('y', 53, 'dns-tcp', 'UDP')], []],
  [`w${'e'.repeat(62)}`, [], []],
  ['1web', [], [`API-REFUSED at 1web: A Service cannot be called 1web: ${LABEL}, and begins with a letter`]],
  ['a.b', [], [`API-REFUSED at a.b: A Service cannot be called a.b: ${LABEL}, and begins with a letter`]],
  [
    'web',
    [port('x', 80, 'a'), port('y', 81)],
    ['API-REFUSED at y: Each port of a Service that has several needs a name'],
  ],
  ['web', [port('x', 80, 'a'), port('y', 80, 'b')], ['API-REFUSED at y: The Service has port 80/TCP already']],
  ['web', [port('x', 80, 'a'), port('y', 81, 'a')], ['API-REFUSED at y: The Service has a port a already']],
  ['web', [port('x', 80, 'a_b')], [`API-REFUSED at x: A port of a Service cannot be called a_b: ${LABEL}`]],
])('Service %s', (name, ports, expected) => {
  expect(said('default', name, ports)).toEqual(expected);
});

test.each([
  ['team-1', []],
  ['1', []],
  ['team_a', [`API-REFUSED at team_a: A Namespace cannot be called team_a: ${LABEL}`]],
  ['x'.repeat(64), [expect.stringContaining('A Namespace cannot be called')]],
])('Namespace %s', (space, expected) => {
  expect(said(space, 'web', [])).toEqual(expected);
});

test('what YAML says is the affair of its reader', () => {
  expect(said('default', '1web', [], { reader: 'yaml' })).toEqual([]);
});

test('a Namespace that nobody has written is nobody’s mistake', () => {
  const one = { ...namespace('team_a'), origin: { reader: 'none' } as const };
  expect(diagnose(topology({ clusters: [cluster({ namespaces: [one] })] }), 'API-REFUSED')).toEqual([]);
});
