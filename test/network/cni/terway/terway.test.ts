import { describe, expect, test } from 'vitest';
import type { ShownTable } from '../../../../network/machines/show/show.ts';
import { example } from '../../../support/examples.ts';
import { verdictsOf } from '../../../support/models.ts';
import { inVpc, printed } from '../vpc-models.ts';

const NODE = 'node n1 { in v/nodes ip 10.0.0.11 maxENIs 3 addressesPerENI 2 }';
const PODS = 'pod a { on n1 } pod b { on n1 } pod c { on n1 }';
const model = (mode: string, pods = PODS) =>
  inVpc('alibaba', `terway { mode ${mode} podVSwitches v/pods }`, NODE, pods);

describe('eniip: what the tools print', () => {
  const cases: [ShownTable, string, string[]][] = [
    [
      'rules',
      'n1',
      [
        '0:\tfrom all lookup local',
        '512:\tfrom all to 10.0.1.1 lookup main',
        '512:\tfrom all to 10.0.1.2 lookup main',
        '512:\tfrom all to 10.0.1.3 lookup main',
        '2048:\tfrom 10.0.1.1 lookup 1003',
        '2048:\tfrom 10.0.1.2 lookup 1003',
        '2048:\tfrom 10.0.1.3 lookup 1004',
        '32766:\tfrom all lookup main',
        '32767:\tfrom all lookup default',
      ],
    ],
    [
      'routes',
      'n1',
      [
        'default via 10.0.0.253 dev eth0',
        '10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.11',
        '10.0.1.1 dev caliacd53aa4120 scope link',
        '10.0.1.2 dev califf6fc35a693 scope link',
        '10.0.1.3 dev calidbc51878acf scope link',
        '# ip route show table 1003',
        'default via 10.0.1.253 dev eth1 onlink',
        '# ip route show table 1004',
        'default via 10.0.1.253 dev eth2 onlink',
      ],
    ],
    ['routes', 'default/a', ['default via 169.254.1.1 dev eth0 onlink']],
  ];
  test.each(cases)('%s of %s', async (table, machine, lines) => {
    expect(await printed(model('eniip'), machine, table)).toEqual(lines);
  });
  test('a pod has a /32 and a neighbour that is nobody', async () => {
    expect(await printed(model('eniip'), 'default/a', 'addresses')).toContain('inet 10.0.1.1/32 scope global eth0');
    const [line] = await printed(model('eniip'), 'default/a', 'neighbours');
    expect(line).toMatch(/^169\.254\.1\.1 lladdr [0-9a-f:]{17} PERMANENT$/);
  });
});

describe('eni: a card in the pod, a veth beside it', () => {
  test('routes of a pod', async () => {
    expect(await printed(model('eni', 'pod a { on n1 } pod b { on n1 }'), 'default/a', 'routes')).toEqual([
      'default via 10.0.1.253 dev eth0 onlink',
      '10.0.0.11 via 169.254.1.1 dev veth1 onlink',
      '169.254.1.1 dev veth1 scope link',
      '172.20.0.0/20 via 169.254.1.1 dev veth1 onlink',
    ]);
  });
  test('the instance has no rules of its own, and no card for pods', async () => {
    expect(await printed(model('eni'), 'n1', 'rules')).toHaveLength(3);
    expect((await printed(model('eni'), 'n1', 'links')).filter((line) => / eth\d/.test(line))).toHaveLength(1);
  });
});

test('vpc: one route a pod, no rules, everything else by the default route', async () => {
  const text = inVpc('alibaba', 'terway { mode vpc }', NODE, 'pod a { on n1 ip 10.244.0.9 }');
  expect(await printed(text, 'n1', 'routes')).toEqual([
    'default via 10.0.0.253 dev eth0',
    '10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.11',
    '10.244.0.9 dev caliacd53aa4120 scope link',
  ]);
});

test.each(['terway.knet', 'terway-eni.knet', 'terway-vpc.knet'])('%s: every statement holds', async (name) => {
  const found = await verdictsOf(example(name));
  expect(found.length).toBeGreaterThan(4);
  expect(found.filter((verdict) => verdict !== 'holds')).toEqual([]);
});

describe('what goes wrong', () => {
  const cases: [string, string, string, RegExp][] = [
    ['a lost entry of the VPC', 'terway-vpc.knet', 'vSwitch nodes-h', /VPC-ROUTE-MISSING|is missing/],
  ];
  test.each(cases)('%s', async (_, name, before, reason) => {
    const text = example(name).replace(before, `routeTable main { missing 10.244.0.0/24 }\n  ${before}`);
    expect((await verdictsOf(text)).filter((verdict) => reason.test(verdict))).not.toEqual([]);
  });
});
