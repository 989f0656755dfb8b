import { describe, expect, test } from 'vitest';
import { read } from '../../docs/reader.ts';

/** What is said with a code of a cluster with Terway in a VPC with these pod vSwitches. */
async function found(code: string, vSwitches: string, cni: string, rest: string): Promise<string[]> {
  const text = `vpc v {
    provider alibaba
    cidr 10.0.0.0/8
    vSwitch nodes-h { cidr 10.1.0.0/24  zone h }
    vSwitch nodes-i { cidr 10.1.1.0/24  zone i }
    vSwitch bare    { cidr 10.1.2.0/24 }
    ${vSwitches}
  }
  cluster c {
    serviceCIDR 172.21.0.0/20
    cni terway { ${cni} }
    dns coredns { replicas 0 }
    ${rest}
  }`;
  const { problems } = await read(text);
  expect(problems.filter(({ code: own }) => ['SYNTAX', 'UNKNOWN-FIELD', 'UNRESOLVED'].includes(own))).toEqual([]);
  return problems.filter((one) => one.code === code).map(({ message }) => message);
}

const PODS_H = 'vSwitch pods-h { cidr 10.2.0.0/19  zone h }';
const EXCLUSIVE = 'mode eni podVSwitches v/pods-h';
const SHARED = 'mode eniip podVSwitches v/pods-h';
const H1 = 'node h1 { in v/nodes-h ip 10.1.0.11 maxENIs 3 addressesPerENI 2 }';
const I1 = 'node i1 { in v/nodes-i ip 10.1.1.11 }';
const many = (count: number) => `namespace default { deployment web { replicas ${count} } }`;

describe('TERWAY-ZONE', () => {
  const only = 'the pod vSwitches of cluster c are pods-h (zone h)';
  const cases: [string, string, string, string[]][] = [
    ['a pod vSwitch in the zone', SHARED, H1, []],
    ['none in the zone', SHARED, `${H1} ${I1}`, [`The Pods of node i1, in zone i, get no address: ${only}`]],
    ['in mode eni too', EXCLUSIVE, I1, [`The Pods of node i1, in zone i, get no address: ${only}`]],
    [
      'two nodes of one zone are one finding',
      SHARED,
      `${I1} node i2 { in v/nodes-i ip 10.1.1.12 }`,
      [`The Pods of node i1 and 1 more, in zone i, get no address: ${only}`],
    ],
    [
      'a vSwitch without a zone',
      SHARED,
      'node b { in v/bare ip 10.1.2.11 }',
      [`The Pods of node b, whose vSwitch bare names no zone, get no address: ${only}`],
    ],
    ['without pod vSwitches the node’s own serves', 'mode eniip', I1, []],
    ['mode vpc has none', 'mode vpc', I1, []],
  ];
  test.each(cases)('%s', async (_, cni, nodes, messages) => {
    expect(await found('TERWAY-ZONE', PODS_H, cni, nodes)).toEqual(messages);
  });
});

describe('TERWAY-MASK', () => {
  const cases: [string, string, RegExp | undefined][] = [
    ['/19', '10.2.0.0/19', undefined],
    ['/20', '10.2.0.0/20', /10\.2\.0\.0\/20.*\/19 or shorter/],
    ['/25', '10.2.0.0/25', /\/19 or shorter/],
    ['/26', '10.2.0.0/26', /at most \/25/],
  ];
  test.each(cases)('%s', async (_, cidr, message) => {
    const messages = await found('TERWAY-MASK', `vSwitch pods-h { cidr ${cidr} zone h }`, SHARED, H1);
    expect(messages).toEqual(message ? [expect.stringMatching(message)] : []);
  });
});

describe('NODE-PODS-EXHAUSTED by network interfaces', () => {
  const cases: [string, string, number, string[]][] = [
    ['eniip: (ENIs - 1) x addresses', SHARED, 4, []],
    ['eniip: one more', SHARED, 5, ['Node h1 has 5 Pods and room for 4: 3 network interfaces of 2 addresses']],
    ['eni: ENIs - 1', EXCLUSIVE, 2, []],
    ['eni: one more', EXCLUSIVE, 3, ['Node h1 has 3 Pods and room for 2: 3 network interfaces of 2 addresses']],
  ];
  test.each(cases)('%s', async (_, cni, count, messages) => {
    const rest = `${H1} ${many(count)}`;
    expect(await found('NODE-PODS-EXHAUSTED', PODS_H, cni, rest)).toEqual(messages);
    expect(await found('SUBNET-CAPACITY', PODS_H, cni, rest)).toEqual([]);
  });
});

describe('IP-OUTSIDE: a Pod outside of every pod vSwitch', () => {
  const where = 'pods-h (10.2.0.0/19)';
  const cases: [string, string, string[]][] = [
    ['inside', '10.2.0.9', []],
    ['beside', '10.3.0.9', [`10.3.0.9 of Pod default/a lies in none of the pod vSwitches of cluster c: ${where}`]],
    ['outside the VPC altogether is another finding', '172.16.0.9', []],
  ];
  test.each(cases)('%s', async (_, address, messages) => {
    const rest = `${H1} namespace default { pod a { on h1 ip ${address} } }`;
    expect(await found('IP-OUTSIDE', PODS_H, SHARED, rest)).toEqual(messages);
  });
});

test('K8S-MODEL holds in every mode', async () => {
  const pods = 'namespace default { pod a { on h1 } pod b { on h1 } pod d { on h2 } }';
  const nodes = `${H1} node h2 { in v/nodes-h ip 10.1.0.12 maxENIs 3 addressesPerENI 2 }`;
  for (const cni of [SHARED, EXCLUSIVE]) expect(await found('K8S-MODEL', PODS_H, cni, `${nodes} ${pods}`)).toEqual([]);
});
