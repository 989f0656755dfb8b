import { describe, expect, test } from 'vitest';
import { formatPrefix } from '../../../network/address/prefix.ts';
import { formatSelector } from '../../../network/topology/selector.ts';
import { namespace, problems, readBoth as read, read as readOnce } from '../support/read.ts';

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
