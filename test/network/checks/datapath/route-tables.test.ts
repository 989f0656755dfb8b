import { describe, expect, test } from 'vitest';
import { read } from '../../../docs/reader.ts';
import { codes } from './support.ts';

describe('route tables', () => {
  const vpc = (fields: string) => `vpc v { provider alibaba cidr 192.168.0.0/16 ${fields}
    vSwitch a { cidr 192.168.1.0/24 } vSwitch b { cidr 192.168.2.0/24 } }`;
  const nodes = 'node n1 { in v/a podCIDR 10.244.0.0/24 } node n2 { in v/b podCIDR 10.244.1.0/24 }';
  const alivpc = `cni flannel { backend alivpc } ${nodes}`;
  const group = (to: number) => `cni flannel { backend alivpc } nodes w 1..${to} { in v/a }`;
  const cases: [string, string, string, string[]][] = [
    ['all is there', '', alivpc, []],
    ['an entry is not', 'routeTable t { missing 10.244.1.0/24 }', alivpc, ['VPC-ROUTE-MISSING']],
    ['another is not', 'routeTable t { missing 10.244.9.0/24 }', alivpc, []],
    ['nobody needs it', 'routeTable t { missing 10.244.1.0/24 }', `cni flannel { backend vxlan } ${nodes}`, []],
    ['nodes in another table', 'routeTable m { } routeTable t { subnets b }', alivpc, ['MULTI-ROUTE-TABLE']],
    ['159 nodes', '', group(159), []],
    ['160 nodes', '', group(160), ['ROUTE-QUOTA']],
    ['a quota of one’s own', 'quota routesPerTable 1000', group(200), []],
  ];
  test.each(cases)('%s', async (_, fields, cluster, expected) => {
    expect(await codes(cluster, vpc(fields))).toEqual(expected);
  });

  test('near the limit is a warning, beyond it an error', async () => {
    const severity = async (nodes: number) =>
      (await read(`${vpc('')} cluster c { ${group(nodes)} }`)).problems.filter((one) => one.code === 'ROUTE-QUOTA');
    expect((await severity(200)).map((one) => one.severity)).toEqual(['warning']);
    expect((await severity(201)).map((one) => one.severity)).toEqual(['error']);
  });

  test('nodes that are in no VPC', async () => {
    expect(await codes(`cni flannel { backend alivpc } node n1 { in a }`)).toEqual(['VPC-ROUTE-MISSING']);
  });
});
