import { describe, expect, test } from 'vitest';
import type { ShownTable } from '../../../../network/machines/show/show.ts';
import { example } from '../../../support/examples.ts';
import { verdictsOf } from '../../../support/models.ts';
import { inVpc, printed } from '../vpc-models.ts';

const NODE = 'node n1 { in v/nodes ip 10.0.0.11 maxENIs 2 addressesPerENI 3 }';
const PODS = 'pod a { on n1 } pod b { on n1 } pod c { on n1 }';
const model = (options = '', pods = PODS) => inVpc('aws', `aws-vpc { ${options} }`, NODE, pods);

describe('what the tools print', () => {
  const cases: [ShownTable, string, string[]][] = [
    [
      'rules',
      'n1',
      [
        '0:\tfrom all lookup local',
        '512:\tfrom all to 10.0.0.254 lookup main',
        '512:\tfrom all to 10.0.0.253 lookup main',
        '512:\tfrom all to 10.0.0.251 lookup main',
        '1024:\tfrom all fwmark 0x80/0x80 lookup main',
        '1536:\tfrom 10.0.0.251 lookup 2',
        '32766:\tfrom all lookup main',
        '32767:\tfrom all lookup default',
      ],
    ],
    [
      'routes',
      'n1',
      [
        'default via 10.0.0.1 dev eth0',
        '10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.11',
        '10.0.0.251 dev enidbc51878acf scope link',
        '10.0.0.253 dev eniff6fc35a693 scope link',
        '10.0.0.254 dev eniacd53aa4120 scope link',
        '# ip route show table 2',
        'default via 10.0.0.1 dev eth1',
        '10.0.0.1 dev eth1 scope link',
      ],
    ],
    ['routes', 'default/a', ['default via 169.254.1.1 dev eth0', '169.254.1.1 dev eth0 scope link']],
  ];
  test.each(cases)('%s of %s', async (table, machine, lines) => {
    expect(await printed(model(), machine, table)).toEqual(lines);
  });

  test('the second interface has an address of its own, and jumbo frames go everywhere', async () => {
    const lines = await printed(model(), 'n1', 'addresses');
    expect(lines).toContain('inet 10.0.0.252/24 brd 10.0.0.255 scope global eth1');
    const cards = lines.filter((line) => / (eth|eni)\w+[@:]/.test(line));
    expect(cards.length).toBeGreaterThan(2);
    expect(cards.filter((line) => !line.includes('mtu 9001'))).toEqual([]);
  });

  test('chains of aws-node', async () => {
    const rules = (await printed(model(), 'n1', 'iptables')).filter((line) => /^-A.*AWS/.test(line));
    expect(rules).toEqual([
      '-A PREROUTING -i eth0 -m comment --comment "AWS, primary ENI" -m addrtype --dst-type LOCAL --limit-iface-in -j CONNMARK --set-xmark 0x80/0x80',
      '-A PREROUTING -i eni+ -m comment --comment "AWS, primary ENI" -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80',
      '-A PREROUTING -i vlan+ -m comment --comment "AWS, primary ENI" -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80',
      '-A PREROUTING -i eni+ -m comment --comment "AWS, outbound connections" -j AWS-CONNMARK-CHAIN-0',
      '-A PREROUTING -m comment --comment "AWS, CONNMARK" -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80',
      '-A POSTROUTING -m comment --comment "AWS SNAT CHAIN" -j AWS-SNAT-CHAIN-0',
      '-A AWS-CONNMARK-CHAIN-0 -d 10.0.0.0/16 -m comment --comment "AWS CONNMARK CHAIN, VPC CIDR" -j RETURN',
      '-A AWS-CONNMARK-CHAIN-0 -m comment --comment "AWS, CONNMARK" -j CONNMARK --set-xmark 0x80/0x80',
      '-A AWS-SNAT-CHAIN-0 -d 10.0.0.0/16 -m comment --comment "AWS SNAT CHAIN" -j RETURN',
      '-A AWS-SNAT-CHAIN-0 ! -o vlan+ -m comment --comment "AWS, SNAT" -m addrtype ! --dst-type LOCAL -j SNAT --to-source 10.0.0.11 --random-fully',
    ]);
  });

  test('externalSNAT: nothing is translated here', async () => {
    const rules = (await printed(model('externalSNAT true'), 'n1', 'iptables')).filter((line) => /^-A.*AWS/.test(line));
    expect(rules.filter((line) => !line.includes('primary ENI'))).toEqual([]);
  });
});

describe('prefix delegation', () => {
  const many = 'deployment web { replicas 18 }';
  test('pods come out of whole /28s, and far more fit', async () => {
    const rules = await printed(model('enablePrefixDelegation true', many), 'n1', 'rules');
    const own = rules.flatMap((line) => /^512:\tfrom all to ([\d.]+)/.exec(line)?.[1] ?? []);
    expect(own).toHaveLength(18);
    expect([own[0], own[15], own[16]]).toEqual(['10.0.0.224', '10.0.0.239', '10.0.0.208']);
  });
  test('without it the interfaces are full at four', async () => {
    const rules = await printed(model('', many), 'n1', 'rules');
    expect(rules.filter((line) => line.startsWith('512:'))).toHaveLength(4);
  });
});

test.each(['aws-ingress.knet', 'aws-interfaces.knet'])('%s: every statement holds', async (name) => {
  const found = await verdictsOf(example(name));
  expect(found.length).toBeGreaterThan(4);
  expect(found.filter((verdict) => verdict !== 'holds')).toEqual([]);
});

test('externalSNAT: a NAT gateway sees the pods themselves', async () => {
  const text = example('aws-interfaces.knet').replace('externalSNAT false', 'externalSNAT true');
  expect((await verdictsOf(text)).filter((verdict) => verdict !== 'holds')).toEqual([]);
});
